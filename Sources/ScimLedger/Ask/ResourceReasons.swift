import Directory
import EventLog
import JSONTape
import SCIM

/// Gathers the reasons for which a known resource is as it is, from its last event back.
struct ResourceReasons {
  private(set) var state: Explanation.State
  private(set) var reasons: [Explanation.Reason] = []
  private let change: Event
  private var hasRefusal = false
  private var hasUnchanged = false

  /// - Parameter change: The last event that changed the resource.
  init(change: Event) {
    self.change = change
    if let image = change.effect?.image {
      state = image["active"]?.boolValue == false ? .disabled : .active
    } else {
      state = .deleted
    }
  }

  /// The event that made the resource what it is.
  mutating func takeState(blamingActive: () throws -> Blame.Line?) throws {
    switch state {
    case .deleted:
      add(
        .deleted, "It was deleted by \(change.who).", change,
        remedy:
          "Let the client create it again, by assigning the person at the identity provider; it gets a new "
          + "id then.")
    case .disabled:
      guard let line = try blamingActive() else { return }
      let created = line.event.operation == .create
      let tolerance = line.event.tolerances.first { $0.path == "active" && $0.rule == "booleanAsString" }
      let reading = tolerance.map { " The client wrote it as a string: \($0.detail)." } ?? ""
      add(
        created ? .createdDisabled : .disabled,
        (created
          ? "\(line.event.who) created it with active false."
          : "\(line.event.who) set active from \(line.old?.description ?? "nothing") to false.") + reading,
        line.event,
        remedy:
          "See at the identity provider whether the person is assigned, in scope and enabled there; its next "
          + "cycle then sends active true. If it should be active already, look at the mapping of active.")
    case .active, .unknown:
      let line = try blamingActive()
      if let line, line.event.operation != .create {
        add(.enabled, "\(line.event.who) set active to true.", line.event)
      } else if let line {
        add(.created, "\(line.event.who) created it, active from the beginning.", line.event)
      }
      if line?.event.position != change.position {
        add(.changed, "It was last changed by \(change.who).", change)
      }
    }
  }

  /// Takes an event of the resource, newest first; false once earlier ones can tell no more.
  mutating func take(_ event: Event) -> Bool {
    guard event.position > change.position else { return false }
    if event.isRefused, !event.operation.isRead, !hasRefusal {
      hasRefusal = true
      add(
        .refused, "The last request to \(event.operation.verb) it was refused: \(event.refusal)", event,
        remedy: RefusalRemedy.text(for: event))
    } else if event.isUnchanged, !hasUnchanged {
      hasUnchanged = true
      add(
        .unchanged,
        "\(event.who) asked for a change that found everything so already; nothing was to be done.", event)
    }
    return true
  }

  mutating func takeDuplicates(_ others: [Event]) {
    for other in others {
      let name = other.effect?.image?.resourceName ?? other.resource?.description ?? ""
      add(
        .duplicated, "\(name) has the same externalId, and is another resource.", other,
        remedy: "Find out at the identity provider which of the two it manages, and delete the other one; "
          + "`settings set --unique-external-id on` refuses such a second one.")
    }
  }

  /// The client's last cycle had nothing about it.
  mutating func takeSilence(_ cycle: ProvisioningCycle, last: Event?) {
    add(
      .notSeen,
      "It was not seen in the last cycle of \(cycle.client), \(cycle.id), which began \(cycle.started): "
        + "the client sent nothing about it, so for the client it is unchanged"
        + (last.map { " since event \($0.position)." } ?? "."), last)
  }

  private mutating func add(
    _ kind: Explanation.Kind, _ text: String, _ event: Event?, remedy: String? = nil
  ) {
    reasons.append(Explanation.Reason(kind: kind, text: text, event: event, remedy: remedy))
  }
}

/// What helps against a refusal.
enum RefusalRemedy {
  static func text(for event: Event) -> String {
    switch (event.outcome.status, event.outcome.scimType) {
    case (409, _):
      "Another resource holds the value that must be unique. Let the client match on it, rename one of the two, or "
        + "delete the one that is no longer needed."
    case (400, "invalidPath"), (400, "noTarget"):
      "The client's mapping names an attribute or value that is not there. Correct the target attribute, or register "
        + "a schema that has it."
    case (400, "invalidValue"):
      "The client's mapping gives a value of the wrong kind. Correct its expression."
    case (400, "mutability"): "The attribute can't be changed by a client. Take it out of the mapping."
    case (400, "invalidFilter"):
      "The client searched by a filter that can't be answered. Correct its matching attribute."
    case (400, _): "The request was not well formed. Look at it with `scim-ledger show \(event.position)`."
    case (401, _), (403, _): "The token may not do this. Issue one with the scope that is needed."
    case (404, _):
      "The client holds an id that is not there any more. Restart provisioning at the identity provider, so that it "
        + "matches anew."
    case (412, _): "The resource had changed in between; the client has to read it again first."
    default: "Look at the request with `scim-ledger show \(event.position)`."
    }
  }
}

extension Event {
  /// Who asked, for sentences.
  var who: String { actor.name }

  /// The refusal in words: `409 uniqueness: …`.
  var refusal: String {
    ([String(outcome.status), outcome.scimType].compactMap(\.self).joined(separator: " "))
      + (outcome.detail.map { ": \($0)" } ?? "")
  }
}

extension Event.Operation {
  /// What was to be done, for sentences.
  var verb: String {
    switch self {
    case .create: "create"
    case .replace: "replace"
    case .modify: "modify"
    case .delete: "delete"
    default: name
    }
  }
}
