import Directory
import EventLog
import LMDB
import ServiceProvider

extension ReplayRun {
  /// Makes the next event again, where it is of the selection or brings about one that is.
  func look(
    at next: RecordedEvent, in transaction: borrowing WriteTransaction
  ) throws -> PendingStep? {
    guard ServiceProvider.isObservation(next.event) else { return try make(next, in: transaction) }
    guard selection.includes(next.event) else { return nil }
    return try early.removeValue(forKey: next.event.position) ?? observe(next)
  }

  func observe(_ recorded: RecordedEvent) throws -> PendingStep {
    do {
      return made(
        recorded, try scratch.provider.reproduceObservation(recorded.event, changed: changed))
    } catch EventLogError.missingRecord(let position) {
      // A part of a log leaves out what nobody was expected to look at.
      return .compared(
        ReplayStep(
          event: recorded.event,
          outcome: .notReproducible(reason: "the event \(position), which it looked at, is not at hand")))
    }
  }

  private func make(
    _ recorded: RecordedEvent, in transaction: borrowing WriteTransaction
  ) throws -> PendingStep? {
    let event = recorded.event
    let isIncluded = selection.includes(event)
    if event.operation.isAdministrative {
      return isIncluded ? .compared(AdministrativeCheck.step(recorded, scratch.provider.settings)) : nil
    }
    if event.operation == .leaveGroup { return isIncluded ? follow(recorded) : nil }
    var followers = 0
    while let next = try self.recorded(at: followers + 1), next.event.cause == event.position {
      followers += 1
    }
    guard isIncluded || followers > 0 else { return nil }
    // The operation has been carried out already: this is what followed.
    let isOwn = event.bulk.map { $0.id == created.bulk && created.operations.contains($0.index) } ?? false
    let decision = try scratch.provider.reproduceChange(event, isOwn: isOwn, in: transaction.view)
    (cause, consequences) = (event.position, decision?.consequences ?? [])
    guard isIncluded else { return nil }
    // At the end of a log that is being written, or of the selection, they may be still to come.
    let isWhole = try followers == consequences.count || self.recorded(at: followers + 1) != nil
    return made(recorded, decision?.event, consequences: isWhole ? (followers, consequences.count) : nil)
  }

  /// Compares what followed from a deletion with what follows from it now.
  private func follow(_ recorded: RecordedEvent) -> PendingStep {
    let event = recorded.event
    guard event.cause == cause, let cause, event.position > cause else {
      return .compared(
        ReplayStep(
          event: event, outcome: .notReproducible(reason: "the deletion that it follows from is not at hand"))
      )
    }
    let index = Int(clamping: event.position.rawValue - cause.rawValue - 1)
    return made(recorded, index < consequences.count ? consequences[index] : nil)
  }

  private func made(
    _ recorded: RecordedEvent, _ reproduced: Event?, consequences: (recorded: Int, made: Int)? = nil
  ) -> PendingStep {
    .made(recorded, reproduced: reproduced, consequences: consequences)
  }
}
