import ProvisioningJobs
import Synchronization

/// Carries out what is asked of a job while this process has it open.
public final class JobAttendant: Sendable {
  private struct State {
    var isEnding = false
    var mustStartNow = false
  }

  private let job: ProvisioningJob
  private let mailbox: JobMailbox
  private let state = Mutex(State())
  private static let interval = Duration.milliseconds(150)

  public init(_ job: ProvisioningJob) {
    self.job = job
    mailbox = JobMailbox(ledger: job.ledger.directory)
  }

  /// Whether somebody asked for the end.
  public var isEnding: Bool { state.withLock { $0.isEnding } }

  /// Ends the cycle under way as soon as what it is doing is done; it stays to be continued.
  public func end() {
    state.withLock { $0.isEnding = true }
    job.runner.stop()
  }

  /// Whether somebody asked for something, since this was last asked, that the next cycle should not wait with.
  public func takeStart() -> Bool {
    state.withLock { state in
      defer { state.mustStartNow = false }
      return state.mustStartNow
    }
  }

  /// Answers requests until the task is cancelled.
  public func attend() async {
    mailbox.sweep()
    while !Task.isCancelled {
      for letter in mailbox.takeAll() { mailbox.answer(letter.id, await answer(letter)) }
      do { try await Task.sleep(for: Self.interval) } catch { return }
    }
  }

  private func answer(_ letter: JobMailbox.Letter) async -> JobMailbox.Answer {
    guard let request = letter.request else {
      return .init(isDone: false, text: "The request is not understood; is it another version's?")
    }
    if request == .stop {
      end()
      return .init(isDone: true, text: "Stopping; a cycle under way stays to be continued.")
    }
    do {
      let text = try await request.perform(on: job.ledger, actor: letter.actor)
      switch request {
      case .pause: job.runner.stop()
      case .restart:
        state.withLock { $0.mustStartNow = true }
        job.runner.stop()
      default: state.withLock { $0.mustStartNow = true }
      }
      return .init(isDone: true, text: text)
    } catch {
      return .init(isDone: false, text: "\(error)")
    }
  }
}
