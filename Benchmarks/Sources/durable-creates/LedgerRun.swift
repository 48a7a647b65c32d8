import BenchmarkKit
import ScimLedger

/// Creates people in a fresh ledger until the time is over.
struct LedgerRun {
  var directory: String
  var callers: Int
  var seconds: Double
  var people: PersonBodies

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
            let index = started.next()
            try await ledger.createUser(people[index], index)
            created += 1
          }
          return created
        }
      }
      return try await group.reduce(0, +)
    }
    return Measurement(creates: creates, seconds: (ContinuousClock.now - start) / .seconds(1))
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
