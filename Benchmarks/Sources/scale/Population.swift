import BenchmarkKit
import ScimLedger

/// The users of a ledger, with the ids that it gave them.
struct Population: Sendable {
  let people: PersonBodies
  let ids: [Identifier]

  var count: Int { ids.count }

  /// Sends POST /Users until there are so many users, as many at a time as there are callers.
  ///
  /// - Throws: `BenchmarkError` where an answer is not 201, or the ledger counts otherwise.
  @concurrent
  static func create(
    _ count: Int, of people: PersonBodies, in ledger: ProvisioningLedger, callers: Int,
    progress: @escaping @Sendable (_ done: Int) -> Void
  ) async throws -> Population {
    let started = Counter()
    let ids = try await withThrowingTaskGroup(of: [(index: Int, id: Identifier)].self) { group in
      for _ in 0..<callers {
        group.addTask {
          var created: [(index: Int, id: Identifier)] = []
          while case let index = started.next(), index < count {
            let response = try await ledger.createUser(people[index], index)
            created.append((index, try Population.id(in: response)))
            if index.isMultiple(of: 1000) { progress(index) }
          }
          return created
        }
      }
      return try await group.reduce(into: [Identifier](repeating: .none, count: count)) { ids, created in
        for (index, id) in created { ids[index] = id }
      }
    }
    let users = try ledger.status().users
    guard users == count else { throw BenchmarkError.miscounted(answered: count, users: users) }
    return Population(people: people, ids: ids)
  }

  /// The id at the end of the new resource's location (RFC 7644 §3.3).
  private static func id(in response: SCIMResponse) throws -> Identifier {
    let location = response.headers.first { $0.name == "Location" }?.value ?? ""
    guard let id = Identifier(location.suffix(36)) else {
      throw BenchmarkError.unexpected(
        request: "POST /Users", expected: "a Location that ends in the user's id", status: response.status,
        body: location)
    }
    return id
  }
}
