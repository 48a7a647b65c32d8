import EventLog
import Foundation
import JSONTape
import LMDB
import Provisioning
import Testing

@testable import ProvisioningJobs

/// Random histories: what the log makes is what the tables hold, whatever happened in whatever order.
@Suite struct HistoryTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `tables made anew from the log equal those in use, byte for byte`(_ seed: UInt64) async throws {
    try await withTestJob { job, _ in
      var history = RandomHistory(seed: seed)
      for _ in 0..<60 { try await job.ledger.append(history.next()) }
      try expectConsistent(job.ledger)
      let verification = try job.ledger.verify()
      #expect(verification.isClean, "\(verification.log.findings + verification.differences)")
      #expect(verification.rows > 0)

      #expect(try await job.ledger.rebuild() == [])
      try await job.ledger.append(history.next())
      #expect(try await job.ledger.rebuild() == [])
      #expect(try job.ledger.verify().isClean)
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a ledger opened again is as it was when it closed`(_ seed: UInt64) async throws {
    try await withTestJob { job, directory in
      var history = RandomHistory(seed: seed)
      for _ in 0..<20 {
        try job.ledger.submit(history.next()) { Issue.record("not written: \($0)") }
      }
      try await job.ledger.flush()
      let before = try Snapshot(job.ledger)
      await job.ledger.close()
      let again = try JobLedger(opening: directory, options: TestJob.options)
      #expect(try Snapshot(again) == before)
      try await again.append(history.next())
      #expect(try again.verify().isClean)
      await again.close()
    }
  }

  @Test func `damaged tables are found and made anew`() async throws {
    try await withTestJob { job, _ in
      var history = RandomHistory(seed: 99)
      for _ in 0..<30 { try await job.ledger.append(history.next()) }
      try await job.ledger.append([history.cycle()])
      let writer = try #require(job.ledger.log.writer)
      let tables = job.ledger.tables
      try await writer.perform { transaction, _ in
        let set = try tables.active(in: transaction.view)
        try transaction.put(JobKeys.object(.user("intruder")), [1], in: set.due)
        try transaction.removeAll(in: set.cycles)
      }
      let differences = try job.ledger.verify().differences
      #expect(differences.contains { $0.hasPrefix("due:") && $0.hasSuffix("should not be there.") })
      #expect(differences.contains { $0.hasPrefix("cycles:") && $0.hasSuffix("is missing.") })
      #expect(try await job.ledger.rebuild() == differences)
      #expect(try job.ledger.verify().isClean)
    }
  }

  @Test func `events are taken while tables are made anew`() async throws {
    try await withTestJob { job, _ in
      var history = RandomHistory(seed: 5)
      for _ in 0..<400 {
        try job.ledger.submit(history.next()) { Issue.record("not written: \($0)") }
      }
      try await job.ledger.flush()
      let ledger = job.ledger
      async let rebuilt = ledger.rebuild()
      for _ in 0..<50 { try await job.ledger.append(history.next()) }
      #expect(try await rebuilt == [])
      #expect(try job.ledger.verify().isClean)
    }
  }

  /// What holds of the tables whatever the events were.
  private func expectConsistent(_ ledger: JobLedger) throws {
    try ledger.read { tables, view in
      #expect(try view.count(of: tables.references) == view.count(of: tables.referrers))
      #expect(try view.count(of: tables.escrows) == view.count(of: tables.escrowTimes))
      let state = try JobState(row: view.bytes(for: JobState.rowKey, in: tables.state) ?? [])
      #expect(
        try state.status.synchronizedEntryCountByType.values.reduce(0, +) == view.count(of: tables.links))
      try view.scan(tables.escrows, from: nil, direction: .ascending) { key, value in
        let escrow = try Escrow(row: value)
        #expect(JobKeys.object(escrow.key) == key.array)
        #expect(try view.contains(JobKeys.time(escrow.nextAttempt) + key.array, in: tables.escrowTimes))
        return .next
      }
    }
  }

  /// Every row of the tables in use.
  private struct Snapshot: Equatable {
    var rows: [[UInt8]] = []

    init(_ ledger: JobLedger) throws {
      var rows: [[UInt8]] = []
      try ledger.read { tables, view in
        for table in tables.all {
          try view.scan(table, from: nil, direction: .ascending) { key, value in
            rows.append(key.array)
            rows.append(value.array)
            return .next
          }
        }
      }
      self.rows = rows
    }
  }
}
