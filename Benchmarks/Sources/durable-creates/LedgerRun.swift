import ScimLedger
import Synchronization

/// Creates people in a fresh ledger until the time is over.
struct LedgerRun {
  var directory: String
  var callers: Int
  var seconds: Double
  var people: PersonBodies

  private static let client = Client(
    name: "benchmark", client: "benchmark",
    tokenID: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001))

  /// - Throws: `BenchmarkError` where an answer is not 201, or the ledger does not hold afterwards what it
  ///   answered for.
  func measure() async throws -> Measurement {
    try ProvisioningLedger.create(at: directory)
    let ledger = try ProvisioningLedger(opening: directory)
    do {
      let measurement = try await create(in: ledger)
      try check(ledger, measurement)
      await ledger.close()
      return measurement
    } catch {
      await ledger.close()
      throw error
    }
  }

  private func create(in ledger: ProvisioningLedger) async throws -> Measurement {
    let started = Counter()
    let start = ContinuousClock.now
    let deadline = start + .seconds(seconds)
    let creates = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<callers {
        group.addTask {
          var created = 0
          while ContinuousClock.now < deadline {
            try await create(started.next(), in: ledger)
            created += 1
          }
          return created
        }
      }
      return try await group.reduce(0, +)
    }
    return Measurement(creates: creates, seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private func create(_ index: Int, in ledger: ProvisioningLedger) async throws {
    let request = SCIMRequest(
      method: "POST", path: "/Users", body: people[index], requestID: "benchmark-\(index)",
      contentType: "application/scim+json")
    let response = await ledger.handle(request, as: LedgerRun.client)
    guard response.status == 201 else {
      throw BenchmarkError.notCreated(
        status: response.status, body: String(decoding: response.body, as: UTF8.self))
    }
  }

  private func check(_ ledger: ProvisioningLedger, _ measurement: Measurement) throws {
    let users = try ledger.status().users
    guard users == measurement.creates else {
      throw BenchmarkError.miscounted(answered: measurement.creates, users: users)
    }
    let verification = try ledger.verify()
    guard verification.isClean else { throw BenchmarkError.notClean(findings: verification.findings) }
  }
}

/// Numbers from 0, each given once.
private final class Counter: Sendable {
  private let value = Atomic(0)

  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}
