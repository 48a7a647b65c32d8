/// Why the target did not do what was asked, and what can be done about it.
///
/// `reason` may repeat what the target said, which can hold personal data.
public struct ExportFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Category: String, Sendable, Hashable, CaseIterable {
    /// The target or the way to it failed: it can be well the next time.
    case failure
    /// Data, configuration or credentials are not right: someone has to act.
    case nonServiceFailure
  }

  /// The error code as Entra's provisioning logs name it: `EntryConflict`, `TooManyRequests`.
  public var code: String
  /// What was wrong, in the target's own words where it gave some.
  public var reason: String
  /// The HTTP status; nil where no answer came.
  public var status: Int?
  /// The target's detail error keyword (RFC 7644 §3.12).
  public var scimType: String?
  public var category: Category
  /// What an administrator can do.
  public var recommendedAction: String
  /// Whether the target may have done what was asked all the same.
  public var isAmbiguous: Bool
  /// Whether the same request may well succeed later: 429, 5xx, no answer.
  public var isTransient: Bool
  /// Whether the target did not let the job in, so that no other request will fare better.
  public var isCredentialFailure: Bool
  /// Seconds that the target asked to wait.
  public var retryAfter: Int?

  /// The target's protocol is not what this engine can work with.
  public static let incompatible = "SystemForCrossDomainIdentityManagementServiceIncompatible"
  public static let badRequest = "SystemForCrossDomainIdentityManagementBadRequest"
  public static let duplicateTargetEntries = "DuplicateTargetEntries"

  /// - Parameter recommendedAction: Nil for what is usual for the code.
  public init(
    code: String, reason: String, status: Int? = nil, scimType: String? = nil,
    category: Category = .nonServiceFailure, recommendedAction: String? = nil, isAmbiguous: Bool = false,
    isTransient: Bool = false, isCredentialFailure: Bool = false, retryAfter: Int? = nil
  ) {
    self.code = code
    self.reason = reason
    self.status = status
    self.scimType = scimType
    self.category = category
    self.recommendedAction = recommendedAction ?? Self.recommendedAction(for: code)
    self.isAmbiguous = isAmbiguous
    self.isTransient = isTransient
    self.isCredentialFailure = isCredentialFailure
    self.retryAfter = retryAfter
  }

  /// No answer came.
  public init(_ failure: TransportFailure) {
    let mayHaveArrived: Bool =
      switch failure {
      case .timeout, .connectionReset, .other: true
      case .connectionRefused, .tls: false
      }
    self.init(
      code: failure == .timeout ? "Timeout" : "WebExceptionProtocolError", reason: failure.description,
      category: .failure, isAmbiguous: mayHaveArrived, isTransient: true)
  }

  public var description: String {
    code + (status.map { " (\($0))" } ?? "") + ": \(reason)"
  }

  /// What usually helps.
  public static func recommendedAction(for code: String) -> String {
    actions[code] ?? "Read what the target said; correct the object, the mapping or the target accordingly."
  }

  private static let actions = [
    "EntryConflict":
      "Another resource of the target has a value that must be unique. Change one of the two, or add a "
      + "matching attribute by which the existing resource is found.",
    "TooManyRequests":
      "The target limits how much it is asked. The request is sent again later; fewer requests at once help.",
    "InternalServerError":
      "The target failed. The object is tried again later; if it stays so, ask the target's operator.",
    "Unauthorized":
      "The target refused the credentials. Renew the token or the client's secret, then test the connection.",
    "InsufficientRights":
      "The credentials are good but not for this. Give the job's client the right to write in the target.",
    "MethodNotAllowed":
      "The target does not offer this method. If it has no PATCH, set the job's updates to put.",
    "UnprocessableEntity":
      "The target understood the request but does not take its values. Compare the mapping with the "
      + "target's schema.",
    badRequest:
      "The target could not use the request. Compare the mapping with the target's schema and the protocol "
      + "version with what it speaks.",
    "InvalidAnchor":
      "The resource that the object was linked to is gone from the target. It is matched anew; restart with "
      + "the scope ConnectorDataStore to forget all links.",
    "Timeout":
      "The target did not answer in time. The object is looked up and tried again later; a longer timeout "
      + "may help.",
    "WebExceptionProtocolError":
      "The connection to the target failed or what came was no HTTP answer of its API. Check its URL, "
      + "certificate and network.",
    "NotImplemented":
      "The target does not offer this. Take it out of the mapping, or set the job's updates to what it has.",
    "LicenseLimitExceeded": "The target has no licence left for another account. Free or buy one.",
    "PreconditionFailed": "The resource was changed by another at the same time. It is read and tried again.",
    duplicateTargetEntries:
      "Several resources of the target have the matching value. Keep one of them, or match by an attribute "
      + "that is unique.",
    incompatible:
      "The target does not answer as the protocol has it. Check its URL and protocol version, and that it "
      + "can filter by the matching attribute.",
  ]
}
