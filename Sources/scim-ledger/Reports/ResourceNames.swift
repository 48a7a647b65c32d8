import ScimLedger

/// The names of resources by id, as events and the present directory tell them, so that a log can be read.
struct ResourceNames {
  private static let mostKept = 10_000

  private let ledger: ProvisioningLedger
  private var known: [Identifier: String?] = [:]

  init(_ ledger: ProvisioningLedger) { self.ledger = ledger }

  /// The name in the event's own image, else the one the resource has now; nil where neither says.
  mutating func name(for event: Event) -> String? {
    guard let id = event.resource else { return Self.name(in: event.effect?.image) }
    if let name = Self.name(in: event.effect?.image) {
      keep(name, for: id)
      return name
    }
    return name(of: id)
  }

  /// The name the resource has now, or had in an event seen before.
  mutating func name(of id: Identifier) -> String? {
    if let name = known[id] { return name }
    let resource = try? ledger.resource(.id(id))
    let name = Self.name(in: resource?.image)
    keep(name, for: id)
    return name
  }

  private mutating func keep(_ name: String?, for id: Identifier) {
    if known.count >= Self.mostKept { known.removeAll() }
    known[id] = .some(name)
  }

  private static func name(in image: JSONObject?) -> String? {
    (image?["userName"] ?? image?["displayName"])?.stringValue
  }
}
