import Directory
import EventLog
import LMDB

extension ProjectionTables.Set {
  /// Folds an imported record: it stands in the stream of each of its keys.
  func foldImported(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    guard let imported = event.importedRecord else { return }
    for key in imported.keys {
      try transaction.put(
        ProjectionKeys.stream(ProjectionKeys.importedStream(key), event.position),
        event.operation.rawValue.bigEndianBytes + [0], in: streams)
    }
  }
}
