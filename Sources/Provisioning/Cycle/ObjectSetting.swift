import JSONTape
import Synchronization

/// What is the same for all objects of one mapping in a cycle.
///
/// It is handed on with each object, hence a class.
public final class ObjectSetting: Sendable {
  public let job: Job
  public let mapping: ObjectMapping
  public let dialect: TargetDialect
  /// The cycle's clock in microseconds since 1970-01-01 UTC.
  public let now: Int64
  /// The cycle's seed.
  public let seed: UInt64
  /// The most times one request is sent before the object is put aside.
  public let attempts: Int
  /// The attribute mappings that aren't references, each with where its values go.
  let attributes: [Attribute]
  /// The mapping with nothing but the attributes that tell of soft deletion: all that is evaluated for an
  /// object out of scope, so that no other mapping's failure keeps its access alive.
  let disabling: ObjectMapping
  /// Where values stand in the target that the ledger must not keep.
  let hiddenPlaces: [TargetPlace]
  /// The paths of these places.
  let hiddenPaths: Set<TargetPath>
  /// Those that an object is matched by, first precedence first.
  let matching: [Attribute]

  /// An attribute mapping and where its values go.
  final class Attribute: Sendable {
    let mapping: AttributeMapping
    let path: TargetPath
    let place: TargetPlace

    init(mapping: AttributeMapping, path: TargetPath, place: TargetPlace) {
      self.mapping = mapping
      self.path = path
      self.place = place
    }
  }

  /// The last scope evaluation and its JSON: those of most objects are alike.
  private let scoped = Mutex<(evaluation: ScopeEvaluation, json: JSONObject)?>(nil)

  /// - Throws: `TargetPathError` where a target attribute is no path.
  public init(
    job: Job, mapping: ObjectMapping, now: Int64, seed: UInt64
  ) throws(TargetPathError) {
    self.job = job
    self.mapping = mapping
    let dialect = TargetDialect(
      version: job.document.target.protocolVersion,
      updates: job.document.target.updates == .put ? .put : .patch)
    self.dialect = dialect
    self.now = now
    self.seed = seed
    attempts = max(job.document.target.retries, 0) + 1
    var attributes: [Attribute] = []
    for attribute in mapping.valueAttributes {
      let path = try TargetPath(parsing: attribute.targetAttribute)
      let place = TargetPlace(path, in: dialect, isMultivalued: attribute.definition.isMultivalued)
      attributes.append(Attribute(mapping: attribute, path: path, place: place))
    }
    self.attributes = attributes
    var disabling = mapping
    disabling.attributes = mapping.valueAttributes.filter(\.readsSoftDeletion)
    self.disabling = disabling
    let hidden = attributes.filter(\.mapping.isHidden)
    hiddenPlaces = hidden.map(\.place)
    hiddenPaths = Set(hidden.map(\.path))
    matching = attributes.filter { $0.mapping.matchingPriority != nil }
      .sorted { ($0.mapping.matchingPriority ?? 0) < ($1.mapping.matchingPriority ?? 0) }
  }

  /// The evaluation as an event holds it.
  func json(of evaluation: ScopeEvaluation) -> JSONObject {
    scoped.withLock { scoped in
      if let scoped, scoped.evaluation == evaluation { return scoped.json }
      let json = evaluation.json
      scoped = (evaluation, json)
      return json
    }
  }

  /// The paths of the target attributes that objects are matched by, first precedence first.
  public var matchingPaths: [TargetPath] { matching.map(\.path) }
}
