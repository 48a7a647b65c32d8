import Directory
import EventLog
import JSONTape
import SCIM

/// An imported resource, read as far as that goes without the directory.
struct ImportArrival: Sendable {
  let resource: ImportedResource
  /// nil where there is no such type.
  let type: ResourceType?
  /// The POST that it comes to where nobody is there yet.
  let creation: (plan: Plan, request: SCIMRequest)?

  init(_ resource: ImportedResource, _ rules: ImportRules, _ settings: ProviderSettings) {
    self.resource = resource
    type = settings.offered.types.first { $0.name == resource.type }
    creation = type.map { type in
      let request = Self.request("POST", type.endpoint, .object(resource.resource), resource, rules)
      return (Plan(.collection(type), request, settings.profile), request)
    }
  }

  /// Bytes in memory while it waits.
  var size: Int { (creation?.request.body.count ?? 0) + 512 }

  static let userAgent = "scim-ledger import"

  private static func request(
    _ method: String, _ path: String, _ body: JSONValue, _ resource: ImportedResource, _ rules: ImportRules
  ) -> SCIMRequest {
    SCIMRequest(
      method: method, path: path, body: body.serialized(), requestID: resource.place,
      userAgent: userAgent, contentType: SCIMMediaType.scim, cycle: rules.cycle)
  }

  /// The PATCH that makes somebody what the file says.
  func update(
    of present: Identifier, as type: ResourceType, _ rules: ImportRules, _ settings: ProviderSettings
  ) -> (plan: Plan, request: SCIMRequest) {
    let stated = resource.resource.filter { member in
      !Self.notStated.contains { member.name.equalsIgnoringASCIICase($0) }
    }
    let body: JSONValue = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      "Operations": [
        ["op": "replace", "value": .object(JSONObject(stated.map { ($0.name, $0.value) }))]
      ],
    ]
    let path = "\(type.endpoint)/\(present)"
    let request = Self.request("PATCH", path, body, resource, rules)
    return (Plan(.resource(type, id: present, text: present.description), request, settings.profile), request)
  }

  /// What a client may not set, or not with a PATCH.
  private static let notStated = ["schemas", "id", "meta", "groups"]

  /// Who the resource is, if somebody here is it.
  func present<State: DirectoryState & ~Escapable>(in state: State, owner: String) throws -> Identifier? {
    let image = resource.resource
    if let externalID = image.firstIgnoringCase("externalId")?.value.stringValue {
      for id in try state.identifiers(of: resource.type, where: .externalID, equals: externalID)
      where try state.resource(id, type: resource.type)?.owner == owner { return id }
    }
    let (name, index): (String, IndexedAttribute) =
      resource.type == "Group" ? ("displayName", .displayName) : ("userName", .userName)
    guard let text = image.firstIgnoringCase(name)?.value.stringValue else { return nil }
    let found = try state.identifiers(of: resource.type, where: index, equals: text)
    // Two groups may have one name, and then it says nothing.
    return found.count == 1 ? found.first : nil
  }
}
