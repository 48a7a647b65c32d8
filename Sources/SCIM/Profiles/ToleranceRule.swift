/// One kind of departure from the standard that is accepted: what it accepts, and who sends it.
public struct ToleranceRule: Sendable, Hashable {
  /// As it stands in events and metrics.
  public var name: String
  public var accepts: String
  /// Where the behaviour was seen or is allowed.
  public var source: String
  /// Whether the standard itself asks for or allows it, so that a strict profile keeps it.
  public var isConforming: Bool
  /// The error keyword of the refusal where a profile does not have the rule (RFC 7644 §3.12).
  public var refusal: SCIMErrorType

  init(
    _ name: String, _ accepts: String, source: String, conforming: Bool = false,
    refusal: SCIMErrorType = .invalidValue
  ) {
    self.name = name
    self.accepts = accepts
    self.source = source
    isConforming = conforming
    self.refusal = refusal
  }

  public static func named(_ name: String) -> ToleranceRule? { byName[name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
