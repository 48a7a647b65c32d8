import Foundation
import LMDB

extension ProvisioningLedger {
  /// Whether a directory holds a ledger.
  public static func exists(at directory: String) -> Bool {
    FileManager.default.fileExists(atPath: logDirectory(in: directory) + "/data.mdb")
  }

  /// Makes a ledger, with its own creation as the first event.
  ///
  /// The directory is made if need be, for its owner alone. After a crash the ledger is there whole or
  /// not at all.
  ///
  /// - Throws: `LedgerError.exists`; an LMDB error where the directory can't be written.
  public static func create(at directory: String, options: Options = .init()) throws {
    guard !exists(at: directory) else { throw LedgerError.exists(directory: directory) }
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let time = options.clock()
    var event = Event(
      id: Identifier(microseconds: time, random: options.random()), time: DateTime(microseconds: time),
      operation: .createLedger, actor: .local, outcome: .init(status: 201))
    event.details = ["ledger": .string(Identifier(microseconds: time, random: options.random()).description)]
    event.position = Position(1)
    try LMDBEventLog.create(
      at: logDirectory(in: directory), options: options.environment(.readWrite),
      extraTables: ProjectionTables.names
    ) { transaction, appender in
      _ = try appender.append(EventCodec.draft(event), in: transaction)
      let tables = try ProjectionTables { try transaction.table($0) }
      try tables.foldFirst(event, in: transaction)
    }
  }
}
