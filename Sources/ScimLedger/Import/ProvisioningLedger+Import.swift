public import Directory
import EventLog
import LMDB
import Projections
public import SCIM
public import ServiceProvider

extension ProvisioningLedger {
  /// Takes in the people and groups of a file, each as one event, all of one cycle.
  ///
  /// ```swift
  /// var options = ResourceImport()
  /// options.updatesExisting = true
  /// let summary = try await ledger.importResources(from: "people.jsonl", options) { print($0.line, $0.error) }
  /// print(summary.created, summary.unchanged, summary.rejected)
  /// ```
  ///
  /// What can't be taken in is told of and does not stop the rest. Ended at any moment and begun again with the same
  /// file and options, it goes on where it was: the ids of its events follow from the file's content and the places
  /// in it, so that nobody is taken in twice. Requests that come meanwhile are served between its commits.
  ///
  /// - Parameters:
  ///   - name: What the file is called in the log; its last path component where nil.
  ///   - rejected: Gets what is refused, by an earlier run of this import too.
  ///   - progress: Gets what it has come to, after each commit.
  /// - Throws: `SourceError` where the file can't be read or a CSV file's columns make no sense;
  ///   `EventLogError` or an LMDB error where the log takes no more; `CancellationError`. What was taken in stays.
  public func importResources(
    from path: String, named name: String? = nil, _ options: ResourceImport = .init(),
    rejected: (ImportReject) throws -> Void = { _ in }, progress: (ImportSummary) -> Void = { _ in }
  ) async throws -> ImportSummary {
    let name = name ?? ResourceImport.name(of: path)
    var run = try ImportRun(path: path, name: name, options, registry: provider.settings.offered)
    let provider = self.provider
    try await run.run(
      inBatches: { batch, rules in
        while true {
          do {
            return try await provider.take(batch, rules, as: options.client)
          } catch EventLogError.queueFull {
            try await Task.sleep(for: .milliseconds(100))
          }
        }
      }, isAwaited: { provider.isAwaited }, most: { try provider.mostCreates() }, rejected: rejected,
      progress: progress)
    return run.summary
  }

  /// Takes in resources that are at hand, all in one commit; what ``importResources(from:named:_:rejected:progress:)``
  /// does with each part of a file. Where too much waits for the writer it waits too.
  public func take(
    _ resources: [ImportedResource], _ rules: ImportRules, as client: Client = ResourceImport.client
  ) async throws -> [ImportResult] {
    while true {
      do {
        return try await provider.take(resources, rules, as: client)
      } catch EventLogError.queueFull {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// What an import would come to. Everything is decided as it would be, and nothing is written.
  ///
  /// No request is served meanwhile.
  ///
  /// - Parameters:
  ///   - rejected: Gets what would be refused, once all is decided.
  ///   - progress: Gets what it has come to so far.
  public func tryImport(
    of path: String, named name: String? = nil, _ options: ResourceImport = .init(),
    rejected: (ImportReject) throws -> Void = { _ in },
    progress: @escaping @Sendable (ImportSummary) -> Void = { _ in }
  ) async throws -> ImportSummary {
    var bare = tables
    // Nothing may be remembered of what is taken back.
    bare.versions = nil
    let provider = try ServiceProvider(
      log: log, tables: bare, clock: clock, cursors: CursorSeal(key: []), random: self.options.random)
    let registry = self.provider.settings.offered
    do {
      try await administer { transaction, appender in
        var run = try ImportRun(
          path: path, name: name ?? ResourceImport.name(of: path), options, registry: registry)
        var rejects: [ImportReject] = []
        while true {
          let resources = try run.nextBatch()
          run.settle(
            try provider.take(resources, run.rules, as: options.client, in: transaction, &appender))
          rejects += run.takeRejects()
          progress(run.summary)
          if resources.isEmpty { throw DryRunEnd(summary: run.summary, rejects: rejects) }
        }
      }
    } catch let end as DryRunEnd {
      for reject in end.rejects { try rejected(reject) }
      var summary = end.summary
      (summary.first, summary.last) = (nil, nil)
      return summary
    }
    return ImportSummary(cycle: .none)
  }

  /// Thrown in the writer, so that its transaction is taken back.
  private struct DryRunEnd: Error {
    var summary: ImportSummary
    var rejects: [ImportReject]
  }
}

extension ResourceImport {
  /// Runs an import on a ledger that is reached in some way.
  ///
  /// - Parameters:
  ///   - registry: The resource types of that ledger.
  ///   - take: Takes resources in there, and tells what came of each.
  public func run(
    _ path: String, named name: String? = nil, registry: SchemaRegistry,
    take: ([ImportedResource], ImportRules) async throws -> [ImportResult],
    rejected: (ImportReject) throws -> Void, progress: (ImportSummary) -> Void
  ) async throws -> ImportSummary {
    var run = try ImportRun(path: path, name: name ?? Self.name(of: path), self, registry: registry)
    try await run.run(take: take, rejected: rejected, progress: progress)
    return run.summary
  }

  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
