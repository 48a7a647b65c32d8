import Directory
import JSONTape
import EventLog
import LMDB
import Projections
import SCIM

extension ProvisioningLedger {
  /// The id of the resource that a selector names, also of one that is gone.
  ///
  /// - Throws: `QuestionError.noSuchResource`.
  func requireIdentifier(_ selector: Selector) throws -> Identifier {
    if case .id(let id) = selector {
      guard try !positions(of: id).isEmpty else { throw QuestionError.noSuchResource("\(selector)") }
      return id
    }
    if let live = try resource(selector) { return live.id }
    guard let id = try history(selector).first?.resource else {
      throw QuestionError.noSuchResource("\(selector)")
    }
    return id
  }

  /// The events of a resource, refused and read ones too, oldest first.
  func positions(of id: Identifier) throws -> [Position] {
    try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).positions(of: id)
    }
  }

  /// The event that had last changed a resource at a position; nil where there is none.
  func lastChange(of id: Identifier, through position: Position) throws -> Event? {
    let found = try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).change(of: id, through: position)
    }
    return try found.flatMap { try event(at: $0) }
  }

  /// The changes of a resource, newest first, from the last one at or before a position on; `.stop` ends.
  func forEachChange(
    of id: Identifier, backFrom position: Position, _ body: (Event, _ previous: Event?) throws -> ScanStep
  ) throws {
    var present = try lastChange(of: id, through: position)
    while let event = present {
      let previous = try event.previous.flatMap { try self.event(at: $0) }
      guard try body(event, previous) == .next else { return }
      present = previous
    }
  }

  /// The resource type of this name, with the extensions that are registered.
  func resourceType(named name: String?) -> ResourceType? {
    provider.settings.registry.types.first { $0.name == name }
  }
}

extension JSONObject {
  /// What people call the resource with this image.
  var resourceName: String? { (self["userName"] ?? self["displayName"])?.stringValue }
}
