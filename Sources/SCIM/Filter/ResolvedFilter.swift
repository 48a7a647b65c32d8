/// A filter with its names looked up in a resource type and its values read as the attributes' types,
/// ready to be put to many resources.
///
/// An attribute that the type does not have matches nothing. A comparison with a complex attribute is
/// one with its `value` (RFC 7644 §3.4.2.2), as in `emails co "example.com"` or `manager eq "…"`.
public struct ResolvedFilter: Sendable {
  indirect enum Node: Sendable {
    case never
    case and([Node])
    case or([Node])
    case not(Node)
    case test(Place, subAttribute: String?, FilterTest)
    /// Whether one value in the place matches.
    case anyValue(Place, Node)
  }

  /// Where the values stand.
  enum Place: Sendable, Hashable {
    /// The value that a value path is about.
    case value
    case attribute(String)
    case extensionAttribute(schema: String, name: String)
    case id
    case meta
    case members
    case groups
  }

  let root: Node
  /// The name of the resource type, for `meta.resourceType`.
  let typeName: String

  /// Throws `invalidFilter` for a comparison that can't be made: an order of booleans or binary values
  /// (RFC 7644 §3.4.2.2, table 3), or a dateTime compared with something else.
  public init(_ filter: Filter, type: ResourceType) throws(SCIMError) {
    root = try FilterResolution.resource(type).node(for: filter)
    typeName = type.name
  }

  /// A filter on the values of one attribute, as in a PATCH path.
  init(_ filter: Filter, valuesOf attribute: Attribute) throws(SCIMError) {
    root = try FilterResolution.value(attribute).node(for: filter)
    typeName = ""
  }
}

/// What the names in a filter are relative to.
enum FilterResolution {
  case resource(ResourceType)
  case value(Attribute)

  typealias Node = ResolvedFilter.Node

  private struct Found {
    var place: ResolvedFilter.Place
    var attribute: Attribute
    var subAttribute: Attribute?
  }

  func node(for filter: Filter) throws(SCIMError) -> Node {
    switch filter {
    case .and(let terms): return .and(try nodes(for: terms))
    case .or(let terms): return .or(try nodes(for: terms))
    case .not(let term): return .not(try node(for: term))
    case .present(let path):
      guard let found = find(path) else { return .never }
      return .test(found.place, subAttribute: found.subAttribute?.name, .present)
    case .comparison(let path, let comparison, let value):
      guard var found = find(path) else { return .never }
      if found.attribute.type == .complex && found.subAttribute == nil {
        guard let main = found.attribute.subAttribute(named: "value") else { return .never }
        found.subAttribute = main
      }
      let leaf = found.subAttribute ?? found.attribute
      let test = try FilterTest(comparison, value, as: leaf, at: "\(path)")
      return .test(found.place, subAttribute: found.subAttribute?.name, test)
    case .valuePath(let path, let inner):
      guard let found = find(path), found.subAttribute == nil else { return .never }
      return .anyValue(found.place, try FilterResolution.value(found.attribute).node(for: inner))
    }
  }

  private func nodes(for filters: [Filter]) throws(SCIMError) -> [Node] {
    var nodes: [Node] = []
    for filter in filters { nodes.append(try node(for: filter)) }
    return nodes
  }

  private func find(_ path: AttributePath) -> Found? {
    let found =
      switch self {
      case .resource(let type): path.resolved(in: type).map { Self.found($0, in: type) }
      case .value(let attribute): Self.found(path, in: attribute)
      }
    guard let found, found.attribute.returned != .never, found.attribute.mutability != .writeOnly else {
      return nil
    }
    return found
  }

  private static func found(_ path: ResolvedPath, in type: ResourceType) -> Found {
    let name = path.attribute.name
    let place: ResolvedFilter.Place =
      if path.isExtension {
        .extensionAttribute(schema: path.schema, name: name)
      } else if name == CommonAttributes.id.name {
        .id
      } else if name == CommonAttributes.meta.name {
        .meta
      } else if name == "members" && type.hasMembers {
        .members
      } else if name == "groups" && type.hasGroups {
        .groups
      } else {
        .attribute(name)
      }
    return Found(place: place, attribute: path.attribute, subAttribute: path.subAttribute)
  }

  /// A path inside a value path: the sub-attribute alone, or once more with its attribute before it.
  private static func found(_ path: AttributePath, in attribute: Attribute) -> Found? {
    let name: String
    if let subName = path.subName {
      guard path.name.equalsIgnoringASCIICase(attribute.name) else { return nil }
      name = subName
    } else {
      name = path.name
    }
    if attribute.type == .complex {
      return attribute.subAttribute(named: name).map {
        Found(place: .value, attribute: attribute, subAttribute: $0)
      }
    }
    var single = attribute
    single.multiValued = false
    return name.equalsIgnoringASCIICase("value") ? Found(place: .value, attribute: single) : nil
  }
}
