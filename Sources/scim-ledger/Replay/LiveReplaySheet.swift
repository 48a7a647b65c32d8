import ScimLedger

/// `replay --against`: sends recorded requests to another server, and shows what its answers differ in.
struct LiveReplaySheet {
  private let report: LiveReplayReport

  static func replay(
    _ choice: ReplayOptions, cycle: String?, _ live: LiveReplayOptions, against url: String, goesOn: Bool,
    _ ledger: LedgerOptions, _ format: OutputFormat
  ) async throws {
    let opened = try ledger.openForReading()
    do {
      let selection = try choice.selection(in: opened, cycle: cycle)
      let authorization = try live.authorization
      let bar = ProgressBar("Sending")
      let upTo = selection.last.rawValue &- selection.first.rawValue &+ 1
      let report = try await ConnectorClient.with(.init()) { client in
        let target = try HTTPTarget(url: url, authorization: authorization, client: client)
        return try await opened.replay(
          selection, against: target, rules: LiveRules(ignoring: live.ignore), goesOn: goesOn
        ) { bar.show(UInt64(clamping: $0), of: upTo) }
      }
      bar.clear()
      LiveReplaySheet(report: report).show(format)
      if report.divergence != nil { throw ExitStatus.divergence.code }
    } catch let error as QuestionError {
      throw CommandFailure(error, in: ledger)
    } catch let error as ConnectorError {
      throw CommandFailure(.usage, "\(error)")
    } catch let error as LiveReplayError {
      throw CommandFailure(
        .unavailable, "\(error)",
        next: live.tokenEnvironment == nil
          ? "Name the variable that holds its token: --token-environment NAME" : nil)
    }
  }

  private func show(_ format: OutputFormat) {
    switch format {
    case .json: return Console.line(JSONValue.object(json).pretty())
    case .jsonl: return Console.line(JSONValue.object(json).description.visibleJSON)
    case .table, .csv: break
    }
    ReplaySheet.show(report.divergences, "answered", format)
    guard format == .table else { return }
    showSkipped("were not sent", report.notSent)
    showSkipped("can't be compared", report.notComparable)
    let standing = LiveRules.standing.map { "\($0.path) (\($0.reason))" }.joined(separator: ", ")
    showRule("Mapped: ids, references and locations, by what was created or is called the same.")
    showRule("Not compared: \(standing).")
    if !report.rules.ignored.isEmpty {
      showRule("Ignored as asked: \(report.rules.ignored.joined(separator: ", ")).")
    }
    if !report.rules.noise.isEmpty {
      showRule("Noise, differs from read to read: \(report.rules.noise.joined(separator: ", ")).")
    }
    Console.line(summary)
  }

  /// How many were left out, by reason; the numbers of the first ones.
  private func showSkipped(_ what: String, _ skipped: [ReplayReport.NotReproducible]) {
    var reasons: [(reason: String, positions: [Position])] = []
    for one in skipped {
      if let index = reasons.firstIndex(where: { $0.reason == one.reason }) {
        reasons[index].positions.append(one.position)
      } else {
        reasons.append((one.reason, [one.position]))
      }
    }
    for (reason, positions) in reasons {
      let shown = positions.prefix(5).map { "\($0)" }.joined(separator: ", ")
      let more = positions.count > 5 ? " and \(positions.count - 5) more" : ""
      let events = positions.count == 1 ? "Event" : "Events"
      showRule("\(events) \(shown)\(more) \(positions.count == 1 ? singular(what) : what): \(reason).")
    }
  }

  private func singular(_ what: String) -> String { what.replacing("were", with: "was") }

  private func showRule(_ text: String) {
    Console.line(TextStyle.dim(text.visible.wrapped(toWidth: (Console.width ?? 110) - 3, indent: "  ")))
  }

  private var summary: String {
    let counts = "\(report.equal) of \(report.compared) answers equal"
    let skipped = report.notSent.count + report.notComparable.count
    let others = skipped == 0 ? "" : ", \(skipped) left out"
    guard let first = report.divergence else { return "Equal, \(counts)\(others)." }
    return "Different from event \(first.position) on: \(counts)\(others). "
      + "Look at it with: scim-ledger show \(first.position)"
  }

  private var json: JSONObject {
    [
      "first": .number(JSONNumber(Int(clamping: report.first.rawValue))),
      "last": .number(JSONNumber(Int(clamping: report.last.rawValue))),
      "compared": .number(JSONNumber(report.compared)), "equal": .number(JSONNumber(report.equal)),
      "divergences": .array(report.divergences.map { ReplaySheet.json($0) }),
      "notSent": ReplaySheet.json(report.notSent),
      "notComparable": ReplaySheet.json(report.notComparable),
      "notCompared": .array(LiveRules.standing.map { .string($0.path) }),
      "ignored": .array(report.rules.ignored.map { .string($0) }),
      "noise": .array(report.rules.noise.map { .string($0) }),
    ]
  }
}
