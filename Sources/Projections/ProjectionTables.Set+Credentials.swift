import Directory
import EventLog
import JSONTape
import LMDB
import SCIM
import SCIM

extension ProjectionTables.Set {
  /// Folds what an event says of tokens and OAuth clients.
  func foldCredentials(_ event: Event, in transaction: borrowing WriteTransaction) throws {
    guard let details = event.details, let id = details["id"]?.stringValue.flatMap({ Identifier($0) }) else {
      return
    }
    let time = JSONValue.number(JSONNumber(Int(clamping: event.time.microseconds)))
    switch event.operation {
    case .issueToken:
      var row = details
      row["issued"] = time
      if details["expires"] == nil {
        try transaction.put(id.bytes, row.serialized(), in: tokens)
      } else {
        try removeExpired(at: event.time.microseconds, in: transaction)
        try transaction.put(CredentialKeys.accessToken(id), row.serialized(), in: tokens)
      }
    case .revokeToken:
      guard var row = try row(id.bytes, in: transaction) else { return }
      row["revoked"] = time
      try transaction.put(id.bytes, row.serialized(), in: tokens)
    case .issueCredential:
      try addSecret(details, to: CredentialKeys.oauthClient(id), at: time, in: transaction)
    case .revokeCredential:
      try revoke(details, of: CredentialKeys.oauthClient(id), at: time, in: transaction)
    default: return
    }
  }

  private func row(_ key: [UInt8], in transaction: borrowing WriteTransaction) throws -> JSONObject? {
    try transaction.bytes(for: key, in: tokens).flatMap { try JSONValue(parsing: $0).objectValue }
  }

  private func addSecret(
    _ details: JSONObject, to key: [UInt8], at time: JSONValue, in transaction: borrowing WriteTransaction
  ) throws {
    guard let secretID = details["secret"], let hash = details["hash"] else { return }
    var client: JSONObject
    if let present = try row(key, in: transaction) {
      client = present
    } else {
      client = details
      client["secret"] = nil
      client["hash"] = nil
      client["issued"] = time
    }
    let secret: JSONValue = ["id": secretID, "hash": hash, "issued": time]
    client["secrets"] = .array((client["secrets"]?.arrayValue ?? []) + [secret])
    try transaction.put(key, client.serialized(), in: tokens)
  }

  /// Without secrets named, the client as a whole is revoked.
  private func revoke(
    _ details: JSONObject, of key: [UInt8], at time: JSONValue, in transaction: borrowing WriteTransaction
  ) throws {
    guard var client = try row(key, in: transaction) else { return }
    if let retired = details["secrets"]?.arrayValue {
      client["secrets"] = .array(
        (client["secrets"]?.arrayValue ?? []).map { secret in
          guard var object = secret.objectValue, let id = object["id"], retired.contains(id) else {
            return secret
          }
          object["retired"] = time
          return .object(object)
        })
    } else {
      client["revoked"] = time
    }
    try transaction.put(key, client.serialized(), in: tokens)
  }

  /// Takes away the oldest access tokens up to one that is still good: as many rows stay as there are good
  /// tokens, however many have been issued.
  private func removeExpired(at time: Int64, in transaction: borrowing WriteTransaction) throws {
    var expired: [[UInt8]] = []
    try transaction.scan(
      tokens, from: [CredentialKeys.accessTokens], direction: .ascending
    ) { key, value in
      guard CredentialKeys.identifier(key, behind: CredentialKeys.accessTokens) != nil,
        let row = try? JSONValue(parsing: value.array).objectValue,
        let expires = row["expires"]?.intValue, Int64(expires) <= time
      else { return .stop }
      expired.append(key.array)
      return .next
    }
    for key in expired { _ = try transaction.delete(key, in: tokens) }
  }
}
