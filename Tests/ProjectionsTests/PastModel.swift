import LedgerTestKit
import ScimLedger
import Testing

/// What a directory was at each position: the log's effects in dictionaries, from the first event on.
struct PastModel {
  private(set) var position = Position.start
  private var resources: [Identifier: (type: String, position: Position)] = [:]
  private var members: [Identifier: Set<Identifier>] = [:]

  /// Takes the events up to a position.
  mutating func advance(to last: Position, in ledger: ProvisioningLedger) throws {
    while position < last {
      let limit = Int(min(500, last.rawValue - position.rawValue))
      for event in try ledger.events(from: position.next, limit: limit) { take(event) }
    }
  }

  private mutating func take(_ event: Event) {
    position = event.position
    guard let id = event.resource, let type = event.resourceType, let effect = event.effect else { return }
    guard !effect.isRemoval else {
      resources[id] = nil
      members[id] = nil
      return
    }
    resources[id] = (type, event.position)
    if type == "Group" {
      members[id, default: []].subtract(effect.membersRemoved.compactMap { Identifier($0) })
      members[id, default: []].formUnion(effect.membersAdded.compactMap { Identifier($0.value) })
    }
  }

  func positions(ofType type: String) -> [Position] {
    resources.filter { $0.value.type == type }.sorted { $0.key < $1.key }.map(\.value.position)
  }

  /// How many resources and memberships there are.
  var size: Int { resources.count + members.values.reduce(0) { $0 + $1.count } }

  /// Compares the ledger's directory as of the position with this one.
  func check(_ ledger: ProvisioningLedger, _ comment: Comment) throws {
    for type in ["User", "Group"] {
      let page = try ledger.resources(ofType: type, asOf: position)
      #expect(page.resources.map(\.position) == positions(ofType: type), comment)
      #expect(page.totalResults == page.resources.count, comment)
      for resource in page.resources {
        let groups = members.filter { $0.value.contains(resource.id) }.keys.sorted()
        #expect(resource.groups.map(\.value) == groups.map(\.description), comment)
        guard type == "Group" else { continue }
        #expect(
          resource.members?.map(\.value) == members[resource.id]?.sorted().map(\.description), comment)
        for id in resources.keys.sorted().suffix(2) {
          let filter = try Filter(parsing: "id eq \"\(resource.id)\" and members.value eq \"\(id)\"")
          let found = try ledger.resources(ofType: type, filter: filter, asOf: position).totalResults
          #expect(found == (members[resource.id]?.contains(id) == true ? 1 : 0), comment)
        }
      }
    }
  }
}
