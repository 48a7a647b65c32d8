public import JSONTape
import SCIM

/// The target's answer.
public struct TargetResponse: Sendable {
  /// The HTTP status code.
  public var status: Int
  /// The beginning of a body that was not a JSON object, for error messages.
  public var text: String?
  /// `Retry-After` in seconds, also where it was sent as a date.
  public var retryAfter: Int?
  private var content: Content?

  private enum Content: Sendable {
    case object(JSONObject)
    /// Checked, and not decoded yet: of most answers to writes only the id is looked at.
    case document(JSONDocument)
  }

  public init(status: Int, body: JSONObject? = nil, text: String? = nil, retryAfter: Int? = nil) {
    self.status = status
    self.text = text
    self.retryAfter = retryAfter
    content = body.map { .object($0) }
  }

  /// - Parameter document: Its outermost value must be an object to be a body.
  public init(status: Int, document: JSONDocument, retryAfter: Int? = nil) {
    self.init(status: status, retryAfter: retryAfter)
    if document.root.kind == .object { content = .document(document) }
  }

  /// Nil where there was none or it was no JSON object.
  public var body: JSONObject? {
    switch content {
    case .object(let object): object
    case .document(let document): JSONValue(document.root).objectValue
    case nil: nil
    }
  }

  /// Whether there is a body.
  var hasBody: Bool { content != nil }

  /// Whether it shows a target that does its work: not one that is too busy, or broken.
  var tellsThatTargetWorks: Bool { TargetResponse.tellsThatTargetWorks(status: status) }

  package static func tellsThatTargetWorks(status: Int) -> Bool { status < 500 && status != 429 }

  /// The id of the resource that is the body, also where the target makes it a number.
  var resourceID: String? {
    switch content {
    case .object(let object): object.value(named: "id")?.identifierText
    case .document(let document):
      document.root.members.first { $0.name.equalsIgnoringASCIICase("id") }
        .flatMap { JSONValue($0.value).identifierText }
    case nil: nil
    }
  }
}

extension TargetResponse: Hashable {
  public static func == (left: TargetResponse, right: TargetResponse) -> Bool {
    left.status == right.status && left.text == right.text && left.retryAfter == right.retryAfter
      && left.body == right.body
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(status)
    hasher.combine(text)
    hasher.combine(body)
  }
}
