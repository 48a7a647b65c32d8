import ArgumentParser
import ScimLedger

/// `timeline`: what happened to one user or group, drawn.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Draw what happened to one user or group, and what it was in between.",
    discussion: """
      The line is solid while the resource is there and active, dotted while it is disabled, and missing while it is
      not there. ● changed it, ○ found everything so already, ✗ was refused, · only looked.

      EXAMPLES
        scim-ledger timeline anna@example.com
        scim-ledger timeline anna@example.com --reads
        scim-ledger timeline anna@example.com@yesterday   up to then
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var resource: ResourceOptions

  @Flag(help: "Reads of it too.")
  var reads = false

  private static let columns: [Column] = [
    .number("sequence"), .fixed("time"), .fixed("operation"), .fixed("status"), Column("who"),
    .fixed("before"),
    .fixed("after"), Column("modifiedProperties"), .detail("eventId"),
  ]

  func run() throws {
    try Question.answer(ledger) { opened in
      let dated = try opened.dated(resource.selector)
      var target = resource
      target.selector = dated.name
      let timeline = try target.ask { selector in
        var timeline = try opened.timeline(of: selector, includesReads: reads)
        if let last = try dated.moment.map({ try opened.position(asOf: $0, of: selector) }) {
          timeline.entries.removeAll { $0.event.position > last }
        }
        return timeline
      }
      guard output.format != .table else { return draw(timeline, in: opened) }
      var writer = RecordWriter(columns: Self.columns, format: output.format)
      for entry in timeline.entries {
        writer.write([
          Cell(entry.event.position), Cell(entry.event.time), Cell(entry.event.operation.name),
          Cell(.number(JSONNumber(entry.event.outcome.status))), Cell(entry.event.actor.name),
          Cell(entry.before.rawValue), Cell(entry.after.rawValue), ChangeSummary.cell(entry.properties),
          Cell(entry.event.id),
        ])
      }
      writer.end()
    }
  }

  private func draw(_ timeline: ResourceTimeline, in ledger: ProvisioningLedger) {
    var names = ResourceNames(ledger)
    let title = [timeline.type, timeline.name ?? resource.selector].compactMap(\.self)
    Console.line(TextStyle.bold(title.joined(separator: " ").visible))
    Console.line(TextStyle.dim(timeline.id.description))
    let widest = timeline.entries.map { "\($0.event.position)".count }.max() ?? 0
    var day = ""
    for entry in timeline.entries {
      let words = entry.event.time.shortText.split(separator: " ").map(String.init)
      if let date = words.first, date != day {
        day = date
        Console.line(Self.margin(entry.before))
        let isThere = entry.before != .absent
        Console.line(TextStyle.bold(date) + (isThere ? " " + Self.line(entry.before) : ""))
      }
      let text = summary(of: entry, widest, &names).visible
      let room = Console.width.map { max(20, $0 - 14) }
      Console.line(
        "  " + (words.last ?? "") + " " + Self.mark(entry) + " "
          + (room.map { text.truncated(toWidth: $0) } ?? text))
    }
    if let state = timeline.entries.last?.after, state != .absent { Console.line(Self.margin(state)) }
  }

  private func summary(of entry: ResourceTimeline.Entry, _ digits: Int, _ names: inout ResourceNames)
    -> String
  {
    let event = entry.event
    let what = ChangeSummary.line(for: event, entry.properties, &names)
    let notes = EventReport.notes(on: event).joined(separator: "; ")
    return [
      "#\(event.position)".padded(toWidth: digits + 1, alignment: .left), event.operation.name,
      EventReport.status(of: event), "by \(event.actor.name)",
      [what ?? "", notes].filter { !$0.isEmpty }.joined(separator: "; "),
    ].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// A line between two days.
  private static func margin(_ state: ResourceTimeline.State) -> String {
    state == .absent ? "" : "           " + line(state)
  }

  private static func line(_ state: ResourceTimeline.State) -> String {
    switch state {
    case .absent: " "
    case .active: TextStyle.green("│")
    case .disabled: TextStyle.dim("┊")
    }
  }

  private static func mark(_ entry: ResourceTimeline.Entry) -> String {
    if entry.event.isRefused { return TextStyle.red("✗") }
    if entry.event.operation.isRead { return TextStyle.dim("·") }
    if entry.event.isUnchanged { return "○" }
    return entry.after == .active ? TextStyle.green("●") : "●"
  }
}
