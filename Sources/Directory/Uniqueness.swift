import EventLog
import JSONTape
import SCIM

/// Refuses an image whose identifying values another live resource has: `userName` in any letter case,
/// a group's `displayName` likewise, and, where the ledger is set to it, `externalId` exactly and within one
/// provisioning client.
func requireUnique<State: DirectoryState & ~Escapable>(
  _ image: JSONObject, _ type: ResourceType, owner: String, except present: StoredResource?, in state: State,
  _ context: DecisionContext
) throws {
  func others(_ attribute: IndexedAttribute, _ name: String) throws -> [Identifier] {
    guard let value = image[name]?.stringValue else { return [] }
    return try state.identifiers(of: type.name, where: attribute, equals: value).filter { $0 != present?.id }
  }
  if type.name == "User", let other = try others(.userName, "userName").first {
    throw SCIMError.uniqueness(
      "Another User (\(other)) has this userName. Letter case does not tell two apart.")
  }
  if type.name == "Group", let other = try others(.displayName, "displayName").first {
    throw SCIMError.uniqueness(
      "Another Group (\(other)) has this displayName. Letter case does not tell two apart.")
  }
  if type.name != "User", type.name != "Group" {
    for attribute in type.schema.attributes where attribute.uniqueness != .none && !attribute.multiValued {
      guard let value = image[attribute.name]?.stringValue else { continue }
      let found = try state.identifiers(
        of: type.name, where: .named, equals: IndexedValues.named(attribute.name, value))
      for other in found where other != present?.id {
        let same = try state.resource(other, type: type.name)?.image[attribute.name]?.stringValue
        if !attribute.caseExact || same?.utf8.elementsEqual(value.utf8) == true {
          throw SCIMError.uniqueness("Another \(type.name) (\(other)) has this \(attribute.name).")
        }
      }
    }
  }
  guard context.configuration.uniqueExternalID else { return }
  for other in try others(.externalID, "externalId")
  where try state.resource(other, type: type.name)?.owner == owner {
    throw SCIMError.uniqueness("Another \(type.name) (\(other)) has this externalId.")
  }
}
