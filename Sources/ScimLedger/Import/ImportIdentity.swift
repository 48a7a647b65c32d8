import Crypto
import EventLog
import Foundation
import ProvisioningConnectors

/// What makes an import the same one when it is run again: the file's content and how it is read.
///
/// The ids of its events follow from it and from the places in the file, in the file's order, so that the log itself
/// knows what it has already, and rows of its index of ids are appended.
struct ImportIdentity: Sendable, Hashable {
  private let high: UInt64

  init(path: String, name: String, _ options: ResourceImport) throws(SourceError) {
    var hasher = SHA256()
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty { hasher.update(data: data) }
    } catch {
      throw SourceError(.unreadable, place: name, reason: "the file can't be read")
    }
    let columns = options.columns.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
    let reading =
      ["import", options.updatesExisting ? "update" : "create", options.type, options.client.client]
      + [options.format?.rawValue ?? "", options.run] + columns
    hasher.update(data: Array(reading.joined(separator: "\u{1}").utf8))
    var value: UInt64 = 0
    for byte in hasher.finalize().prefix(8) { value = value << 8 | UInt64(byte) }
    // A UUID of version 8, whose bits are the maker's own (RFC 9562 §5.8).
    high = value & ~0xF000 | 0x8000
  }

  private static let variant: UInt64 = 0x8000_0000_0000_0000
  private static let payload: UInt64 = 0x3FFF_FFFF_FFFF_FFFF

  /// The id of the event for what stands at an offset.
  func event(at offset: UInt64) -> Identifier {
    Identifier(high: high, low: Self.variant | (offset & Self.payload))
  }

  /// The offset that an event's id was made from.
  func offset(of event: Identifier) -> UInt64 { event.low & Self.payload }

  /// The cycle of all these events; no offset reaches it.
  var cycle: Identifier { Identifier(high: high, low: Self.variant | Self.payload) }
}
