import EventLog

/// The keys of the rows in `tokens`: a token issued by hand stands under its id, the rest behind a letter,
/// so that what expires can be walked from the oldest on.
enum CredentialKeys {
  static let accessTokens = UInt8(ascii: "a")
  static let oauthClients = UInt8(ascii: "c")

  static func accessToken(_ id: Identifier) -> [UInt8] { [accessTokens] + id.bytes }

  static func oauthClient(_ id: Identifier) -> [UInt8] { [oauthClients] + id.bytes }

  /// The id of a row behind a letter; nil for a row of another kind.
  static func identifier(_ key: Span<UInt8>, behind letter: UInt8) -> Identifier? {
    key.count == 17 && key[0] == letter ? key.identifier(at: 1) : nil
  }
}
