public import Directory
public import EventLog
import JSONTape

/// Events and how they hang together: each change of a resource leads to the next, a cause to its consequences.
public struct EventGraph: Sendable, Hashable {
  public enum Relation: String, Sendable, Hashable {
    /// The later event changed what the earlier one had left.
    case next
    /// The later event is a consequence of the earlier one.
    case cause
  }

  public struct Edge: Sendable, Hashable {
    public var from: Position
    public var to: Position
    public var relation: Relation
  }

  /// In the order of the log.
  public var events: [Event]
  public var edges: [Edge]
}

extension ProvisioningLedger {
  /// The events of a resource with their causes and consequences, reads left out.
  ///
  /// - Throws: `QuestionError.noSuchResource`.
  public func graph(of selector: Selector) throws -> EventGraph {
    var events: [Position: Event] = [:]
    for position in try positions(of: requireIdentifier(selector)) {
      guard let event = try event(at: position), !event.operation.isRead else { continue }
      events[position] = event
      if let cause = event.cause { events[cause] = try self.event(at: cause) }
      // Consequences are written right behind their cause.
      var next = position.next
      while let consequence = try self.event(at: next), consequence.cause == position {
        events[next] = consequence
        next = next.next
      }
    }
    let ordered = events.values.sorted { $0.position < $1.position }
    var edges: [EventGraph.Edge] = []
    for event in ordered {
      if let cause = event.cause, events[cause] != nil {
        edges.append(.init(from: cause, to: event.position, relation: .cause))
      }
      if let previous = event.previous, let earlier = events[previous], earlier.resource == event.resource {
        edges.append(.init(from: previous, to: event.position, relation: .next))
      }
    }
    return EventGraph(events: ordered, edges: edges)
  }
}

extension EventGraph {
  /// The graph in the language of Graphviz.
  public var dot: String {
    var lines = ["digraph events {", "  rankdir=TB;", "  node [shape=box, fontname=\"sans-serif\"];"]
    for event in events {
      let style = event.isRefused ? ", color=red" : event.effect == nil ? ", style=dashed" : ""
      let label = label(of: event).map { $0.dotEscaped }.joined(separator: "\\n")
      lines.append("  e\(event.position) [label=\"\(label)\"\(style)];")
    }
    for edge in edges {
      let style = edge.relation == .cause ? " [style=bold, label=\"causes\"]" : ""
      lines.append("  e\(edge.from) -> e\(edge.to)\(style);")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// The graph in the language of Mermaid.
  public var mermaid: String {
    var lines = ["flowchart TB"]
    for event in events {
      let label = label(of: event).map { $0.mermaidEscaped }.joined(separator: "<br/>")
      lines.append("  e\(event.position)[\"\(label)\"]")
    }
    for edge in edges {
      let arrow = edge.relation == .cause ? "==>|causes|" : "-->"
      lines.append("  e\(edge.from) \(arrow) e\(edge.to)")
    }
    let refused = events.filter(\.isRefused).map { "e\($0.position)" }
    if !refused.isEmpty {
      lines += ["  classDef refused stroke:#c00", "  class \(refused.joined(separator: ",")) refused"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func label(of event: Event) -> [String] {
    let target = [event.resourceType, event.effect?.image?.resourceName ?? event.resource?.description]
    return [
      "#\(event.position) \(event.operation.name) \(event.outcome.status)",
      target.compactMap(\.self).joined(separator: " "), "\(event.actor.name) \(event.time)",
    ].filter { !$0.isEmpty }
  }
}

extension String {
  /// Without what would end a quoted string of Graphviz, or a line.
  fileprivate var dotEscaped: String {
    replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ")
  }

  /// With entities for what Mermaid would read as its own or as HTML.
  fileprivate var mermaidEscaped: String {
    replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("#", with: "&#35;").replacing("\n", with: " ")
  }
}
