import JSONTape
import SCIM

/// Which of Microsoft Graph's properties a job needs, and under which names its mappings read them.
///
/// Mappings may use Entra's provisioning names, some of which Graph calls otherwise: `telephoneNumber` is the
/// first of `businessPhones`, `mobile` is `mobilePhone`, `extensionAttribute3` stands in
/// `onPremisesExtensionAttributes`.
struct GraphAttributes: Sendable {
  /// Entra's names for Graph's properties.
  private static let names = [
    "mobile": "mobilePhone", "physicalDeliveryOfficeName": "officeLocation",
    "facsimileTelephoneNumber": "faxNumber", "telephoneNumber": "businessPhones", "objectId": "id",
    "dirSyncEnabled": "onPremisesSyncEnabled", "immutableId": "onPremisesImmutableId",
  ]

  /// What the service computes or what is not of the object itself.
  private static let computed: Set<String> = ["IsSoftDeleted", "isSoftDeleted", "appRoleAssignments"]

  /// The names that mappings read.
  private let wanted: [String]
  /// The value of `$select`, in one order whatever the mappings' order is.
  let selection: String

  init(_ names: [String], always: [String]) {
    wanted = names.filter { !Self.computed.contains($0) }.withoutRepetition
    selection = Set(wanted.map(Self.property(of:)) + always).sorted().map(\.percentEncoded)
      .joined(separator: ",")
  }

  private static func property(of name: String) -> String {
    if isExtensionAttribute(name) { return "onPremisesExtensionAttributes" }
    return names[name] ?? name
  }

  private static func isExtensionAttribute(_ name: String) -> Bool {
    guard name.hasPrefix("extensionAttribute") else { return false }
    return Int(name.dropFirst("extensionAttribute".count)).map { (1...15).contains($0) } ?? false
  }

  /// Adds the values under the names that mappings use.
  func name(_ attributes: inout JSONObject) {
    if let nested = attributes.removeValue(forName: "onPremisesExtensionAttributes") {
      for name in wanted where Self.isExtensionAttribute(name) {
        attributes[name] = nested.objectValue?[name] ?? .null
      }
    }
    for name in wanted {
      guard let property = Self.names[name], property != name, let value = attributes[property] else {
        continue
      }
      attributes[name] = name == "telephoneNumber" ? value.arrayValue?.first ?? .null : value
    }
  }
}
