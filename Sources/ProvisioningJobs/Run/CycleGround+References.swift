import LMDB
import Provisioning

extension CycleGround {
  /// The second step of one object.
  enum ReferenceStep {
    case run(ReferenceRun)
    /// Nothing is written now.
    case skip(ChangeCompleted)
  }

  /// How the second step of an object goes; nil where it has no account.
  func referenceStep(_ entry: ConnectorEntry) throws -> ReferenceStep? {
    guard let setting = settings[entry.object.key.type], let link = entry.link else { return nil }
    guard try treatment(entry, setting).isManaged else {
      return .skip(
        ChangeCompleted(
          action: .skip, result: .skipped, targetID: link.targetID,
          reason: "Its account is not managed now; its references are written when it is again."))
    }
    return .run(
      ReferenceRun(setting: setting, entry: entry, link: link, works: try works(entry, setting)))
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
