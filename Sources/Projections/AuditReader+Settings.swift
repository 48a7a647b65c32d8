public import Directory
import EventLog
public import JSONTape
import LMDB

/// The keys of the settings' rows.
enum SettingsKey {
  static let configuration = Array("configuration".utf8)
  /// The position of the event that registered the document follows.
  static let schema = Array("schema".utf8)
}

extension AuditReader {
  /// The settings that the last event of the operation `configure` gave.
  public func configuration() throws -> LedgerConfiguration {
    guard let bytes = try view.bytes(for: SettingsKey.configuration, in: set.settings),
      let json = try? JSONValue(parsing: bytes).objectValue
    else { return LedgerConfiguration() }
    return LedgerConfiguration(json)
  }

  /// The documents of schemas and resource types that were registered, in their order.
  public func schemaDocuments() throws -> [JSONValue] {
    var documents: [JSONValue] = []
    try view.scan(set.settings, from: SettingsKey.schema, direction: .ascending) { key, value in
      guard key.starts(with: SettingsKey.schema) else { return .stop }
      if let document = try? JSONValue(parsing: value.array) { documents.append(document) }
      return .next
    }
    return documents
  }
}
