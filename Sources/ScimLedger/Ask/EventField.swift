public import SCIM
import Spelling

/// What can be asked of an event, each with a name that filters, statistics and exports use.
///
/// A field without a value in an event, such as `scimType` of one that succeeded, matches nothing but `ne` and
/// a negated `pr`, as an unassigned attribute does (RFC 7644 §3.4.2.2).
public enum EventField: String, Sendable, Hashable, CaseIterable {
  case sequence, time, eventId, operation, isAdministrative, isRead, resource, previous
  case actor, client, token, `protocol`, resourceType, status, scimType, isRefused, isChange, isUnchanged
  case tolerance, results, snapshot, cause, bulk, bulkIndex
  case requestId, method, path, query, userAgent, ifMatch, bulkId, detail
  case userName, displayName, externalId, active, changed, cycle

  /// The field's name, as filters write it; read in any letter case.
  public var name: String { rawValue }

  /// The field of this name, in any letter case; nil where there is none.
  public init?(named name: String) {
    guard let field = EventField.allCases.first(where: { $0.name.equalsIgnoringASCIICase(name) }) else {
      return nil
    }
    self = field
  }

  /// What kind of value it has, which says which operators apply.
  public var type: Attribute.DataType { definition.type }

  /// Whether an event may have several values of it.
  public var isMultiValued: Bool { self == .tolerance || self == .changed }

  /// One sentence for people.
  public var description: String { definition.text }

  /// The part of an event that the field is read from.
  var source: EventSources { definition.source }

  private var definition: (type: Attribute.DataType, source: EventSources, text: String) {
    switch self {
    case .sequence: (.integer, [], "The event's position in the log, from 1.")
    case .time: (.dateTime, [], "When the operation was accepted, in UTC.")
    case .eventId: (.string, [], "The event's id.")
    case .operation:
      (.string, [], "What was done or tried: create, replace, modify, delete, read, query and so on.")
    case .isAdministrative: (.boolean, [], "Whether the operator did it, and no provisioning client.")
    case .isRead: (.boolean, [], "Whether it only looked: a read, a query, or discovery.")
    case .resource: (.string, [], "The id of the resource that it is about.")
    case .previous: (.integer, [], "The position of the event that had last changed that resource.")
    case .actor: (.string, .facts, "The name of the access token that was shown.")
    case .client: (.string, .facts, "The provisioning client that the token speaks for.")
    case .token: (.string, .facts, "The access token's id.")
    case .protocol: (.string, .facts, "The SCIM version spoken: 1.1 or 2.0.")
    case .resourceType: (.string, .facts, "The type of the resource, such as User or Group.")
    case .status: (.integer, .facts, "The HTTP status of the answer.")
    case .scimType: (.string, .facts, "The keyword of a refusal, such as uniqueness (RFC 7644 §3.12).")
    case .isRefused: (.boolean, .facts, "Whether it was refused: a status of 400 or more.")
    case .isChange: (.boolean, .facts, "Whether the directory was different afterwards.")
    case .isUnchanged: (.boolean, .facts, "Whether it succeeded and found everything as it asked already.")
    case .tolerance: (.string, .facts, "The departures from the standard that were accepted, by rule.")
    case .results: (.integer, .facts, "How many resources a query matched.")
    case .snapshot: (.integer, .facts, "The log's last event in what a read saw.")
    case .cause: (.integer, .facts, "The event of which this one is a consequence.")
    case .bulk: (.string, .facts, "The id of the bulk request that it was part of.")
    case .bulkIndex: (.integer, .facts, "Its place among the operations of a bulk request, from 0.")
    case .requestId: (.string, .request, "The id by which server logs know the request.")
    case .method: (.string, .request, "The HTTP method of the request.")
    case .path: (.string, .request, "The path of the request, below the SCIM base URL.")
    case .query: (.string, .request, "The query of the request's URL.")
    case .userAgent: (.string, .request, "How the client called itself.")
    case .ifMatch: (.string, .request, "The version that the client asked for.")
    case .bulkId: (.string, .request, "The client's own name for a bulk operation's resource.")
    case .detail: (.string, .request, "Why it was refused, in words.")
    case .userName: (.string, .state, "The user's userName after the event, or before it where it went.")
    case .displayName: (.string, .state, "The resource's displayName, likewise.")
    case .externalId: (.string, .state, "The resource's externalId, likewise.")
    case .active: (.boolean, .state, "Whether the user was active, likewise.")
    case .changed: (.string, .changes, "The paths of the attributes that it changed.")
    case .cycle: (.string, [.facts, .cycle], "The id of the provisioning cycle that it is part of.")
    }
  }

  /// The field whose name is nearest to a word that names none; nil where none is near.
  public static func nearest(to word: String) -> EventField? {
    NearestWord.to(word, among: allCases.lazy.map(\.name)).flatMap { EventField(named: $0) }
  }

  var attribute: Attribute {
    Attribute(name: name, type: type, multiValued: isMultiValued, description: description)
  }

  /// The fields as a schema, so that SCIM's own filters can be put to events.
  static let eventType = ResourceType(
    name: "Event", endpoint: "/Events", description: "An event of the log.",
    schema: Schema(
      id: "urn:scim-ledger:params:scim:schemas:core:1.0:Event", name: "Event",
      description: "An event of the log.", attributes: allCases.map(\.attribute)))
}

/// The parts of an event that a question makes it necessary to read; none of them is its header alone.
struct EventSources: OptionSet, Sendable, Hashable {
  var rawValue: UInt8

  /// The section of facts, which tells nothing of a person.
  static let facts = EventSources(rawValue: 1)
  static let request = EventSources(rawValue: 2)
  /// The event with its images.
  static let whole = EventSources(rawValue: 4)
  /// The resource as it was then, which may stand in an earlier event.
  static let state = EventSources(rawValue: 8)
  /// The event compared with the one before.
  static let changes = EventSources(rawValue: 16)
  static let cycle = EventSources(rawValue: 32)

  /// How dear it is to look at these, compared with others.
  var cost: UInt8 { rawValue }
}
