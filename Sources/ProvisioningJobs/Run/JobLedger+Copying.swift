import EventLog
import Foundation
import LMDB

extension JobLedger {
  /// Copies the ledger as it is now, key and all, into a new directory, while events are taken.
  ///
  /// - Parameter destination: The path of a directory that does not exist; its parent does.
  /// - Throws: `JobLedgerError.exists`; an `LMDBError` where the copy can't be written.
  public func copy(to destination: String) throws {
    let files = FileManager.default
    guard !files.fileExists(atPath: destination) else {
      throw JobLedgerError.exists(directory: destination)
    }
    try files.createDirectory(
      atPath: destination, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try log.environment.copy(to: JobLedger.logDirectory(in: destination), compacting: false)
    try files.copyItem(atPath: SealKey.path(in: directory), toPath: SealKey.path(in: destination))
  }
}
