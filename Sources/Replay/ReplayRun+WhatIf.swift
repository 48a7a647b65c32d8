import Directory
import EventLog
public import JSONTape
public import SCIM
import ServiceProvider

/// Settings under which recorded requests are decided again.
public enum WhatIf: Sendable {
  case profile(Profile)
  /// As if a document with schemas and resource types had been registered from the start.
  case schema(JSONValue)

  /// - Throws: `SCIMError` where the document can't be registered beside those that the log has.
  func applied(to settings: ProviderSettings) throws -> ProviderSettings {
    var settings = settings
    switch self {
    case .profile(let profile): settings.profile = profile
    case .schema(let document):
      settings.registry = try SchemaDocuments(document, registry: settings.registry)
        .registered(in: settings.registry)
    }
    return settings
  }
}

extension ReplayRun {
  /// Decides recorded requests again under other settings.
  ///
  /// - Throws: `SCIMError` for a schema document that can't be registered; what ``ReplayRun`` throws.
  public static func whatIf(
    _ change: WhatIf, _ selection: ReplaySelection, in events: any RecordedEvents,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> WhatIfReport {
    let run = try ReplayRun(selection, in: events, adjusting: { try change.applied(to: $0) })
    var report = WhatIfReport(selection)
    try run.forEachStep { step in
      report.add(step, before: try before(step, in: events))
      if report.requests.isMultiple(of: 1000) { progress(report.requests) }
      return true
    }
    return report
  }

  /// The resource as a change found it, where that decides whether the change disabled it.
  private static func before(_ step: ReplayStep, in events: any RecordedEvents) throws -> JSONObject? {
    let images = [step.event.effect?.image, step.reproduced?.effect?.image]
    guard images.contains(where: { $0?["active"] == false }), let previous = step.event.previous,
      let record = try events.records(from: previous, limit: 1).first, record.position == previous
    else { return nil }
    return try EventCodec.event(record).effect?.image
  }
}
