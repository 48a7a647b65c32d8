import Synchronization

/// A named table (an LMDB "named database") of one open ``Environment``.
///
/// A handle stays valid until the environment closes or the table is dropped. Used in another environment,
/// or after it was dropped, it is refused with ``LMDBError/Code/tableNotOpen``.
public struct Table: Sendable, Hashable {
  /// The name under which the environment stores the table.
  public let name: String
  /// LMDB's index of the handle within its environment.
  let index: UInt32
  /// Unique in the process: LMDB reuses indexes, and another environment has the same ones.
  let serial: UInt64

  private static let lastSerial = Atomic<UInt64>(0)

  init(name: String, index: UInt32) {
    self.name = name
    self.index = index
    self.serial = Table.lastSerial.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
