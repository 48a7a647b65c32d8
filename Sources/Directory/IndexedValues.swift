public import JSONTape
import SCIM

/// The values of a resource that have an index.
public struct IndexedValues: Sendable {
  public private(set) var values: [(IndexedAttribute, String)] = []
  /// Whether the resource is in use; true where the attribute is absent (RFC 7643 §4.1.1).
  public private(set) var isActive = true

  public init() {}

  /// A group is found by its name; a person by userName, externalId, e-mail or displayName.
  /// Of another type every string at the top level is indexed, since its schema may ask for any to be unique.
  public init(_ image: JSONObject, type: String) {
    let isStandard = type == "User" || type == "Group"
    for member in image {
      switch member.name {
      case let name where !isStandard && name != "externalId":
        if let text = member.value.stringValue { add(.named, IndexedValues.named(name, text)) }
      case "userName": add(.userName, member.value.stringValue)
      case "externalId": add(.externalID, member.value.stringValue)
      case "displayName": add(.displayName, member.value.stringValue)
      case "emails":
        for email in member.value.arrayValue ?? [] {
          add(.email, email.objectValue?["value"]?.stringValue)
        }
      case "active": isActive = member.value.boolValue ?? true
      default: break
      }
    }
  }

  /// Whether an image has an indexed value, without a look at the others.
  ///
  /// - Parameter compared: The value as the index has it.
  public static func has(
    _ attribute: IndexedAttribute, _ compared: String, in image: JSONObject, type: String
  ) -> Bool {
    let isStandard = type == "User" || type == "Group"
    let value: String?
    switch attribute {
    case .externalID: value = image["externalId"]?.stringValue
    case .userName where isStandard: value = image["userName"]?.stringValue
    case .displayName where isStandard: value = image["displayName"]?.stringValue
    default: return IndexedValues(image, type: type).contains(attribute, compared)
    }
    guard let value else { return false }
    return (attribute.caseExact ? value : CaselessValue.fold(value)).utf8.elementsEqual(compared.utf8)
  }

  /// A value with its attribute's name, so that one index serves all attributes of a type. Letter case is
  /// folded; whether it matters is decided where the attribute's definition is known.
  public static func named(_ name: String, _ value: String) -> String {
    name + "\u{0}" + CaselessValue.fold(value)
  }

  private mutating func add(_ attribute: IndexedAttribute, _ value: String?) {
    guard let value else { return }
    let compared = attribute.caseExact ? value : CaselessValue.fold(value)
    if !contains(attribute, compared) { values.append((attribute, compared)) }
  }

  public func contains(_ attribute: IndexedAttribute, _ value: String) -> Bool {
    values.contains { $0.0 == attribute && $0.1.utf8.elementsEqual(value.utf8) }
  }
}
