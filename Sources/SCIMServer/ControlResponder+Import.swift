import Hummingbird
import ScimLedger

extension ControlResponder {
  /// Takes a part of an import in.
  func take(_ request: Request, on ledger: ProvisioningLedger) async throws -> JSONValue {
    let object = try await object(of: request)
    guard let cycle = Identifier(try text("cycle", of: object)), let values = object["resources"]?.arrayValue
    else {
      throw SCIMError(status: 400, detail: "The body should have the UUID cycle and the list resources.")
    }
    var resources: [ImportedResource] = []
    for (index, value) in values.enumerated() {
      guard let value = value.objectValue,
        let event = value["event"]?.stringValue.flatMap({ Identifier($0) }),
        let resource = value["resource"]?.objectValue
      else {
        throw SCIMError(
          status: 400, detail: "resources[\(index)] should have the UUID event and the object resource.")
      }
      resources.append(
        ImportedResource(
          event: event, place: try text("place", of: value), type: try text("type", of: value),
          resource: resource))
    }
    let rules = ImportRules(cycle: cycle, updatesExisting: object["update"]?.boolValue ?? false)
    let client = ResourceImport.client(speakingFor: object["client"]?.stringValue)
    return ["results": .array(try await ledger.take(resources, rules, as: client).map(\.json))]
  }
}
