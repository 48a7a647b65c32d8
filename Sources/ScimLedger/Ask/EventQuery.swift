public import EventLog
import JSONTape
public import SCIM

/// Which events are asked for: all conditions together.
///
/// ```swift
/// var query = EventQuery()
/// query.filter = try Filter(parsing: #"operation eq "modify" and tolerance eq "booleanAsString""#)
/// query.attribute = "active"
/// ```
public struct EventQuery: Sendable, Hashable {
  /// A condition over ``EventField``s, in SCIM's filter language (RFC 7644 §3.4.2.2).
  public var filter: Filter?
  /// The name of an access token, or of the provisioning client it speaks for.
  public var actor: String?
  /// The path of an attribute that was changed, or of one that it is part of: `name` takes in
  /// `name.givenName`. An extension's attribute is also found by its bare name.
  public var attribute: String?
  /// Only what was refused.
  public var onlyRefused = false
  /// Only what changed the directory.
  public var onlyChanges = false
  /// The first event to look at.
  public var first = Position(1)
  /// The last event to look at; the log's last one where nil.
  public var last: Position?
  /// Whether the hash of each record is checked, those that are not selected included. Events that are given
  /// out whole are always checked; without it damage in another one's facts could hide it.
  public var checksHashes = true

  public init(filter: Filter? = nil) { self.filter = filter }

  /// The conditions as one list of filters that must all hold.
  var conditions: [Filter] {
    var conditions: [Filter] = []
    if onlyRefused { conditions.append(.equal(.isRefused, true)) }
    if onlyChanges || attribute != nil { conditions.append(.equal(.isChange, true)) }
    if let actor {
      conditions.append(.or([.equal(.actor, .string(actor)), .equal(.client, .string(actor))]))
    }
    if case .and(let terms)? = filter { conditions += terms } else if let filter { conditions.append(filter) }
    if let attribute { conditions.append(EventQuery.changed(attribute)) }
    return conditions
  }

  private static func changed(_ path: String) -> Filter {
    let changed = AttributePath(name: EventField.changed.name)
    var terms: [Filter] = [.comparison(changed, .equal, .string(path))]
    for separator in [".", "[", ":"] {
      terms.append(.comparison(changed, .startsWith, .string(path + separator)))
    }
    if !path.lowercased().hasPrefix("urn:") {
      terms.append(.comparison(changed, .endsWith, .string(":" + path)))
      for separator in [".", "["] {
        terms.append(.comparison(changed, .contains, .string(":" + path + separator)))
      }
    }
    return .or(terms)
  }
}

/// In which order events are given.
public enum EventOrder: Sendable, Hashable {
  case oldestFirst
  case newestFirst
}

extension Filter {
  static func equal(_ field: EventField, _ value: JSONValue) -> Filter {
    .comparison(AttributePath(name: field.name), .equal, value)
  }

  /// The fields that the filter compares.
  ///
  /// - Throws: `QuestionError.unknownField`.
  func eventFields() throws(QuestionError) -> [EventField] {
    switch self {
    case .and(let terms), .or(let terms):
      var fields: [EventField] = []
      for term in terms { fields += try term.eventFields() }
      return fields
    case .not(let term): return try term.eventFields()
    case .comparison(let path, _, _), .present(let path), .valuePath(let path, _):
      guard path.schema == nil, path.subName == nil, let field = EventField(named: path.name) else {
        throw .unknownField("\(path)", nearest: EventField.nearest(to: path.name)?.name)
      }
      if case .valuePath = self { throw .unknownField("\(path)[…]", nearest: path.name) }
      return [field]
    }
  }
}
