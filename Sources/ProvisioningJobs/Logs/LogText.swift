import JSONTape
import Provisioning

/// How values and names stand in the logs.
enum LogText {
  static let redacted = "[Redact]"

  /// A value as Graph's logs hold it: a string as it is, all else as JSON.
  static func plain(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .bool(let value): value ? "True" : "False"
    case .null: ""
    case .number, .array, .object: value.description
    }
  }

  /// The attributes of an object, flat, each as text; members are left out.
  static func details(_ object: JSONObject) -> JSONObject {
    var details: [(String, JSONValue)] = []
    for member in object where member.name.lowercased() != "members" && member.name != "schemas" {
      add(member.value, at: member.name, to: &details)
    }
    return JSONObject(details)
  }

  private static func add(_ value: JSONValue, at path: String, to details: inout [(String, JSONValue)]) {
    guard let object = value.objectValue else {
      details.append((path, .string(plain(value))))
      return
    }
    let separator = path.hasPrefix("urn:") ? ":" : "."
    for member in object { add(member.value, at: path + separator + member.name, to: &details) }
  }

  /// Who the object is, for people: the first of the usual names that may be read.
  static func displayName(_ attributes: JSONObject) -> String? {
    first(["displayName", "userPrincipalName", "userName", "mail", "mailNickname"], of: attributes)
  }

  /// What administrators look an object up by.
  static func reportableIdentifier(_ attributes: JSONObject) -> String? {
    first(["userPrincipalName", "userName", "mail", "displayName"], of: attributes)
  }

  private static func first(_ names: [String], of attributes: JSONObject) -> String? {
    for name in names {
      if let text = attributes.firstIgnoringCase(name)?.value.stringValue, !text.isEmpty, text != redacted {
        return text
      }
    }
    return nil
  }

  /// Reasons with numbers, as Entra's logs give them; those that have theirs already stay as they are.
  static func numbered(_ texts: [String]) -> String {
    guard texts.count > 1 else { return texts.first ?? "" }
    return texts.enumerated().map { index, text in
      text.hasPrefix("\(index + 1)) ") ? text : "\(index + 1)) \(text)"
    }.joined(separator: " ")
  }

  static func pastTense(_ action: ProvisioningAction) -> String {
    switch action {
    case .create: "created"
    case .update: "updated"
    case .disable: "disabled"
    case .delete: "deleted"
    case .stagedDelete: "staged for deletion"
    case .skip, .none: "left alone"
    }
  }
}
