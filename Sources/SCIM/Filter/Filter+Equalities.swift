import JSONTape

extension Filter {
  /// A condition that every resource matching the filter fulfils: one value of the attribute equals the
  /// string, by the attribute's `caseExact`.
  public struct Equality: Sendable, Hashable {
    /// Leads to a simple attribute: for `manager eq "…"` to `manager.value`.
    public var path: ResolvedPath
    public var value: String

    public init(path: ResolvedPath, value: String) {
      self.path = path
      self.value = value
    }
  }

  /// The equalities with strings that the filter demands, for the choice of an index: its own or those
  /// it joins with `and`, also within value paths. A resource that fulfils them need not match.
  public func equalities(in type: ResourceType) -> [Equality] {
    switch self {
    case .and(let terms):
      return terms.flatMap { $0.equalities(in: type) }
    case .comparison(let path, .equal, let literal):
      guard let value = literal.comparedText, !value.isEmpty, var resolved = path.resolved(in: type) else {
        return []
      }
      if resolved.attribute.type == .complex && resolved.subAttribute == nil {
        guard let main = resolved.attribute.subAttribute(named: "value") else { return [] }
        resolved.subAttribute = main
      }
      guard (resolved.subAttribute ?? resolved.attribute).type.isText else { return [] }
      return [Equality(path: resolved, value: value)]
    case .valuePath(let path, let filter):
      return filter.relativeEqualities.flatMap { inner, value in
        let full = AttributePath(
          schema: path.schema, name: path.name, subName: inner.subName ?? inner.name)
        return Filter.comparison(full, .equal, value).equalities(in: type)
      }
    default:
      return []
    }
  }

  private var relativeEqualities: [(AttributePath, JSONValue)] {
    switch self {
    case .and(let terms): terms.flatMap(\.relativeEqualities)
    case .comparison(let path, .equal, let value): [(path, value)]
    default: []
    }
  }
}

extension Attribute.DataType {
  fileprivate var isText: Bool { self == .string || self == .reference || self == .binary }
}
