/// A form in which events leave the ledger. EXPORT_FORMATS.md gives the mappings.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object a line, with everything the log knows.
  case jsonl
  /// RFC 4180, one column for each ``EventField``.
  case csv
  /// CloudEvents 1.0, in JSON, one a line.
  case cloudevents
  /// The Open Cybersecurity Schema Framework's events of identity and access management, one a line.
  case ocsf
  /// Elastic Common Schema documents, one a line.
  case ecs
  /// Security event tokens (RFC 8417) with the SCIM events of RFC 9967, one a line.
  case scimSet = "scim-set"
  /// Records of Entra's provisioning log in Microsoft Graph's form, one a line.
  case entra
}

/// What an export says beyond the events themselves.
public struct ExportOptions: Sendable, Hashable {
  /// A URI that names the ledger: CloudEvents' `source` and the tokens' `iss`. `urn:uuid:` and the ledger's id
  /// where nil.
  public var source: String?
  /// Whom security event tokens are for, `aud`.
  public var audience: [String] = []
  /// The key for HS256, at least 32 bytes; security event tokens are unsigned where nil.
  public var key: [UInt8]?
  /// Whether CSV begins with a line of names; not wanted where a file is continued.
  public var includesHeader = true

  public init() {}
}

/// Why nothing can be exported.
public enum ExportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A key for HS256 has to have as many bits as the hash (RFC 7518 §3.2).
  case shortKey(bytes: Int)

  public var description: String {
    switch self {
    case .shortKey(let bytes):
      "The signing key has \(bytes) bytes; HS256 needs at least 32 (RFC 7518 §3.2). "
        + "Make one with: openssl rand 32"
    }
  }
}
