import JSONTape
import Provisioning
import Replay

/// An event as it was made again: without its id and time, which the log gives.
struct MadeEvent {
  var kind: JobEvent.Kind
  var facts: JSONObject
  var targetID: String?

  init(_ facts: any JobFacts, targetID: String? = nil) {
    kind = type(of: facts).kind
    self.facts = facts.json
    self.targetID = targetID
  }

  /// How it differs from the recorded one; empty where it does not.
  func differences(from event: JobEvent) -> [Divergence.Difference] {
    guard kind == event.kind else {
      return [.init(path: "kind", recorded: .string(event.kind.name), reproduced: .string(kind.name))]
    }
    if facts == event.facts, targetID == event.targetID { return [] }
    var found: [Divergence.Difference] = []
    MadeEvent.compare(.object(event.facts), .object(facts), at: "facts", &found)
    if targetID != event.targetID {
      found.append(
        .init(
          path: "targetID", recorded: event.targetID.map { .string($0) },
          reproduced: targetID.map { .string($0) }))
    }
    return found
  }

  private static func compare(
    _ recorded: JSONValue?, _ made: JSONValue?, at path: String, _ found: inout [Divergence.Difference]
  ) {
    switch (recorded, made) {
    case (.object(let old)?, .object(let new)?):
      for member in old { compare(member.value, new[member.name], at: "\(path).\(member.name)", &found) }
      for member in new where !old.contains(member.name) {
        found.append(.init(path: "\(path).\(member.name)", recorded: nil, reproduced: member.value))
      }
    case (.array(let old)?, .array(let new)?) where old.count == new.count:
      for (index, pair) in zip(old, new).enumerated() {
        compare(pair.0, pair.1, at: "\(path)[\(index)]", &found)
      }
    default:
      if recorded != made { found.append(.init(path: path, recorded: recorded, reproduced: made)) }
    }
  }
}
