public import EventLog
import LMDB

extension AuditReader {
  /// The events that imported a record of the identity provider's log under a key, oldest first.
  ///
  /// - Parameter key: Such as `target:` and an id; EVENT_FORMAT.md gives the kinds.
  public func importedRecords(under key: String) throws -> [Position] {
    try positions(of: ProjectionKeys.importedStream(key))
  }
}
