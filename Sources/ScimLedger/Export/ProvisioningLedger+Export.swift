import Directory
public import EventLog
import LMDB

extension ProvisioningLedger {
  /// Writes the events that a query selects in a form for other systems.
  ///
  /// It streams: only some events are in memory at a time. To go on later, begin the next query behind the
  /// position that this returns; ``EventCursor`` keeps it in a file.
  ///
  /// - Parameters:
  ///   - limit: How many events at most; one may give several lines, or none where the form has no place for it.
  ///   - write: Takes whole lines, ends included.
  /// - Returns: The last position up to which everything has been looked at; nil where there was nothing.
  /// - Throws: `ExportError`; as ``forEachEvent(_:order:limit:_:)`` does.
  @discardableResult
  public func export(
    _ query: EventQuery, as format: ExportFormat, options: ExportOptions = .init(), limit: Int = .max,
    _ write: (String) throws -> Void
  ) throws -> Position? {
    let form = try exportForm(format, options)
    if options.includesHeader, let header = form.header { try write(header) }
    var scan = try EventScan(
      query, order: .oldestFirst, wanted: [.facts, .request, .whole, .state, .changes, .cycle], in: self)
    let loader = EventLoader(log: log, tables: tables)
    let types = provider.settings.registry.types
    let endpoints = Dictionary(types.map { ($0.name, $0.endpoint) }) { first, _ in first }
    var given = 0
    while given < limit, scan.next != nil {
      var lines: [String] = []
      var found = 0
      try scan.advance { glance, view in
        if let exported = try ExportedEvent(glance, endpoints: endpoints, with: loader, in: view) {
          lines += form.lines(for: exported)
        }
        found += 1
        return found < ProvisioningLedger.mostExportedAtOnce && given + found < limit ? .next : .stop
      }
      for line in lines { try write(line) }
      given += found
    }
    return scan.reached
  }

  private func exportForm(_ format: ExportFormat, _ options: ExportOptions) throws -> any ExportForm {
    let ledgerID = try event(at: Position(1))?.details?["ledger"]?.stringValue ?? Identifier.none.description
    let source = options.source ?? "urn:uuid:\(ledgerID)"
    return switch format {
    case .jsonl: JSONLinesForm()
    case .csv: CSVForm()
    case .cloudevents: CloudEventsForm(source: source)
    case .ocsf: OCSFForm(ledgerID: ledgerID)
    case .ecs: ECSForm(ledgerID: ledgerID)
    case .entra: EntraForm(ledgerID: ledgerID)
    case .scimSet:
      SecurityEventForm(
        issuer: source, audience: options.audience, issued: self.options.clock() / 1_000_000,
        signature: try options.key.map { try TokenSignature(key: $0) })
    }
  }

  private static let mostExportedAtOnce = 256
}

/// How one form writes an event.
protocol ExportForm: Sendable {
  /// What stands before the first event.
  var header: String? { get }

  /// The event as whole lines; none where the form has no place for it.
  func lines(for exported: ExportedEvent) -> [String]
}

extension ExportForm {
  var header: String? { nil }
}
