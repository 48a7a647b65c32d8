public import JSONTape
public import Provisioning

/// Another configuration under which a job's recorded objects are decided again.
public enum JobWhatIf: Sendable {
  /// Another synchronization schema, with its scoping filters.
  case mappings([ObjectMapping], schemaDocument: JSONValue)
  /// Another scope, all else as it is.
  case scope(ScopeDocument)

  /// The other job, and what of it can't be decided from the images in the ledger, in words.
  ///
  /// An image holds what the mappings in force read. A mapping that reads more is left out; where the choice of
  /// objects or accounts hangs on more, nothing can be said at all.
  /// - Throws: `JobWhatIfError.unrecordedAttributes`.
  func applied(to job: Job) throws(JobWhatIfError) -> (job: Job, leftOut: [String]) {
    var other: Job
    switch self {
    case .mappings(let mappings, let document):
      other = Job(document: job.document, mappings: mappings, schemaDocument: document)
    case .scope(let scope): other = scope.applied(to: job)
    }
    let images = SourceImport(job: job, reevaluates: false)
    var (leftOut, missing): ([String], [String]) = ([], [])
    var kept: [ObjectMapping] = []
    for mapping in other.mappings {
      let type = mapping.sourceType
      guard images.takes(type) else {
        leftOut.append("The job's ledger has no objects of the type \(type).")
        continue
      }
      func unknown(_ names: [String]) -> [String] { names.filter { !images.keeps($0, of: type) } }
      let groups = mapping.scope.groups + mapping.scope.inputGroups + mapping.scope.categoryGroups
      missing += unknown(groups.flatMap { $0.clauses.map(\.attribute) }).map { "\(type).\($0)" }
      var mapping = mapping
      mapping.attributes = mapping.attributes.filter { attribute in
        let names = unknown(attribute.sourceAttributes)
        guard !names.isEmpty else { return true }
        guard attribute.matchingPriority == nil else {
          missing += names.map { "\(type).\($0)" }
          return true
        }
        leftOut.append(
          "\(attribute.targetAttribute) of \(type) reads \(names.joined(separator: ", ")), which the job's ledger "
            + "does not hold, and is left out.")
        return false
      }
      kept.append(mapping)
    }
    guard missing.isEmpty else {
      throw .unrecordedAttributes(Set(missing).sorted())
    }
    other.mappings = kept
    return (other, leftOut)
  }
}

/// Why a job's objects can't be decided again.
public enum JobWhatIfError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Scope or matching reads source attributes whose values the ledger does not hold.
  case unrecordedAttributes([String])
  /// The job has not run yet.
  case noConfiguration

  public var description: String {
    switch self {
    case .unrecordedAttributes(let names):
      "Unrecorded read: scope or matching hangs on \(names.joined(separator: ", ")), which the job's ledger does "
        + "not hold, since nothing has read it so far."
    case .noConfiguration: "The job's ledger holds no configuration yet."
    }
  }
}
