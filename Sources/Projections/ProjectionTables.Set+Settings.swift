import Directory
import EventLog
import JSONTape
import LMDB

extension ProjectionTables.Set {
  /// Folds the ledger's settings: the last configuration, and every document of schemas.
  func foldSettings(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    guard let details = event.details else { return }
    switch event.operation {
    case .configure:
      try transaction.put(SettingsKey.configuration, details.serialized(), in: settings)
    case .registerSchema:
      guard let document = details["document"] else { return }
      try transaction.put(
        SettingsKey.schema + event.position.key, document.serialized(), in: settings)
    default: return
    }
  }
}
