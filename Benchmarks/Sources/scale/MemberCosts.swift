import BenchmarkKit
import ScimLedger

/// What one member more and one less cost in groups of several sizes, all in one ledger.
struct MemberCosts {
  /// How a PATCH is answered.
  enum Answer: String, CaseIterable {
    /// Without the members, by `excludedAttributes=members`.
    case withoutMembers
    /// As it comes: with the members, or 204 for a group of more than a thousand.
    case standard

    var query: String { self == .withoutMembers ? "excludedAttributes=members" : "" }
  }

  struct Row {
    /// With the one that is added.
    var members: Int
    var answer: Answer
    var addition = Samples()
    var removal = Samples()
  }

  private struct Group {
    var id: Identifier
    /// One less than its row says, which the addition makes good.
    var size: Int
    /// The version after the last change, which each change must replace.
    var version: String
  }

  /// How many members a PATCH brings while the groups are filled.
  private static let chunk = 1000
  /// Users that are in none of the groups, to be added and removed.
  static let spares = 250

  private let ledger: ProvisioningLedger
  /// In random order, the first ones in no group.
  private let users: [Identifier]
  private var groups: [Group] = []
  private(set) var rows: [Row] = []

  @concurrent
  init(
    sizes: [Int], of population: Population, in ledger: ProvisioningLedger, seed: UInt64
  ) async throws {
    self.ledger = ledger
    var generator = SplitMix64(state: seed)
    users = population.ids.shuffled(using: &generator)
    for size in sizes {
      groups.append(try await filledGroup(size))
      rows += Answer.allCases.map { Row(members: size, answer: $0) }
    }
    try check()
  }

  private func filledGroup(_ size: Int) async throws -> Group {
    let body: JSONValue = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Group of \(size)",
    ]
    let request = SCIMRequest(
      method: "POST", path: "/Groups", body: body.serialized(), requestID: "benchmark-group-\(size)",
      contentType: "application/scim+json")
    let response = await ledger.handle(request, as: .benchmark)
    guard response.status == 201,
      let id = try JSONValue(parsing: response.body).objectValue?["id"]?.stringValue.flatMap({
        Identifier($0)
      })
    else { throw BenchmarkError.unexpected(request, expected: "201 and the group", response) }
    var group = Group(id: id, size: size - 1, version: "")
    let members = users.dropFirst(MemberCosts.spares).prefix(group.size)
    var start = members.startIndex
    while start < members.endIndex {
      let end = min(start + MemberCosts.chunk, members.endIndex)
      let chunk = members[start..<end].map { JSONValue.object(["value": .string($0.description)]) }
      _ = try await patch(
        &group, ["op": "Add", "path": "members", "value": .array(chunk)], .withoutMembers)
      start = end
    }
    return group
  }

  /// Adds one member to each group in turn and takes it out again, so many times.
  @concurrent
  mutating func measureRound(_ repetitions: Int, round: Int) async throws {
    var additions = [[Double]](repeating: [], count: rows.count)
    var removals = additions
    // One way of answering after the other: long answers would leave cold caches to whoever comes next.
    for answer in Answer.allCases {
      for repetition in 0..<repetitions {
        let member = users[(round * repetitions + repetition) % MemberCosts.spares].description
        for index in rows.indices where rows[index].answer == answer {
          let place = index / Answer.allCases.count
          additions[index].append(
            try await patch(
              &groups[place], ["op": "Add", "path": "members", "value": [["value": .string(member)]]], answer)
          )
          removals[index].append(
            try await patch(
              &groups[place], ["op": "Remove", "path": .string("members[value eq \"\(member)\"]")], answer))
        }
      }
    }
    for index in rows.indices {
      rows[index].addition.addRound(additions[index])
      rows[index].removal.addRound(removals[index])
    }
    try check()
  }

  /// Sends one PATCH operation and returns the microseconds until its answer.
  private func patch(_ group: inout Group, _ operation: JSONValue, _ answer: Answer) async throws -> Double {
    let body: JSONValue = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation],
    ]
    let request = SCIMRequest(
      method: "PATCH", path: "/Groups/\(group.id)", query: answer.query, body: body.serialized(),
      requestID: "benchmark-member", contentType: "application/scim+json")
    let start = ContinuousClock.now
    let response = await ledger.handle(request, as: .benchmark)
    let elapsed = (ContinuousClock.now - start) / .microseconds(1)
    guard response.status == 200 || response.status == 204,
      let version = response.headers.first(where: { $0.name == "ETag" })?.value, version != group.version
    else { throw BenchmarkError.unexpected(request, expected: "200 or 204 and a new ETag", response) }
    if response.status == 200 {
      let resource = try JSONValue(parsing: response.body).objectValue
      guard resource?["id"]?.stringValue == group.id.description,
        answer == .standard || resource?.contains("members") == false
      else { throw BenchmarkError.unexpected(request, expected: "the group as it was asked for", response) }
    }
    group.version = version
    return elapsed
  }

  /// The ledger has the members that the groups were filled with, and no others.
  private func check() throws {
    let expected = groups.reduce(0) { $0 + $1.size }
    let memberships = try ledger.status().memberships
    guard memberships == expected else {
      throw BenchmarkError.miscountedMembers(answered: expected, memberships: memberships)
    }
  }

  /// An addition's cost beside that in the smallest group, with the same answer.
  func additionRatio(_ row: Row) -> Double? { ratio(row, \.addition) }
  func removalRatio(_ row: Row) -> Double? { ratio(row, \.removal) }

  private func ratio(_ row: Row, _ samples: KeyPath<Row, Samples>) -> Double? {
    guard let smallest = rows.first(where: { $0.answer == row.answer }),
      smallest[keyPath: samples].median > 0
    else { return nil }
    return row[keyPath: samples].median / smallest[keyPath: samples].median
  }
}
