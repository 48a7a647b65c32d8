public import JSONTape
import SCIM

/// The values of a resource that have an index.
public struct IndexedValues: Sendable {
  public private(set) var values: [(IndexedAttribute, String)] = []
  /// Whether the resource is in use; true where the attribute is absent (RFC 7643 §4.1.1).
  public private(set) var isActive = true

  public init() {}

  /// A group is found by its name; a person is found by userName, externalId or e-mail.
  public init(_ image: JSONObject, type: String) {
    for member in image {
      switch member.name {
      case "userName": add(.userName, member.value.stringValue)
      case "externalId": add(.externalID, member.value.stringValue)
      case "displayName" where type == "Group": add(.displayName, member.value.stringValue)
      case "emails":
        for email in member.value.arrayValue ?? [] {
          add(.email, email.objectValue?["value"]?.stringValue)
        }
      case "active": isActive = member.value.boolValue ?? true
      default: break
      }
    }
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
