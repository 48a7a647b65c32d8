import EventLog
import JSONTape
import SCIM

/// Refuses an image whose identifying values another live resource has: `userName` in any letter case,
/// a group's `displayName` likewise, and `externalId` exactly and within one provisioning client.
func requireUnique<State: DirectoryState & ~Escapable>(
  _ image: JSONObject, _ type: ResourceType, owner: String, except present: StoredResource?, in state: State
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
  for other in try others(.externalID, "externalId") where try state.resource(other)?.owner == owner {
    throw SCIMError.uniqueness("Another \(type.name) (\(other)) has this externalId.")
  }
}
