import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

/// An event, decoded as far as has been asked so far.
struct EventGlance {
  private let glance: RecordGlance
  private var loaded: EventSources = []
  private var facts: JSONDocument?
  private var request: JSONDocument?
  private(set) var event: Event?
  private var image: JSONObject?
  private(set) var properties: [ModifiedProperty] = []
  private var cycle: Identifier?

  init(_ glance: RecordGlance) { self.glance = glance }

  /// The record without its sections.
  var record: Record { glance.header }

  var operation: Event.Operation? { Event.Operation(rawValue: record.kind) }

  /// Reads the parts that are asked for and have not been read yet.
  mutating func load(_ sources: EventSources, with loader: EventLoader, in view: TransactionView) throws {
    let missing = sources.subtracting(loaded)
    guard !missing.isEmpty else { return }
    loaded.formUnion(missing)
    if missing.contains(.facts), let bytes = glance.facts { facts = try document(bytes, "facts") }
    if missing.contains(.request), let bytes = glance.request { request = try document(bytes, "request") }
    if missing.contains(.whole) || missing.contains(.state) || missing.contains(.changes), event == nil {
      event = try loader.event(at: record.position, in: view)
    }
    if missing.contains(.state), let event { image = try loader.imageThen(event, in: view) }
    if missing.contains(.changes), let event { properties = try loader.changes(of: event, in: view) }
    if missing.contains(.cycle) { cycle = try loader.cycle(of: self, in: view) }
  }

  private func document(_ bytes: [UInt8], _ section: String) throws -> JSONDocument {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes, limits: EventGlance.limits)
    } catch {
      throw EventLogError.damagedRecord(record.position, reason: "its section \(section) is \(error)")
    }
  }

  private static let limits = JSONLimits(bytes: Record.maximumLength, values: .max)

  /// The field's value, several in an array; nil where the event has none. What it is read from is loaded.
  func value(of field: EventField) -> JSONValue? {
    switch field {
    case .sequence: .number(record.position.number)
    case .time: .string(DateTime(microseconds: record.time).description)
    case .eventId: .string(record.eventID.description)
    case .operation: .string(operation?.name ?? "unknown")
    case .isAdministrative: .bool(operation?.isAdministrative ?? false)
    case .isRead: .bool(operation?.isRead ?? false)
    case .resource: record.stream == .none ? nil : .string(record.stream.description)
    case .previous: record.previous == .start ? nil : .number(record.previous.number)
    case .actor, .client, .token, .protocol, .status, .scimType, .results, .snapshot, .cause:
      fact(field.name)
    case .resourceType: fact("type")
    case .isRefused: .bool((fact("status")?.intValue ?? 0) >= 400)
    case .isChange: .bool(facts?.root["created"] != nil)
    case .isUnchanged: .bool(fact("unchanged")?.boolValue ?? false)
    case .tolerance: tolerances
    case .bulk: facts?.root["bulk"]?["id"].map { JSONValue($0) }
    case .bulkIndex: facts?.root["bulk"]?["index"].map { JSONValue($0) }
    case .requestId: requested("id")
    case .method, .path, .query, .userAgent, .ifMatch, .bulkId, .detail: requested(field.name)
    case .userName, .displayName, .externalId, .active: image?[field.name]
    case .changed: properties.isEmpty ? nil : .array(properties.map(\.path).unique.map { .string($0) })
    case .cycle: cycle.map { .string($0.description) }
    }
  }

  func fact(_ name: String) -> JSONValue? { facts?.root[name].map { JSONValue($0) } }

  private func requested(_ name: String) -> JSONValue? { request?.root[name].map { JSONValue($0) } }

  /// Each rule once, however often it was applied.
  private var tolerances: JSONValue? {
    guard let node = facts?.root["tolerances"] else { return nil }
    return .array(node.elements.compactMap(\.string).unique.map { .string($0) })
  }
}

extension Position {
  var number: JSONNumber { JSONNumber(Int(clamping: rawValue)) }
}

extension [String] {
  /// The texts without repetitions, in their order.
  var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
