import ScimLedger

/// `replay --step`: goes through a replay as its lines say.
struct ReplayDialog {
  private let walk: ReplayWalk

  init(_ walk: ReplayWalk) { self.walk = walk }

  func run() throws {
    Console.note("next (or Enter), back, goto NUMBER, diff, why, quit")
    var hasDiverged = false
    show(try walk.next(), &hasDiverged)
    while let line = readLine() {
      let words = line.split(separator: " ")
      switch words.first ?? "next" {
      case "n", "next": show(try walk.next(), &hasDiverged)
      case "b", "back": show(walk.back(), &hasDiverged)
      case "g", "goto":
        guard words.count == 2, let number = UInt64(words[1]) else {
          Console.note("goto NUMBER goes to the event of that number.")
          continue
        }
        show(try walk.go(to: Position(number)), &hasDiverged)
      case "d", "diff": try showChange()
      case "w", "why": showReason()
      case "q", "quit", "exit":
        if hasDiverged { throw ExitStatus.divergence.code }
        return
      default: Console.note("next (or Enter), back, goto NUMBER, diff, why, quit")
      }
    }
    if hasDiverged { throw ExitStatus.divergence.code }
  }

  private func show(_ step: ReplayStep?, _ hasDiverged: inout Bool) {
    guard let step else { return Console.note("There is no further event there.") }
    let event = step.event
    let came: String
    switch step.outcome {
    case .identical: came = TextStyle.green("identical")
    case .diverged:
      came = TextStyle.red("diverged")
      hasDiverged = true
    case .notReproducible: came = TextStyle.dim("not reproducible")
    }
    let request = event.request.map { "\($0.method) \($0.path)" } ?? event.operation.name
    Console.line("\(event.position)  \(request.visible)  \(event.outcome.status)  \(came)")
  }

  /// What the event changed.
  private func showChange() throws {
    guard let event = walk.current?.event, let id = event.resource, let type = event.resourceType else {
      return Console.note("It concerns no user or group.")
    }
    let before = try walk.resource(id, type: type)?.image
    let after = try walk.resource(id, type: type, after: true)?.image
    let properties = ModifiedProperty.between(before, after)
    if properties.isEmpty { Console.note("Nothing was changed.") }
    for property in properties {
      Console.line(
        "  \(property.path): \(property.old?.description ?? "–") → \(property.new?.description ?? "–")"
          .visible)
    }
  }

  private func showReason() {
    switch walk.current?.outcome {
    case .diverged(let divergence):
      for difference in divergence.differences {
        Console.line(
          "  \(difference.path): recorded \(difference.recorded?.description ?? "–"), "
            + "reproduced \(difference.reproduced?.description ?? "–")".visible)
      }
    case .notReproducible(let reason): Console.note("It can't be made again: \(reason).")
    case .identical, nil: Console.note(walk.current?.event.outcome.detail?.visible ?? "It came out the same.")
    }
  }
}
