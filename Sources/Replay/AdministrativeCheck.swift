import Directory
import JSONTape
import SCIM
import ServiceProvider

/// What the operator did has no request to be made again: its event states facts. It is checked that these facts
/// are still read as they were written and that today's code takes them.
enum AdministrativeCheck {
  static func step(_ recorded: RecordedEvent, _ settings: ProviderSettings) -> ReplayStep {
    let event = recorded.event
    var step = ReplayStep(event: event, outcome: .identical, reproduced: event)
    if let divergence = EventComparison.divergence(recorded.record, event) {
      step.outcome = .diverged(divergence)
    } else if let objection = objection(to: event, settings) {
      step.outcome = .diverged(
        Divergence(
          position: event.position,
          differences: [.init(path: "details", recorded: nil, reproduced: .string(objection))]))
    }
    return step
  }

  private static func objection(to event: Event, _ settings: ProviderSettings) -> String? {
    switch event.operation {
    case .configure:
      let profile = event.details?["profile"]?.stringValue ?? Profile.tolerant.name
      return Profile.named(profile) == nil ? "There is no profile \(profile) any more." : nil
    case .registerSchema:
      guard let document = event.details?["document"] else { return "It holds no document." }
      do throws(SCIMError) {
        _ = try SchemaDocuments(document, registry: settings.registry).registered(in: settings.registry)
        return nil
      } catch {
        return error.detail
      }
    default: return nil
    }
  }
}
