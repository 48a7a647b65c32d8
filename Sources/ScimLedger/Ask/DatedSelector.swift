/// A user or group as a question names it, with the moment at which it is looked at: `anna@example.com@-1`.
public struct DatedSelector: Sendable, Hashable {
  /// What ``Selector`` reads.
  public var name: String
  /// What ``ProvisioningLedger/position(asOf:of:)`` reads; nil for the present.
  public var moment: String?

  public init(name: String, moment: String? = nil) {
    self.name = name
    self.moment = moment
  }

  /// Splits a text at its last `@` where a moment stands behind it: a position, an instant, a time back, a
  /// cycle's edge, or a number of changes back.
  ///
  /// A userName is mostly an e-mail address, so what stands behind an `@` is taken for a moment only where it
  /// reads as one; ``ProvisioningLedger/dated(_:types:)`` prefers the whole text where somebody is called so.
  public init(parsing text: String) {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex,
      LogMoment(parsing: String(text[text.index(after: at)...])) != nil
    else {
      self.init(name: text)
      return
    }
    self.init(name: String(text[..<at]), moment: String(text[text.index(after: at)...]))
  }
}

extension ProvisioningLedger {
  /// Reads a user's or group's name with the moment that may stand behind it.
  ///
  /// - Parameter types: The types among which the whole text is looked for first.
  public func dated(_ text: String, types: [String] = ["User", "Group"]) throws -> DatedSelector {
    let dated = DatedSelector(parsing: text)
    guard dated.moment != nil,
      try types.contains(where: { try resource(Selector(text, type: $0)) != nil })
    else { return dated }
    return DatedSelector(name: text)
  }

  /// A user or group as it was at a position; nil where there was none.
  ///
  /// The selector names who is called so now and was there then; else who was called so then.
  ///
  /// - Throws: `QuestionError.beyondHead`.
  public func resource(_ selector: Selector, asOf position: Position) throws -> DirectoryResource? {
    let moment = try directoryMoment(position)
    var id: Identifier?
    if case .id(let known) = selector { id = known } else { id = try resource(selector)?.id }
    for type in ["User", "Group"] {
      if let id, let stored = try reader.resource(id, type: type, at: moment) {
        return try complete(stored, at: moment)
      }
    }
    for (type, filter) in selector.filters {
      let query = try ResourceQuery(
        type: type, filter: try Filter(parsing: filter), moment: moment)
      if let stored = try reader.first(query) { return try complete(stored, at: moment) }
    }
    return nil
  }
}

extension Selector {
  /// The searches that find what it names, by type.
  fileprivate var filters: [(ResourceType, String)] {
    func equals(_ attribute: String, _ value: String) -> String {
      "\(attribute) eq \(JSONValue.string(value))"
    }
    switch self {
    case .id: return []
    case .userName(let value): return [(.user, equals("userName", value))]
    case .externalID(let value):
      return [(.user, equals("externalId", value)), (.group, equals("externalId", value))]
    case .displayName(let value): return [(.group, equals("displayName", value))]
    }
  }
}
