import EventLog
import LMDB
import Provisioning

extension CycleRun {
  /// Performs the second step for one object: its references.
  func runReferences(_ key: SourceKey) async throws -> ReferenceOutcome {
    guard let setting = settings[key.type], let entry = try ledger.entry(key), let link = entry.link else {
      return ReferenceOutcome(completed: nil)
    }
    var recorder = ChangeRecorder(key: key, cycle: cycle.id, surroundings: runner.surroundings)
    let treatment = ObjectTreatment(
      entry, scope: try scope(entry, setting), mapping: setting.mapping,
      skipsOutOfScopeDeletions: job.document.skipsOutOfScopeDeletions)
    guard treatment.isManaged else {
      let completed = ChangeCompleted(
        action: .skip, result: .skipped, targetID: link.targetID,
        reason: "Its account is not managed now; its references are written when it is again.",
        microseconds: recorder.elapsed)
      recorder.record(completed, targetID: link.targetID)
      try await buffer.add(recorder.take())
      return ReferenceOutcome(completed: completed)
    }
    let run = ReferenceRun(setting: setting, entry: entry, link: link, works: try works(entry, setting))
    guard var outcome = try await perform(run, &recorder), var completed = outcome.completed else {
      return ReferenceOutcome(completed: nil)
    }
    try await finish(&completed, outcome.failure, &recorder)
    outcome.completed = completed
    return outcome
  }

  /// What the reference attributes need, with both ends looked up.
  private func works(_ entry: ConnectorEntry, _ setting: ObjectSetting) throws -> [ReferenceWork] {
    let types = settings.keys.sorted()
    return try setting.mapping.referenceAttributes.compactMap { mapping in
      guard let source = mapping.sourceAttributes.first else { return nil }
      let isLarge = SourceImport.large.contains(source)
      var wanted: [String] = []
      var unwanted: [String] = []
      try ledger.references(of: entry.object.key, attribute: source) { id, state in
        switch state {
        case .wanted: wanted.append(id)
        case .unwanted: unwanted.append(id)
        // Of an attribute with one value, what is there is compared again, so that it can't be lost.
        case .exported: if !isLarge { wanted.append(id) }
        }
      }
      let links = try ledger.links(of: wanted + unwanted, types: types)
      func resolved(_ ids: [String]) -> [ReferenceWork.Resolved] {
        ids.compactMap { id in
          links[id].map { ReferenceWork.Resolved(source: id, target: $0.1.targetID) }
        }
      }
      return ReferenceWork(
        targetAttribute: mapping.targetAttribute, path: try TargetPath(parsing: mapping.targetAttribute),
        sourceAttribute: source, isLarge: isLarge, wanted: resolved(wanted), unwanted: resolved(unwanted),
        forgotten: unwanted.filter { links[$0] == nil }, unresolved: wanted.filter { links[$0] == nil })
    }
  }
}
