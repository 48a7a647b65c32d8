import Benchmark
import BenchmarkKit
import ScimLedger

/// Measures something on one ledger of 5,000 people.
private func suite(
  _ name: String, _ body: @escaping @Sendable (SuiteLedger) async throws -> Void
) {
  let shared = Shared<SuiteLedger>()
  Benchmark(name) { _ in
    try await body(shared.value)
  } setup: {
    shared.set(try await SuiteLedger(users: 5000))
  } teardown: {
    await shared.take()?.close()
  }
}

/// Requests, one kind after the other, on a ledger that has people already.
func measureLedger() {
  suite("append, 300 creates by 1 caller") { try await $0.create(300, callers: 1) }
  suite("group commit, 3000 creates by 32 callers") { try await $0.create(3000, callers: 32) }
  suite("PATCH, 300 durable") { suite in
    for (number, id) in suite.created.prefix(300).enumerated() {
      // Another value in each iteration, so that there is something to change.
      let value = "Engineer \(number) \(UInt32.random(in: 0 ... .max))"
      try await suite.send("PATCH", "/Users/\(id)", body: patchBody(value))
    }
  }
  suite("look-up, 5000 by id") { suite in
    for id in suite.created.prefix(5000) { try await suite.send("GET", "/Users/\(id)") }
  }
  suite("look-up, 3000 by userName") { suite in
    for index in 0..<3000 {
      try await suite.send(
        "GET", "/Users", query: "filter=userName%20eq%20%22\(suite.people.userName(index))%22")
    }
  }
  suite("list, 30 pages of 100") { suite in
    for page in 0..<30 {
      try await suite.send("GET", "/Users", query: "startIndex=\(page * 100 + 1)&count=100")
    }
  }
  suite("as of, 5000 people") { suite in
    let head = try suite.ledger.head()
    for index in 0..<5000 {
      blackHole(try suite.ledger.resource(.userName(suite.people.userName(index)), asOf: head))
    }
  }
  suite("replay, 3000 events") { suite in
    let report = try suite.ledger.replay(.events(from: Position(2), through: Position(3001)))
    guard report.divergences.isEmpty else { throw NotSetUp() }
  }
  suite("rebuild, 5000 events and more") { suite in
    guard try await suite.ledger.rebuild().wereEqual else { throw NotSetUp() }
  }
}

/// Imports, each into a ledger of its own.
func measureWholeLedgers() {
  let shared = Shared<String>()
  let count = 5000

  /// The file that is imported, made once.
  @Sendable func file() async throws -> SuiteLedger {
    let suite = try await SuiteLedger(users: 0)
    let path = suite.directory + "/people.jsonl"
    try People(seed: 2).write(count, to: path)
    shared.set(path)
    return suite
  }

  Benchmark("import, 5000 people") { benchmark in
    let suite = try await file()
    benchmark.startMeasurement()
    let summary = try await suite.ledger.importResources(from: shared.value)
    benchmark.stopMeasurement()
    await suite.close()
    guard summary.created == count else { throw NotSetUp() }
  }
  Benchmark("decide, a dry run of 5000 people") { benchmark in
    let suite = try await file()
    benchmark.startMeasurement()
    let summary = try await suite.ledger.tryImport(of: shared.value)
    benchmark.stopMeasurement()
    await suite.close()
    guard summary.created == count else { throw NotSetUp() }
  }
}
