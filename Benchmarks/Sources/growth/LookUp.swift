import BenchmarkKit
import ScimLedger

/// Looks people up whom a ledger has.
struct LookUp {
  var people: People
  /// How many of them a round looks up.
  var count: Int

  /// One round: opens the ledger, searches for people at random, and gets each by its id.
  @concurrent
  func measure(_ measurement: inout GrowthMeasurement, _ generator: inout SplitMix64) async throws {
    let start = ContinuousClock.now
    let ledger = try ProvisioningLedger(opening: measurement.ledger)
    measurement.openings.append((ContinuousClock.now - start) / .milliseconds(1))
    do {
      if measurement.events == 0 { measurement.events = Int(try ledger.status().head.rawValue) }
      var (gets, searches): ([Double], [Double]) = ([], [])
      for _ in 0..<count {
        let name = people.userName(Int.random(in: 0..<measurement.users, using: &generator))
        let (id, search) = try await search(for: name, in: ledger)
        searches.append(search)
        gets.append(try await get(id, named: name, in: ledger))
      }
      measurement.gets.append(gets.median)
      measurement.searches.append(searches.median)
      await ledger.close()
    } catch {
      await ledger.close()
      throw error
    }
  }

  /// The person's id, and the microseconds until the answer.
  private func search(for name: String, in ledger: ProvisioningLedger) async throws -> (String, Double) {
    let request = SCIMRequest(
      method: "GET", path: "/Users", query: "filter=userName%20eq%20%22\(name)%22",
      requestID: "benchmark-search")
    let start = ContinuousClock.now
    let response = await ledger.handle(request, as: .benchmark)
    let elapsed = (ContinuousClock.now - start) / .microseconds(1)
    let resources = try? JSONValue(parsing: response.body).objectValue?["Resources"]?.arrayValue
    guard response.status == 200, let resources, resources.count == 1,
      let id = resources.first?.objectValue?["id"]?.stringValue
    else { throw BenchmarkError.unexpected(request, expected: "200 and \(name) alone", response) }
    return (id, elapsed)
  }

  private func get(_ id: String, named name: String, in ledger: ProvisioningLedger) async throws -> Double {
    let request = SCIMRequest(method: "GET", path: "/Users/\(id)", requestID: "benchmark-get")
    let start = ContinuousClock.now
    let response = await ledger.handle(request, as: .benchmark)
    let elapsed = (ContinuousClock.now - start) / .microseconds(1)
    let found = try? JSONValue(parsing: response.body).objectValue?["userName"]?.stringValue
    guard response.status == 200, found == name else {
      throw BenchmarkError.unexpected(request, expected: "200 and \(name)", response)
    }
    return elapsed
  }
}
