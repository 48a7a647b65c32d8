import ScimLedger

/// The names of resources by id, as events and the present directory tell them, so that a log can be read.
struct ResourceNames {
  private static let mostKept = 10_000

  private let ledger: ProvisioningLedger
  private var known: [Identifier: String?] = [:]

  init(_ ledger: ProvisioningLedger) { self.ledger = ledger }

  /// The name in the event's own image, else in the request that was refused, else the one that the resource
  /// has now or had before it was deleted; nil where nothing says.
  mutating func name(for event: Event) -> String? {
    guard let id = event.resource else { return Self.requestedName(in: event) }
    if let name = Self.name(in: event.effect?.image) {
      keep(name, for: id)
      return name
    }
    if let name = name(of: id) { return name }
    guard let previous = event.previous, let name = Self.name(in: change(at: previous)) else { return nil }
    keep(name, for: id)
    return name
  }

  /// The name the resource has now, or had in an event seen before.
  mutating func name(of id: Identifier) -> String? {
    if let name = known[id] { return name }
    let resource = try? ledger.resource(.id(id))
    let name = Self.name(in: resource?.image)
    keep(name, for: id)
    return name
  }

  private func change(at position: Position) -> JSONObject? {
    (try? ledger.event(at: position))?.effect?.image
  }

  private static func requestedName(in event: Event) -> String? {
    guard event.operation == .create, let body = event.request?.body else { return nil }
    return name(in: (try? JSONValue(parsing: body))?.objectValue)
  }

  private mutating func keep(_ name: String?, for id: Identifier) {
    if known.count >= Self.mostKept { known.removeAll() }
    known[id] = .some(name)
  }

  private static func name(in image: JSONObject?) -> String? {
    (image?["userName"] ?? image?["displayName"])?.stringValue
  }
}
