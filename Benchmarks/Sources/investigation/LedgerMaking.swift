import BenchmarkKit
import ScimLedger

/// Fills a ledger with a history of so many events, all of them made by requests.
struct LedgerMaking {
  private static let groups = 200

  var events: Int
  var seed: UInt64
  var callers: Int
  var people: PersonBodies

  /// A tenth of the events create people, each behind a search for that person.
  private var users: Int { max(events / 10, 100) }
  /// How many events a cycle of changes has.
  var cycleEvents: Int { max(events / 16, 1) }

  @concurrent
  func fill(_ ledger: ProvisioningLedger, _ progress: ProgressLine) async throws {
    let first = cycle(0)
    let ids = try await run(users) { index in
      _ = await ledger.handle(search(index, first), as: .benchmark)
      return try await ledger.createUser(people[index], index, in: first)
    } progress: {
      progress.show("people: \($0) of \(users)")
    }
    let groups = try await run(LedgerMaking.groups) { try await ledger.createGroup($0, in: first) }
    let mix = RequestMix(people: people, users: ids, groups: groups, seed: seed)
    var number = 1
    while case let head = Int(try ledger.head().rawValue), head < events {
      let cycle = cycle(number)
      let start = number * cycleEvents
      _ = try await run(min(cycleEvents, events - head)) { index in
        let response = await ledger.handle(mix.request(start + index, in: cycle), as: .benchmark)
        guard response.status < 500 else {
          throw BenchmarkError.unexpected(
            mix.request(start + index, in: cycle), expected: "less than 500", response)
        }
        return .none
      } progress: {
        progress.show("events: \(head + $0) of \(events)")
      }
      number += 1
    }
  }

  private func cycle(_ number: Int) -> Identifier {
    Identifier(high: 0x0190_0000_0000_7000 | (seed & 0xFFF), low: 0x8000_0000_0000_0000 | UInt64(number + 1))
  }

  private func search(_ index: Int, _ cycle: Identifier) -> SCIMRequest {
    var request = RequestMix.search(for: people.userName(index))
    request.requestID = "investigation-search-\(index)"
    request.cycle = cycle
    return request
  }

  /// Does something so many times, as many at a time as there are callers.
  private func run(
    _ count: Int, _ body: @escaping @Sendable (_ index: Int) async throws -> Identifier,
    progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [Identifier] {
    let started = Counter()
    return try await withThrowingTaskGroup(of: [(index: Int, id: Identifier)].self) { group in
      for _ in 0..<callers {
        group.addTask {
          var done: [(index: Int, id: Identifier)] = []
          while case let index = started.next(), index < count {
            done.append((index, try await body(index)))
            if index.isMultiple(of: 1000) { progress(index) }
          }
          return done
        }
      }
      return try await group.reduce(into: [Identifier](repeating: .none, count: count)) { ids, done in
        for (index, id) in done { ids[index] = id }
      }
    }
  }
}

extension ProvisioningLedger {
  fileprivate func createUser(_ body: [UInt8], _ index: Int, in cycle: Identifier) async throws -> Identifier
  {
    var request = SCIMRequest(
      method: "POST", path: "/Users", body: body, requestID: "investigation-create-\(index)",
      contentType: "application/scim+json")
    request.cycle = cycle
    return try await create(request)
  }

  fileprivate func createGroup(_ index: Int, in cycle: Identifier) async throws -> Identifier {
    let body: JSONValue = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Group \(index)",
    ]
    return try await create(
      SCIMRequest(
        method: "POST", path: "/Groups", body: body.serialized(), requestID: "investigation-group-\(index)",
        contentType: "application/scim+json", cycle: cycle))
  }

  private func create(_ request: SCIMRequest) async throws -> Identifier {
    let response = await handle(request, as: .benchmark)
    let location = response.headers.first { $0.name == "Location" }?.value ?? ""
    guard response.status == 201, let id = Identifier(location.suffix(36)) else {
      throw BenchmarkError.unexpected(request, expected: "201 and a Location", response)
    }
    return id
  }
}
