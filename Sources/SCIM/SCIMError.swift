/// The detail error keywords of RFC 7644 §3.12, table 9, and of RFC 9865 §2.1.
public enum SCIMErrorType: String, Sendable, CaseIterable {
  case invalidFilter
  case tooMany
  case uniqueness
  case mutability
  case invalidSyntax
  case invalidPath
  case noTarget
  case invalidValue
  case invalidVers
  case sensitive
  case invalidCursor
  case expiredCursor
  case invalidCount
}

/// A refusal as the protocol states it (RFC 7644 §3.12).
///
/// `detail` is shown to the caller and kept in the log, so it names attributes and paths but never
/// repeats a value that could be personal data or a secret.
public struct SCIMError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The HTTP status code.
  public var status: Int
  public var scimType: SCIMErrorType?
  /// What was wrong, where, and what would be right.
  public var detail: String

  public init(status: Int, scimType: SCIMErrorType? = nil, detail: String) {
    self.status = status
    self.scimType = scimType
    self.detail = detail
  }

  public var description: String {
    "\(status)\(scimType.map { " \($0.rawValue)" } ?? ""): \(detail)"
  }

  public static func invalidFilter(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidFilter, detail: detail)
  }
  public static func invalidPath(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidPath, detail: detail)
  }
  public static func invalidSyntax(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidSyntax, detail: detail)
  }
  public static func invalidValue(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidValue, detail: detail)
  }
  public static func mutability(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .mutability, detail: detail)
  }
  public static func noTarget(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .noTarget, detail: detail)
  }
  public static func uniqueness(_ detail: String) -> SCIMError {
    SCIMError(status: 409, scimType: .uniqueness, detail: detail)
  }
  public static func notFound(_ detail: String) -> SCIMError {
    SCIMError(status: 404, detail: detail)
  }
}
