import JSONTape

extension ResolvedFilter {
  /// Whether the resource matches. Rethrows what the subject's references throw.
  public func matches(_ subject: FilterSubject) throws -> Bool {
    try matches(root, subject: subject, value: nil)
  }

  /// Whether one value of the attribute matches, for a filter that was resolved for one.
  func matches(value: JSONValue) -> Bool {
    (try? matches(root, subject: nil, value: value)) ?? false
  }

  private func matches(_ node: Node, subject: FilterSubject?, value: JSONValue?) throws -> Bool {
    switch node {
    case .never: return false
    case .and(let nodes):
      return try nodes.allSatisfy { try matches($0, subject: subject, value: value) }
    case .or(let nodes):
      return try nodes.contains { try matches($0, subject: subject, value: value) }
    case .not(let node):
      return try !matches(node, subject: subject, value: value)
    case .test(.meta, let name?, .comparison(let comparison, .dateTime(let date))):
      guard let subject, let found = Self.date(name, of: subject) else { return false }
      if comparison == .notEqual { return !FilterTest.holds(.equal, between: found, and: date) }
      return FilterTest.holds(comparison, between: found, and: date)
    case .test(let place, "value"?, .comparison(.equal, .text(let pattern))):
      if let references = subject?.references(in: place) { return try references.contains(pattern.text) }
    case .anyValue(let place, .test(.value, "value"?, .comparison(.equal, .text(let pattern)))):
      if let references = subject?.references(in: place) { return try references.contains(pattern.text) }
    default: break
    }
    return try matchesValues(node, subject: subject, value: value)
  }

  private func matchesValues(_ node: Node, subject: FilterSubject?, value: JSONValue?) throws -> Bool {
    switch node {
    case .test(let place, let subAttribute, let test):
      let values = try values(in: place, of: subject, value: value)
      guard let subAttribute else { return test.passes(values) }
      return test.passes(values.flatMap { Self.assigned($0.objectValue?[subAttribute]) })
    case .anyValue(let place, let inner):
      return try values(in: place, of: subject, value: value).contains {
        try matches(inner, subject: subject, value: $0)
      }
    default: return false
    }
  }

  private func values(
    in place: Place, of subject: FilterSubject?, value: JSONValue?
  ) throws -> [JSONValue] {
    if place == .value { return Self.assigned(value) }
    guard let subject else { return [] }
    switch place {
    case .value: return []
    case .attribute(let name): return Self.assigned(subject.image[name])
    case .extensionAttribute(let schema, let name):
      return Self.assigned(subject.image[schema]?.objectValue?[name])
    case .id: return [.string(subject.id)]
    case .meta: return [.object(meta(of: subject))]
    case .members, .groups:
      return try subject.references(in: place)?.all().map { .object($0) } ?? []
    }
  }

  /// The value's parts if it is an array; nothing if it is unassigned (RFC 7643 §2.5).
  private static func assigned(_ value: JSONValue?) -> [JSONValue] {
    switch value {
    case nil, .null?, .string("")?: []
    case .array(let values)?: values.filter { $0 != .null && $0 != .string("") }
    case .object(let object)? where object.isEmpty: []
    case let value?: [value]
    }
  }

  private func meta(of subject: FilterSubject) -> JSONObject {
    [
      "resourceType": .string(typeName), "created": .string(subject.created.description),
      "lastModified": .string(subject.lastModified.description), "version": .string(subject.version),
      "location": .string(subject.location),
    ]
  }

  private static func date(_ name: String, of subject: FilterSubject) -> DateTime? {
    switch name {
    case "created": subject.created
    case "lastModified": subject.lastModified
    default: nil
    }
  }
}

extension FilterSubject {
  fileprivate func references(in place: ResolvedFilter.Place) -> References? {
    switch place {
    case .members: members
    case .groups: groups
    default: nil
    }
  }
}

extension Filter {
  /// Whether a resource of the type matches. To put one filter to many resources, resolve it once with
  /// `ResolvedFilter`.
  ///
  /// Throws `invalidFilter` for a comparison that can't be made, and what the subject's references throw.
  public func matches(_ subject: FilterSubject, type: ResourceType) throws -> Bool {
    try ResolvedFilter(self, type: type).matches(subject)
  }
}
