package import Directory
package import EventLog
import JSONTape
package import SCIM

/// What an import hands over at once: creates in the plain form, and between them resources of any other.
package struct ImportBatch: Sendable {
  package var creates = PlainCreates()
  /// Each with the number of the creates that stand before it in the file.
  package var others: [(before: Int, resource: ImportedResource)] = []
  /// The type of the creates, as it was when they were read.
  package var type: ResourceType?
  /// What the file is called; a create's request has the id `name:line`.
  package var name: String

  package init(name: String, type: ResourceType?) {
    self.name = name
    self.type = type
  }

  package var isEmpty: Bool { creates.isEmpty && others.isEmpty }

  /// A create as a resource like others.
  func resource(_ place: Int) throws -> ImportedResource {
    let entry = creates.entries[place]
    let object = try JSONValue(parsing: Array(creates.body(place))).objectValue
    return ImportedResource(
      event: entry.event, place: "\(name):\(entry.line)", type: type?.name ?? "User",
      resource: object ?? JSONObject())
  }
}

/// What came of a batch.
package struct ImportBatchResult: Sendable {
  /// Of the creates only those that did not simply make a person.
  package var creates: [(place: Int, result: ImportResult)] = []
  /// Of the other resources, in their order.
  package var others: [ImportResult] = []
  /// The positions of the events that the creates made, where there are any.
  package var positions: ClosedRange<Position>?

  package init() {}

  mutating func note(_ first: Position, _ count: Int) {
    let last = Position(first.rawValue &+ UInt64(count) &- 1)
    positions = (positions?.lowerBound ?? first)...last
  }
}

extension ImportBatch {
  /// Pages that a commit may write: LMDB holds 131,071 changed ones, and some are for what is not counted here.
  private static let pages = 100_000
  /// Values of a person that are indexed, each of which goes to a page that chance gives.
  private static let values = 5
  /// People whose indexed values fill one page.
  private static let peopleInPageOfValues = 17

  /// How many plain creates a commit can hold beside so many people.
  ///
  /// Each writes less than one page in the order of the log, and as many as it has values in their indexes, but never
  /// more pages of these than there are.
  package static func most(besidePeople people: Int) -> Int {
    let indexed = people / peopleInPageOfValues
    return max(pages - indexed, pages / (values + 1))
  }
}
