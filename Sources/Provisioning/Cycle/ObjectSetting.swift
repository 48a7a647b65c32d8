/// What is the same for all objects of one mapping in a cycle.
public struct ObjectSetting: Sendable {
  public var job: Job
  public var mapping: ObjectMapping
  public var dialect: TargetDialect
  /// The cycle's clock in microseconds since 1970-01-01 UTC.
  public var now: Int64
  /// The cycle's seed.
  public var seed: UInt64
  /// The most times one request is sent before the object is put aside.
  public var attempts: Int
  /// The attribute mappings that aren't references, each with its parsed path.
  let attributes: [(mapping: AttributeMapping, path: TargetPath)]
  /// The mapping with nothing but the attributes that tell of soft deletion: all that is evaluated for an
  /// object out of scope, so that no other mapping's failure keeps its access alive.
  let disabling: ObjectMapping
  /// Where values stand in the target that the ledger must not keep.
  let hiddenPaths: [TargetPath]
  /// Those that an object is matched by, first precedence first.
  let matching: [(mapping: AttributeMapping, path: TargetPath)]

  /// - Throws: `TargetPathError` where a target attribute is no path.
  public init(
    job: Job, mapping: ObjectMapping, now: Int64, seed: UInt64
  ) throws(TargetPathError) {
    self.job = job
    self.mapping = mapping
    dialect = TargetDialect(
      version: job.document.target.protocolVersion,
      updates: job.document.target.updates == .put ? .put : .patch)
    self.now = now
    self.seed = seed
    attempts = max(job.document.target.retries, 0) + 1
    var attributes: [(mapping: AttributeMapping, path: TargetPath)] = []
    for attribute in mapping.valueAttributes {
      attributes.append((attribute, try TargetPath(parsing: attribute.targetAttribute)))
    }
    self.attributes = attributes
    var disabling = mapping
    disabling.attributes = mapping.valueAttributes.filter(\.readsSoftDeletion)
    self.disabling = disabling
    hiddenPaths = attributes.filter(\.mapping.isHidden).map(\.path)
    matching = attributes.filter { $0.mapping.matchingPriority != nil }
      .sorted { ($0.mapping.matchingPriority ?? 0) < ($1.mapping.matchingPriority ?? 0) }
  }

  /// The paths of the target attributes that objects are matched by, first precedence first.
  public var matchingPaths: [TargetPath] { matching.map(\.path) }
}
