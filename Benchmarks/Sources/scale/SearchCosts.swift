import BenchmarkKit
import ScimLedger

/// What a search by userName costs in ledgers of several sizes.
struct SearchCosts {
  struct Row {
    var users: Int
    var search = Samples()
  }

  private struct Subject {
    var ledger: ProvisioningLedger
    var population: Population
  }

  private let subjects: [Subject]
  private var generator: SplitMix64
  private(set) var rows: [Row]

  init(_ subjects: [(ledger: ProvisioningLedger, population: Population)], seed: UInt64) {
    self.subjects = subjects.map { Subject(ledger: $0.ledger, population: $0.population) }
    generator = SplitMix64(state: seed)
    rows = subjects.map { Row(users: $0.population.count) }
  }

  /// Searches for so many random people in each ledger in turn.
  @concurrent
  mutating func measureRound(_ repetitions: Int) async throws {
    for (index, subject) in subjects.enumerated() {
      var searches: [Double] = []
      for _ in 0..<repetitions {
        let person = Int.random(in: 0..<subject.population.count, using: &generator)
        searches.append(try await search(for: person, subject))
      }
      rows[index].search.addRound(searches)
      // The events of the searches are written behind the answers, and not in the next ledger's time.
      while subject.ledger.waitingOperations > 0 { try await Task.sleep(for: .milliseconds(5)) }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Searches for one person and returns the microseconds until the answer.
  private func search(for person: Int, _ subject: Subject) async throws -> Double {
    let name = subject.population.people.userName(person)
    let request = SCIMRequest(
      method: "GET", path: "/Users", query: "filter=userName%20eq%20%22\(name)%22",
      requestID: "benchmark-search")
    let start = ContinuousClock.now
    let response = await subject.ledger.handle(request, as: .benchmark)
    let elapsed = (ContinuousClock.now - start) / .microseconds(1)
    let answer = try JSONValue(parsing: response.body).objectValue
    guard response.status == 200, answer?["totalResults"]?.intValue == 1,
      let resources = answer?["Resources"]?.arrayValue, resources.count == 1,
      resources.first?.objectValue?["id"]?.stringValue == subject.population.ids[person].description
    else { throw BenchmarkError.unexpected(request, expected: "200 and \(name) alone", response) }
    return elapsed
  }

  /// A search's cost beside that in the smallest ledger.
  func ratio(_ row: Row) -> Double? {
    guard let smallest = rows.first, smallest.search.median > 0 else { return nil }
    return row.search.median / smallest.search.median
  }
}
