import FoundationEssentials
import ScimLedger

/// Carries an administrator's request out: by the process that runs the job, or here where none does.
struct SyncAdministration {
  private static let patience = Duration.seconds(30)
  private static let interval = Duration.milliseconds(100)

  let options: JobOptions

  /// Prints what was done.
  func perform(_ request: JobRequest) async throws {
    Console.line(try await result(of: request).visible)
  }

  private func result(of request: JobRequest) async throws -> String {
    let job = try options.load()
    let directory = job.document.ledger
    guard JobLedger.exists(at: directory) else {
      throw CommandFailure(
        .noLedger, "The job \(job.document.name) has not run yet.",
        next: "Run it with: scim-ledger sync run\(options.suggestion)")
    }
    let mailbox = JobMailbox(ledger: directory)
    let start = ContinuousClock.now
    var letter: String?
    while true {
      do {
        // Nobody runs it, so what was posted was not taken, unless its answer is there already.
        if let posted = letter, let answer = mailbox.answer(to: posted) { return try text(of: answer) }
        return try await ProvisioningJob.withLedger(of: job) { ledger in
          if let posted = letter, !mailbox.withdraw(posted), let answer = mailbox.answer(to: posted) {
            return try text(of: answer)
          }
          return try await request.perform(on: ledger, actor: JobOptions.actor)
        }
      } catch let error as JobInUseError {
        let posted = try letter ?? mailbox.post(request, actor: JobOptions.actor)
        letter = posted
        if let answer = mailbox.answer(to: posted) { return try text(of: answer) }
        if ContinuousClock.now - start > Self.patience, mailbox.withdraw(posted) {
          throw CommandFailure(
            .unavailable, "\(error) It did not answer within \(Self.patience.components.seconds) seconds.",
            next: "Try again when it is done.")
        }
        try await Task.sleep(for: Self.interval)
      }
    }
  }

  private func text(of answer: JobMailbox.Answer) throws -> String {
    guard answer.isDone else { throw CommandFailure(.notFound, answer.text) }
    return answer.text
  }
}
