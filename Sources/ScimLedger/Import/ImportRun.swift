import Directory
import EventLog
import JSONTape
import ProvisioningConnectors
import SCIM
import ServiceProvider

/// An import step by step, without the ledger: which resources come next, and what has come of them.
///
/// A resource that refers to one that the file has not had yet is put off until the file's end, and then as often as
/// that makes any difference.
struct ImportRun {
  var summary: ImportSummary
  let rules: ImportRules
  let path: String
  let name: String
  let options: ResourceImport
  let registry: SchemaRegistry
  let identity: ImportIdentity
  var reading: ImportReading
  var references = ImportReferences()
  /// The lines of the batch that is under way.
  private var batch: [ImportedLine] = []
  var rejects: [ImportReject] = []
  /// In a later round, the places that were put off.
  var wanted: Set<UInt64>?
  /// Memory of a batch that is written, for the next.
  var spare = PlainCreates()
  var postponed: Set<UInt64> = []
  /// Whether nothing is put off any more.
  var isLastRound = false

  static let mostAtOnce = 500
  static let mostBytesAtOnce = 1 << 20

  init(
    path: String, name: String, _ options: ResourceImport, registry: SchemaRegistry
  ) throws(SourceError) {
    (self.path, self.name, self.options, self.registry) = (path, name, options, registry)
    reading = try ImportReading(path: path, name: name, options, registry: registry)
    identity = try ImportIdentity(path: path, name: name, options)
    rules = ImportRules(cycle: identity.cycle, updatesExisting: options.updatesExisting)
    summary = ImportSummary(cycle: identity.cycle)
    summary.size = reading.size
  }

  /// The resources to be taken in next, all in one commit; none at the end.
  mutating func nextBatch() throws(SourceError) -> [ImportedResource] {
    batch = []
    var resources: [ImportedResource] = []
    var bytes = 0
    while !isStopped, resources.count < Self.mostAtOnce, bytes < Self.mostBytesAtOnce {
      guard let line = try reading.next() else {
        if !resources.isEmpty { break }
        guard try beginRound() else { break }
        continue
      }
      if let wanted {
        guard wanted.contains(line.place) else { continue }
      } else {
        summary.read += 1
        summary.bytes = reading.offset
      }
      var isWaiting = false
      if let resource = resource(of: line, isWaiting: &isWaiting) {
        batch.append(line)
        resources.append(resource)
        bytes += line.text.count
      }
    }
    summary.isStopped = isStopped
    return resources
  }

  var isStopped: Bool { options.mostRejected.map { summary.rejected > $0 } ?? false }

  /// What is to be taken in for a line; nil where it is refused or put off.
  ///
  /// - Parameter mayWait: Whether the names that are unknown may still come from what is under way; then nothing is
  ///   put off, and `isWaiting` says so.
  mutating func resource(
    of line: ImportedLine, mayWait: Bool = false, isWaiting: inout Bool
  ) -> ImportedResource? {
    switch line.content {
    case .problem(let error):
      reject(line, error)
    case .resource(let type, let object, _):
      let (resource, missing, hasUnknown) = references.resolved(object)
      if mayWait, !missing.isEmpty || hasUnknown {
        isWaiting = true
        return nil
      }
      if !isLastRound, !missing.isEmpty || hasUnknown {
        postponed.insert(line.place)
        return nil
      }
      // The first by its place, so that the same file is always answered alike.
      if let (name, place) = missing.min(by: { $0.value < $1.value }) {
        reject(
          line,
          SCIMError(
            status: 409,
            detail:
              "\(place.drop { $0 == "." }) refers to bulkId:\(name), and nothing of that name was created."))
        return nil
      }
      let index = line.index.map { "[\($0)]" } ?? ""
      return ImportedResource(
        event: identity.event(at: line.place), place: "\(name):\(line.line)\(index)", type: type,
        resource: resource)
    }
    return nil
  }

  /// Goes through the file again for what was put off; false where nothing was.
  mutating func beginRound() throws(SourceError) -> Bool {
    guard !postponed.isEmpty else { return false }
    isLastRound = wanted?.count == postponed.count
    wanted = postponed
    postponed = []
    reading = try ImportReading(path: path, name: name, options, registry: registry)
    return true
  }

  /// Takes note of what has come of a batch.
  mutating func settle(_ results: [ImportResult]) {
    for (line, result) in zip(batch, results) { settle(line, result) }
    batch = []
    summary.isStopped = isStopped
  }

  mutating func settle(_ line: ImportedLine, _ result: ImportResult) {
    if case .resource(_, _, let name?) = line.content, let id = result.resource {
      references.note(name, id)
    }
    if !result.isKnown, let position = result.position { note(position...position) }
    if let error = result.error {
      reject(line, error)
      return
    }
    switch result.kind {
    case _ where result.isKnown: summary.known += 1
    case .created: summary.created += 1
    case .updated: summary.updated += 1
    case .unchanged: summary.unchanged += 1
    case .refused: reject(line, SCIMError(status: 400, detail: "It was refused."))
    }
  }

  /// Takes note of events that were appended.
  mutating func note(_ positions: ClosedRange<Position>) {
    summary.first = min(summary.first ?? positions.lowerBound, positions.lowerBound)
    summary.last = max(summary.last ?? positions.upperBound, positions.upperBound)
  }

  mutating func reject(_ line: ImportedLine, _ error: SCIMError) {
    summary.rejected += 1
    rejects.append(
      ImportReject(line: line.line, offset: line.offset, index: line.index, error: error, text: line.text))
  }

  /// What was refused since this was last asked.
  mutating func takeRejects() -> [ImportReject] {
    defer { rejects = [] }
    return rejects
  }

  /// Runs an import to its end.
  ///
  /// - Parameter take: Takes resources in and tells what came of each.
  mutating func run(
    take: ([ImportedResource], ImportRules) async throws -> [ImportResult],
    rejected: (ImportReject) throws -> Void, progress: (ImportSummary) -> Void
  ) async throws {
    while true {
      try Task.checkCancellation()
      let resources = try nextBatch()
      if !resources.isEmpty { settle(try await take(resources, rules)) }
      for reject in takeRejects() { try rejected(reject) }
      progress(summary)
      if resources.isEmpty { return }
    }
  }
}
