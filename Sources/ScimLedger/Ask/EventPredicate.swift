import EventLog
import JSONTape
import LMDB
import SCIM

/// The conditions of a query, ready to be put to many events: what is cheap to know is asked first.
struct EventPredicate: Sendable {
  private struct Stage {
    var filter: ResolvedFilter
    var fields: [EventField]
    var sources: EventSources
  }

  private let stages: [Stage]

  /// - Throws: `QuestionError.unknownField`; `SCIMError` with `invalidFilter` for a comparison that can't be
  ///   made, such as an order of booleans.
  init(_ query: EventQuery) throws {
    var terms: [(filter: Filter, fields: [EventField], sources: EventSources)] = []
    for condition in query.conditions {
      let fields = try condition.eventFields()
      terms.append((condition, fields, fields.sources))
    }
    let levels = Set(terms.map(\.sources)).sorted { $0.cost < $1.cost }
    stages = try levels.map { level in
      let stage = terms.filter { $0.sources == level }
      return Stage(
        filter: try ResolvedFilter(.and(stage.map(\.filter)), type: EventField.eventType),
        fields: Array(Set(stage.flatMap(\.fields))), sources: level)
    }
  }

  /// What of a record has to be read to decide.
  var sources: EventSources { stages.reduce(into: []) { $0.formUnion($1.sources) } }

  /// The fields that are compared.
  var fields: [EventField] { stages.flatMap(\.fields) }

  func selects(
    _ glance: inout EventGlance, with loader: EventLoader, in view: TransactionView
  ) throws -> Bool {
    for stage in stages {
      try glance.load(stage.sources, with: loader, in: view)
      var members: [(String, JSONValue)] = []
      for field in stage.fields {
        if let value = glance.value(of: field) { members.append((field.name, value)) }
      }
      let subject = FilterSubject(
        image: JSONObject(members), id: "", created: EventPredicate.epoch, lastModified: EventPredicate.epoch,
        version: "")
      guard try stage.filter.matches(subject) else { return false }
    }
    return true
  }

  private static let epoch = DateTime(microseconds: 0)
}

extension [EventField] {
  /// What all of them are read from.
  var sources: EventSources { reduce(into: []) { $0.formUnion($1.source) } }
}
