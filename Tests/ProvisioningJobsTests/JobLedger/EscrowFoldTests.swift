import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// Failures that wait, and deletions that wait for an administrator.
@Suite struct EscrowFoldTests {
  private func fact(_ attempts: Int, next: Int64) -> EscrowFact {
    EscrowFact(code: "Timeout", reason: "late", attempts: attempts, firstFailure: -5, nextAttempt: next)
  }

  @Test func `escrows come up when their next attempt has come`() async throws {
    try await withTestJob { job, _ in
      try await job.append(EscrowOpened(fact(1, next: 300)), .user("a"))
      try await job.append(EscrowOpened(fact(1, next: -10)), .user("b"))
      try await job.append(EscrowOpened(fact(1, next: 200)), .user("c"))
      func due(_ time: Int64) throws -> [String] {
        try job.ledger.escrows(dueAt: time, limit: 10).map(\.key.id)
      }
      #expect(try due(-11) == [])
      #expect(try due(200) == ["b", "c"])
      #expect(try due(300) == ["b", "c", "a"])
      try await job.append(EscrowRetried(fact(2, next: 400)), .user("b"))
      #expect(try due(300) == ["c", "a"])
      #expect(try job.ledger.escrow(.user("b"))?.attempts == 2)
      #expect(try job.ledger.escrow(.user("b"))?.firstFailure == -5)
      try await job.append(EscrowClosed(), .user("c"))
      try await job.append(EscrowExpired(), .user("a"))
      #expect(try job.ledger.escrows(limit: 10).map(\.key.id) == ["b"])
      #expect(try job.ledger.escrow(.user("a")) == nil)
    }
  }

  @Test func `an initial cycle may drop its failures to come to an end`() async throws {
    try await withTestJob { job, _ in
      try await job.start(1)
      try await job.append(EscrowOpened(fact(1, next: 1)), .user("a"))
      try await job.end(.entryLevelErrors, prunesEscrows: true)
      #expect(try job.ledger.escrowCount() == 0)
      #expect(try job.ledger.escrows(dueAt: .max, limit: 1).isEmpty)
      #expect(try job.ledger.state().status.escrowsPruned)
    }
  }

  private func stage(_ job: TestJob) async throws {
    let (left, gone) = (SourceKey.user("left"), SourceKey.user("gone"))
    for key in [left, gone] {
      try await job.importObject(key)
      try await job.link(key, to: "t-" + key.id)
    }
    try await job.append(SourceImported(change: .missing, attributes: [:]), gone)
    try await job.append(DeletionStaged(action: .disable, targetID: "t-left"), left)
    try await job.append(DeletionStaged(action: .delete, targetID: "t-gone"), gone)
    for key in [left, gone] {
      try await job.append(ChangeCompleted(action: .stagedDelete, result: .warning), key)
    }
    try await job.append(QuarantineEntered(reason: .tooManyDeletes, message: "2 of 1"))
  }

  @Test func `deletions that are allowed are due at once`() async throws {
    try await withTestJob { job, _ in
      try await stage(job)
      #expect(try job.ledger.stagedDeletions().map(\.key.id) == ["gone", "left"])
      #expect(try job.ledger.stagedDeletions().map(\.action) == [.delete, .disable])
      #expect(try job.ledger.dueCount() == 0)
      try await job.append(DeletionsAllowed(actor: "admin"))
      #expect(try job.ledger.stagedDeletions().isEmpty)
      #expect(
        try job.ledger.entry(.user("gone"))?.due
          == .init(object: true, isDeleted: true, isDeletionAllowed: true))
      #expect(try job.ledger.entry(.user("left"))?.due == .init(object: true, isDeletionAllowed: true))
      #expect(try job.ledger.state().quarantine == nil)
    }
  }

  @Test func `deletions that are rejected are looked at again`() async throws {
    try await withTestJob { job, _ in
      try await stage(job)
      try await job.append(DeletionsRejected(reason: "wrong filter"))
      #expect(try job.ledger.stagedDeletions().isEmpty)
      #expect(try job.ledger.entry(.user("gone"))?.due == .init(object: true, isDeleted: true))
      #expect(try job.ledger.state().quarantine == nil)
    }
  }

  @Test func `a restart with ForceDeletes allows them and frees the next cycle`() async throws {
    try await withTestJob { job, _ in
      try await stage(job)
      try await job.append(JobRestarted(scopes: [.forceDeletes]))
      #expect(try job.ledger.entry(.user("left"))?.due?.isDeletionAllowed == true)
      #expect(try job.ledger.state().forcesDeletions)
      try await job.start(1, forcesDeletions: true)
      #expect(try !job.ledger.state().forcesDeletions)
      #expect(try job.ledger.state().cycle?.forcesDeletions == true)
    }
  }

  @Test func `an object that is treated otherwise is no longer staged`() async throws {
    try await withTestJob { job, _ in
      try await stage(job)
      try await job.append(ChangeCompleted(action: .update, result: .success), .user("left"))
      #expect(try job.ledger.stagedDeletions().map(\.key.id) == ["gone"])
    }
  }
}
