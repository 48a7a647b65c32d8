/// Which attributes an answer shows: `attributes` or `excludedAttributes` (RFC 7644 §3.9), over what
/// each attribute's `returned` says (RFC 7643 §7).
public struct AttributeSelection: Sendable, Hashable {
  /// An attribute, or nil for a whole schema, with its extension's URN or nil for the core.
  struct Key: Hashable {
    var schema: String?
    var name: String?
  }

  enum Names: Hashable {
    case whole
    case parts(Set<String>)
  }

  enum Mode: Hashable {
    case defaults
    case only([Key: Names])
    case except([Key: Names])
  }

  var mode: Mode
  /// Whether an answer shows a group's members, so that none are read when it does not.
  public private(set) var needsMembers: Bool
  /// Whether an answer shows a user's groups.
  public private(set) var needsGroups: Bool
  /// `selectionValuePath`, where a name came with a filter in brackets.
  public private(set) var tolerances: [Tolerance] = []

  /// The comma-separated names of a query.
  ///
  /// When both are given, `attributes` decides; the RFC leaves the pair undefined. Unknown names
  /// select nothing. A name may be a value path, as in `emails[type eq "work"]`: it selects the attribute
  /// with all its values.
  ///
  /// - Throws: `invalidValue` when there are more names than a selection may have.
  public init(attributes: String?, excludedAttributes: String?, type: ResourceType) throws(SCIMError) {
    try self.init(
      attributes: SelectionName.list(attributes ?? ""),
      excludedAttributes: SelectionName.list(excludedAttributes ?? ""), type: type)
  }

  /// The names of a search request (RFC 7644 §3.4.3).
  public init(attributes: [String], excludedAttributes: [String], type: ResourceType) throws(SCIMError) {
    guard max(attributes.count, excludedAttributes.count) <= Self.mostNames else {
      throw .invalidValue("attributes and excludedAttributes take at most \(Self.mostNames) names")
    }
    if attributes.contains(where: { !$0.isEmpty }) {
      let names = attributes.map { SelectionName($0) }
      self.init(mode: .only(Self.keys(names.map(\.path), in: type)), type: type)
      tolerances = names.compactMap(\.tolerance)
    } else if excludedAttributes.contains(where: { !$0.isEmpty }) {
      let names = excludedAttributes.map { SelectionName($0) }
      self.init(mode: .except(Self.keys(names.map(\.path), in: type)), type: type)
      tolerances = names.compactMap(\.tolerance)
    } else {
      self.init(mode: .defaults, type: type)
    }
  }

  /// What is returned when nothing is asked for.
  public static func defaults(for type: ResourceType) -> AttributeSelection {
    AttributeSelection(mode: .defaults, type: type)
  }

  private static let mostNames = 256

  private init(mode: Mode, type: ResourceType) {
    self.mode = mode
    needsMembers = false
    needsGroups = false
    needsMembers = type.hasMembers && shows("members", of: type.schema)
    needsGroups = type.hasGroups && shows("groups", of: type.schema)
  }

  private func shows(_ name: String, of schema: Schema) -> Bool {
    schema.attribute(named: name).map { part(of: $0, in: nil) != .nothing } ?? false
  }

  private static func keys(_ names: [String], in type: ResourceType) -> [Key: Names] {
    var keys: [Key: Names] = [:]
    for name in names {
      if let schema = type.schema(withID: name) {
        keys[Key(schema: schema.id == type.schema.id ? nil : schema.id, name: nil)] = .whole
        continue
      }
      guard let path = type.path(named: name) else { continue }
      let key = Key(schema: path.isExtension ? path.schema : nil, name: path.attribute.name)
      guard let sub = path.subAttribute else {
        keys[key] = .whole
        continue
      }
      switch keys[key] {
      case .whole: break
      case .parts(let parts): keys[key] = .parts(parts.union([sub.name]))
      case nil: keys[key] = .parts([sub.name])
      }
    }
    return keys
  }
}
