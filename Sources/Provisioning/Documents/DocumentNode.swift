import JSONTape
import SCIM

/// A value of a job file or a schema file, with its place: what JSON and YAML have in common.
struct DocumentNode: Sendable {
  indirect enum Content: Sendable {
    /// A text. A plain one stands without quotation marks and may mean a number, a boolean or null.
    case scalar(String, isPlain: Bool)
    case sequence([DocumentNode])
    case mapping([Member])
  }

  struct Member: Sendable {
    var name: String
    var position: DocumentPosition?
    var value: DocumentNode
  }

  var content: Content
  var position: DocumentPosition?
  /// The way from the top: `limits.quarantine.failures`, `groups[0].clauses[2]`.
  var path: String

  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text.equalsIgnoringASCIICase("null")
  }

  /// The text of a scalar; nil for null and for anything else.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  var integer: Int? { text.flatMap { Int($0) } }

  /// A truth value; also in quotation marks, as Entra writes some.
  var boolean: Bool? {
    guard let text else { return nil }
    if text.equalsIgnoringASCIICase("true") { return true }
    return text.equalsIgnoringASCIICase("false") ? false : nil
  }

  var elements: [DocumentNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  var members: [Member]? {
    if case .mapping(let members) = content { members } else { nil }
  }

  /// The value of a member that is there and not null.
  ///
  /// Names are compared without regard to case, since PowerShell exports schemas with capitals.
  subscript(name: String) -> DocumentNode? {
    guard let found = members?.first(where: { $0.name.equalsIgnoringASCIICase(name) })?.value else {
      return nil
    }
    return found.isNull ? nil : found
  }

  /// What it is, for error messages.
  var kind: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a plain value"
    case .sequence: "a list"
    case .mapping: "an object"
    }
  }

  /// The same as a JSON value.
  var json: JSONValue {
    switch content {
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let members): .object(JSONObject(members.map { ($0.name, $0.value.json) }))
    case .scalar(let text, let isPlain):
      if isNull {
        .null
      } else if isPlain, let boolean {
        .bool(boolean)
      } else if isPlain, let number = JSONNumber(text) {
        .number(number)
      } else {
        .string(text)
      }
    }
  }
}
