public import JSONTape

/// Another scope for a job, as a file says it; what it leaves out stays as the job has it.
///
/// ```yaml
/// scope: assigned        # or all, as in a job file
/// requiredRole: Writer
/// filters:               # by the source's type; in place of the mapping's own filter
///   User:
///     groups:
///       - name: Tours
///         clauses:
///           - sourceOperandName: department
///             operatorName: EQUALS
///             targetOperand: { values: [Tours] }
/// ```
/// A filter is written as the `scope` of an object mapping in a synchronization schema (Microsoft Graph, `filter`).
/// Instead, the file may be such a `scope` itself, which is then that of users, or a whole schema, whose mappings
/// are passed over.
public struct ScopeDocument: Sendable {
  public var assignment: Assignment?
  public var requiredRole: String?
  /// By source type.
  public var filters: [String: ScopeFilter]

  public init(
    assignment: Assignment? = nil, requiredRole: String? = nil, filters: [String: ScopeFilter] = [:]
  ) {
    self.assignment = assignment
    self.requiredRole = requiredRole
    self.filters = filters
  }

  /// Reads a file, YAML or JSON.
  ///
  /// - Throws: `JobDocumentError` with everything that is wrong in it.
  public static func load(file path: String) throws(JobDocumentError) -> ScopeDocument {
    try ScopeDocument(try DocumentFile.job(at: path), file: path)
  }

  init(_ top: DocumentNode, file path: String) throws(JobDocumentError) {
    self.init()
    if top["synchronizationRules"] != nil {
      for mapping in try Job.mappings(of: top, file: path) where filters[mapping.sourceType] == nil {
        filters[mapping.sourceType] = mapping.scope
      }
      return
    }
    var reader = SynchronizationSchemaReader(file: path)
    let sections = ["groups", "inputFilterGroups", "categoryFilterGroups"]
    if sections.contains(where: { top[$0] != nil }) {
      filters["User"] = reader.scope(of: top.asScope, source: nil)
    } else {
      reader.reading.onlyMembers(["scope", "requiredRole", "filters"], of: top)
      if top["scope"] != nil {
        assignment = reader.reading.choice("scope", of: top, default: Assignment.assigned)
      }
      requiredRole = reader.reading.text("requiredRole", of: top)
      for member in reader.reading.object("filters", of: top)?.members ?? [] {
        reader.reading.onlyMembers(sections, of: member.value)
        filters[member.name] = reader.scope(of: member.value.asScope, source: nil)
      }
      if assignment == nil, requiredRole == nil, filters.isEmpty {
        reader.reading.error(
          "nothing of a scope is here; expected scope, requiredRole or filters by source type", at: top)
      }
    }
    let problems = reader.reading.problems
    if problems.contains(where: { $0.severity == .error }) { throw JobDocumentError(problems: problems) }
  }

  /// The job with this scope.
  public func applied(to job: Job) -> Job {
    var document = job.document
    document.scope = assignment ?? document.scope
    document.requiredRole = requiredRole ?? document.requiredRole
    let mappings = job.mappings.map { mapping in
      var mapping = mapping
      mapping.scope = filters[mapping.sourceType] ?? mapping.scope
      return mapping
    }
    return Job(document: document, mappings: mappings, schemaDocument: job.schemaDocument)
  }
}

extension Job {
  /// The mappings of a synchronization schema's file, and the schema as it was read.
  ///
  /// - Throws: `JobDocumentError` with everything that is wrong in it.
  public static func schema(
    file path: String
  ) throws(JobDocumentError) -> (mappings: [ObjectMapping], document: JSONValue) {
    let top = try DocumentFile.json(at: path)
    return (try mappings(of: top, file: path), top.json)
  }

  static func mappings(of top: DocumentNode, file: String) throws(JobDocumentError) -> [ObjectMapping] {
    let schema = SynchronizationSchema.read(top, file: file)
    guard !schema.problems.contains(where: { $0.severity == .error }) else {
      throw JobDocumentError(problems: schema.problems)
    }
    return schema.mappings
  }
}

extension DocumentNode {
  /// An object whose member `scope` this is, as in an object mapping.
  fileprivate var asScope: DocumentNode {
    DocumentNode(
      content: .mapping([Member(name: "scope", position: position, value: self)]), position: position,
      path: path)
  }
}
