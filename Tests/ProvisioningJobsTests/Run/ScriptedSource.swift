import JSONTape
import Provisioning
import Synchronization

/// A directory in memory whose history is written by a test: each change is applied to what there is and kept
/// for whoever reads on from an earlier watermark.
final class ScriptedSource: ProvisioningSource {
  struct State: Sendable {
    var objects: [SourceKey: SourceChange] = [:]
    var changes: [SourceChange] = []
    /// Objects on a page.
    var limit = 500
    /// Whether every read gives all there is.
    var readsSnapshots = false
    /// What the next reads fail with.
    var failures: [SourceError] = []
    var problems: [SourceProblem] = []
    var pages = 0
    /// Watermarks below this are too old.
    var oldest = 0
  }

  let name = "script"
  private let state = Mutex(State())

  var pages: Int { state.withLock { $0.pages } }

  func configure(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func object(_ key: SourceKey) -> SourceChange? { state.withLock { $0.objects[key] } }

  var objects: [SourceChange] {
    state.withLock { state in state.objects.values.sorted { $0.key < $1.key } }
  }

  /// An object with all it has; takes it out of the recycle bin too.
  func put(_ key: SourceKey, _ attributes: JSONObject, _ references: [String: [String]] = [:]) {
    let change = SourceChange(
      key: key, kind: .full, attributes: attributes, references: references.mapValues { .all($0) })
    state.withLock { state in
      state.objects[key] = change
      state.changes.append(change)
    }
  }

  /// Only what is given changes; null takes a value away.
  func patch(_ key: SourceKey, _ attributes: JSONObject, _ references: [String: ReferenceChange] = [:]) {
    let change = SourceChange(key: key, kind: .partial, attributes: attributes, references: references)
    state.withLock { state in
      guard var object = state.objects[key] else { return }
      object.attributes.merge(attributes)
      if object.attributes.removeValue(forName: "isSoftDeleted") != nil { object.kind = .full }
      for (name, change) in references {
        var ids: [String] = []
        if case .all(let present)? = object.references[name] { ids = present }
        switch change {
        case .all(let all): ids = all
        case .delta(let added, let removed):
          ids = ids.filter { !removed.contains($0) && !added.contains($0) } + added
        }
        object.references[name] = .all(ids)
      }
      state.objects[key] = object
      state.changes.append(change)
    }
  }

  func softDelete(_ key: SourceKey) {
    state.withLock { state in
      state.objects[key]?.kind = .softDeleted
      state.changes.append(SourceChange(key: key, kind: .softDeleted))
    }
  }

  func delete(_ key: SourceKey) {
    state.withLock { state in
      state.objects[key] = nil
      state.changes.append(SourceChange(key: key, kind: .deleted))
    }
  }

  func page(_ request: SourceRequest) async throws(SourceError) -> SourcePage {
    let name = name
    let result: Result<SourcePage, SourceError> = state.withLock { state in
      state.pages += 1
      if !state.failures.isEmpty { return .failure(state.failures.removeFirst()) }
      return ScriptedSource.page(request, of: &state, name)
    }
    return try result.get()
  }

  /// A continuation is `from:to:offset`; a watermark the number of changes read so far.
  private static func page(
    _ request: SourceRequest, of state: inout State, _ name: String
  ) -> Result<SourcePage, SourceError> {
    var offset = 0
    var end = state.changes.count
    var watermark = state.readsSnapshots ? nil : request.watermark.flatMap { Int($0) }
    if let continuation = request.continuation {
      let parts = continuation.split(separator: ":").map { Int($0) ?? 0 }
      watermark = parts[0] < 0 ? nil : parts[0]
      end = parts[1]
      offset = parts[2]
    }
    if let watermark, watermark < state.oldest {
      return .failure(SourceError(.watermarkExpired, place: name, reason: "too old"))
    }
    let all =
      watermark.map { Array(state.changes[$0..<end]) }
      ?? state.objects.values.sorted { $0.key < $1.key }
    let changes = Array(all.dropFirst(offset).prefix(state.limit))
    let isLast = offset + changes.count >= all.count
    return .success(
      SourcePage(
        changes: changes,
        continuation: isLast ? nil : "\(watermark ?? -1):\(end):\(offset + changes.count)",
        watermark: isLast ? "\(end)" : nil, isSnapshot: watermark == nil,
        problems: isLast ? state.problems : []))
  }
}

extension JSONObject {
  /// Takes over what is given; null takes a member away.
  mutating func merge(_ changes: JSONObject) {
    for member in changes {
      if member.value.isNull {
        removeValue(forName: member.name)
      } else {
        self[member.name] = member.value
      }
    }
  }
}
