public import SCIM

/// A list or search over one type of resource (RFC 7644 §3.4.2).
public struct ResourceQuery: Sendable {
  public var type: ResourceType
  public var filter: ResolvedFilter?
  /// nil where the type lacks the attribute: all its resources are without a value then.
  public var sort: ResolvedSort?
  /// The past that is looked at; nil for the present.
  public var moment: DirectoryMoment?
  /// How many resources matched at the moment, where that is known: when so many have been found, it is all.
  public var knownTotal: Int?
  var equalities: [Filter.Equality]

  /// - Throws: `SCIMError` with `invalidFilter` where the filter can't apply to the type.
  public init(
    type: ResourceType, filter: Filter?, sort: ResolvedSort? = nil, moment: DirectoryMoment? = nil
  ) throws(SCIMError) {
    self.type = type
    self.sort = sort
    self.moment = moment
    if let filter {
      self.filter = try ResolvedFilter(filter, type: type)
      equalities = filter.equalities(in: type)
    } else {
      equalities = []
    }
  }
}
