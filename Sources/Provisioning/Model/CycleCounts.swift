public import JSONTape

/// The counters of a cycle, by the names of Graph's synchronizationTaskExecution, and the actions by result.
public struct CycleCounts: Sendable, Hashable {
  /// Objects that the source gave.
  public var imported = 0
  /// Objects that were new, changed or gone.
  public var importedDeltas = 0
  /// References that came or went.
  public var importedReferenceDeltas = 0
  /// Objects looked at that are assigned to the application, or all where the job takes all.
  public var entitled = 0
  /// Of them, those that every scope check lets through.
  public var entitledForProvisioning = 0
  /// Objects whose account was created, updated, disabled or deleted.
  public var exported = 0
  /// Write requests that the target carried out; an object may take several.
  public var exports = 0
  /// Objects whose failure waits for another attempt.
  public var escrowed = 0
  /// Failed attempts, each counted.
  public var escrowedRaw = 0
  /// Changes by action and result.
  public var results: [ProvisioningAction: [ProvisioningResult: Int]] = [:]

  public init() {}

  public func count(_ action: ProvisioningAction, _ result: ProvisioningResult) -> Int {
    results[action]?[result] ?? 0
  }

  /// Changes of all actions with this result.
  public func count(_ result: ProvisioningResult) -> Int {
    results.values.reduce(0) { $0 &+ ($1[result] ?? 0) }
  }

  /// Changes in all.
  public var completed: Int { ProvisioningResult.allCases.reduce(0) { $0 &+ count($1) } }

  public mutating func add(_ action: ProvisioningAction, _ result: ProvisioningResult) {
    results[action, default: [:]][result, default: 0] &+= 1
  }

  static let names: [(String, any WritableKeyPath<CycleCounts, Int> & Sendable)] = [
    ("countImported", \.imported), ("countImportedDeltas", \.importedDeltas),
    ("countImportedReferenceDeltas", \.importedReferenceDeltas), ("countEntitled", \.entitled),
    ("countEntitledForProvisioning", \.entitledForProvisioning), ("countExported", \.exported),
    ("countExports", \.exports), ("countEscrowed", \.escrowed), ("countEscrowedRaw", \.escrowedRaw),
  ]

  /// Graph's counters, and `results`: by action, by result.
  public var json: JSONObject {
    var members: [(String, JSONValue)] = CycleCounts.names.map {
      ($0, .number(JSONNumber(self[keyPath: $1])))
    }
    let results: [(String, JSONValue)] = ProvisioningAction.allCases.compactMap { action in
      guard let row = self.results[action] else { return nil }
      let cells: [(String, JSONValue)] = ProvisioningResult.allCases.compactMap { result in
        row[result].map { (result.rawValue, .number(JSONNumber($0))) }
      }
      return (action.rawValue, .object(JSONObject(cells)))
    }
    members.append(("results", .object(JSONObject(results))))
    return JSONObject(members)
  }

  /// What is missing counts as 0.
  public init(json: JSONObject) {
    for (name, path) in CycleCounts.names { self[keyPath: path] = json[name]?.intValue ?? 0 }
    for (name, row) in (json["results"]?.objectValue ?? [:]).map({ ($0.name, $0.value.objectValue) }) {
      guard let action = ProvisioningAction(rawValue: name), let row else { continue }
      for cell in row {
        if let result = ProvisioningResult(rawValue: cell.name), let count = cell.value.intValue {
          results[action, default: [:]][result] = count
        }
      }
    }
  }
}
