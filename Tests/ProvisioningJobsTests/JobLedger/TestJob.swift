import EventLog
import Foundation
import JSONTape
import Provisioning
import ProvisioningJobs

/// Makes events with ids and times that follow from how many were made.
struct EventMaker {
  static let start: Int64 = 1_770_000_000_000_000
  private var made: UInt64 = 0
  var cycle: Identifier?
  var change: Identifier?

  /// An id of the same form, from a number of the test's own.
  static func id(_ number: UInt64) -> Identifier {
    Identifier(microseconds: start + Int64(number) * 1000, random: number)
  }

  mutating func make(
    _ facts: some JobFacts, _ source: SourceKey? = nil, target: String? = nil
  ) -> JobEvent {
    made += 1
    let time = EventMaker.start + Int64(made) * 1_000_000
    return JobEvent(
      facts, id: Identifier(microseconds: time, random: made), time: time, cycle: cycle, change: change,
      source: source, targetID: target)
  }

  mutating func startCycle(
    _ number: UInt64, _ kind: CycleKind = .initial, watermark: String? = nil,
    configuration: String = "hash-1",
    forcesDeletions: Bool = false
  ) -> JobEvent {
    cycle = EventMaker.id(number)
    change = nil
    return make(
      CycleStarted(
        cycle: kind, watermark: watermark, configuration: configuration, seed: number,
        now: EventMaker.start, forcesDeletions: forcesDeletions))
  }
}

/// A job's ledger in a temporary directory, with the maker of its events.
final class TestJob {
  let ledger: JobLedger
  var maker = EventMaker()

  init(_ ledger: JobLedger) { self.ledger = ledger }

  static var options: JobLedger.Options {
    var options = JobLedger.Options()
    options.mapSize = 1 << 30
    options.freeSpaceReserve = 1 << 20
    options.clock = { EventMaker.start }
    options.random = { 7 }
    return options
  }

  @discardableResult
  func append(
    _ facts: some JobFacts, _ source: SourceKey? = nil, target: String? = nil
  ) async throws -> Position {
    let positions = try await ledger.append([maker.make(facts, source, target: target)])
    return positions.first ?? .start
  }

  @discardableResult
  func start(
    _ number: UInt64, _ kind: CycleKind = .initial, watermark: String? = nil,
    configuration: String = "hash-1",
    forcesDeletions: Bool = false
  ) async throws -> Identifier {
    let event = maker.startCycle(
      number, kind, watermark: watermark, configuration: configuration, forcesDeletions: forcesDeletions)
    try await ledger.append([event])
    return EventMaker.id(number)
  }

  func end(
    _ state: CycleOutcome = .succeeded, counts: CycleCounts = CycleCounts(), watermark: String? = nil,
    error: JobError? = nil, prunesEscrows: Bool = false
  ) async throws {
    try await append(
      CycleEnded(
        state: state, counts: counts, watermark: watermark, error: error, prunesEscrows: prunesEscrows))
    maker.cycle = nil
  }

  /// An object that the source has and nothing is linked to yet.
  func importObject(
    _ key: SourceKey, _ attributes: JSONObject = ["displayName": "A"], isNew: Bool = true,
    references: [String: [String]] = [:], changes: [String: ReferenceDelta] = [:],
    due: ConnectorEntry.Due? = .init(object: true)
  ) async throws {
    try await append(
      SourceImported(
        change: .full, isNew: isNew, attributes: attributes, references: references,
        referenceChanges: changes, due: due), key)
  }

  func link(_ key: SourceKey, to target: String, dueLeft: ConnectorEntry.Due? = nil) async throws {
    try await append(
      ChangeCompleted(
        action: .create, result: .success, targetID: target, link: .set(.init(targetID: target)),
        dueLeft: dueLeft), key, target: target)
  }

  func references(_ key: SourceKey, _ attribute: String) throws -> [String: ReferenceState] {
    var found: [String: ReferenceState] = [:]
    try ledger.references(of: key, attribute: attribute) { found[$0] = $1 }
    return found
  }
}

func withTestJob(_ body: (TestJob, _ directory: String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("scim-ledger-job-test-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try JobLedger.create(at: directory, name: "example", options: TestJob.options)
  let ledger = try JobLedger(opening: directory, options: TestJob.options)
  do {
    try await body(TestJob(ledger), directory)
    await ledger.close()
  } catch {
    await ledger.close()
    throw error
  }
}

/// A generator whose sequence follows from its seed alone (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension SourceKey {
  static func user(_ id: String) -> SourceKey { SourceKey(type: "User", id: id) }
  static func group(_ id: String) -> SourceKey { SourceKey(type: "Group", id: id) }
}
