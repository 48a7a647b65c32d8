import Directory
import EventLog
import JSONTape
import SCIM
import ServiceProvider

/// An event that has been made again, and is still to be compared with the recorded one.
enum PendingStep: Sendable {
  case compared(ReplayStep)
  /// - Parameter consequences: How many have been recorded and made, where that has to be the same.
  case made(RecordedEvent, reproduced: Event?, consequences: (recorded: Int, made: Int)?)

  /// - Parameter settings: Those under which it was made.
  func step(_ settings: ProviderSettings) -> ReplayStep {
    switch self {
    case .compared(let step): return step
    case .made(let recorded, let reproduced, let consequences):
      var step = PendingStep.step(recorded, reproduced, settings)
      if case .identical = step.outcome, let consequences, consequences.recorded != consequences.made {
        step.outcome = .diverged(
          Divergence(
            position: recorded.event.position,
            differences: [
              .init(
                path: "consequences", recorded: .number(JSONNumber(consequences.recorded)),
                reproduced: .number(JSONNumber(consequences.made)))
            ]))
      }
      return step
    }
  }

  private static func step(
    _ recorded: RecordedEvent, _ reproduced: Event?, _ settings: ProviderSettings
  ) -> ReplayStep {
    let event = recorded.event
    var step = ReplayStep(event: event, outcome: .identical, reproduced: reproduced)
    let divergence =
      if let reproduced {
        EventComparison.divergence(recorded.record, reproduced)
      } else {
        Divergence(
          position: event.position,
          differences: [
            .init(path: "operation", recorded: .string(event.operation.name), reproduced: nil)
          ])
      }
    guard let divergence else { return step }
    if event.operation != .leaveGroup,
      let reason = UnrecordedCause.reason(
        for: event, secretNames: Set(settings.registry.types.flatMap(\.secretNames)))
    {
      step.outcome = .notReproducible(reason: reason)
    } else {
      step.outcome = .diverged(divergence)
    }
    return step
  }
}
