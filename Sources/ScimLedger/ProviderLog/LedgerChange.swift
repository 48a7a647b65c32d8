public import Directory
public import EventLog
import JSONTape
public import SCIM

/// A request to change somebody as this side keeps it, with what the identity provider's log can be compared by.
public struct LedgerChange: Sendable, Hashable {
  public var position: Position
  public var eventID: Identifier
  public var time: DateTime
  /// create, replace, modify or delete.
  public var operation: Event.Operation
  public var isRefused: Bool
  /// Whether it succeeded and found everything as it asked for.
  public var isUnchanged: Bool
  /// Whether it made a user inactive.
  public var deactivates: Bool
  public var client: String
  /// The cycle that the request named.
  public var cycle: Identifier?
  /// `User` or `Group`.
  public var type: String?
  public var resource: Identifier?
  public var externalID: String?
  /// userName and addresses.
  public var accountNames: [String]
  public var displayName: String?

  public init(
    position: Position, eventID: Identifier, time: DateTime, operation: Event.Operation,
    isRefused: Bool = false, isUnchanged: Bool = false, deactivates: Bool = false, client: String = "",
    cycle: Identifier? = nil, type: String? = nil, resource: Identifier? = nil, externalID: String? = nil,
    accountNames: [String] = [], displayName: String? = nil
  ) {
    self.position = position
    self.eventID = eventID
    self.time = time
    self.operation = operation
    self.isRefused = isRefused
    self.isUnchanged = isUnchanged
    self.deactivates = deactivates
    self.client = client
    self.cycle = cycle
    self.type = type
    self.resource = resource
    self.externalID = externalID
    self.accountNames = accountNames
    self.displayName = displayName
  }

  /// - Parameters:
  ///   - image: The resource as it was then, or as it was asked for.
  ///   - properties: What the event changed.
  /// - Returns: nil for an event that is no request to change a resource.
  init?(_ event: Event, image: JSONObject?, properties: [ModifiedProperty]) {
    switch event.operation {
    case .create, .replace, .modify, .delete: break
    default: return nil
    }
    func text(_ name: String) -> String? { image?.firstIgnoringCase(name)?.value.stringValue }
    let addresses = (image?.firstIgnoringCase("emails")?.value.arrayValue ?? []).compactMap {
      $0.objectValue?["value"]?.stringValue
    }
    self.init(
      position: event.position, eventID: event.id, time: event.time, operation: event.operation,
      isRefused: event.isRefused, isUnchanged: event.isUnchanged,
      deactivates: properties.contains { $0.path == "active" && $0.new?.boolValue == false },
      client: event.actor.client, cycle: event.cycle, type: event.resourceType, resource: event.resource,
      externalID: text("externalId"), accountNames: (text("userName").map { [$0] } ?? []) + addresses,
      displayName: text("displayName"))
  }

  /// What people call the resource.
  public var name: String? { accountNames.first ?? displayName }

  var targetKey: String? { resource.map { ProvisioningLogRecord.targetKey($0.description) } }
  var sourceKey: String? { externalID.map { ProvisioningLogRecord.sourceKey($0) } }
  var accountKeys: [String] { accountNames.map { ProvisioningLogRecord.nameKey($0) } }
  var displayKey: String? { displayName.map { ProvisioningLogRecord.nameKey($0) } }

  var keys: [String] { ([targetKey, sourceKey, displayKey].compactMap(\.self) + accountKeys).unique }
}
