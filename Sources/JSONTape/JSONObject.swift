/// A JSON object: members in the order they came, with unique names (RFC 8259 §4).
///
/// Names compare by their exact UTF-8, never by Unicode equivalence. Equality and hashing ignore the members'
/// order. Looking a name up scans up to 64 members and is a hash lookup beyond.
public struct JSONObject: Sendable {
  /// A name and its value.
  public struct Member: Sendable, Hashable {
    public let name: String
    public internal(set) var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    public static func == (left: Member, right: Member) -> Bool {
      left.name.hasSameUTF8(as: right.name) && left.value == right.value
    }

    public func hash(into hasher: inout Hasher) {
      name.hashUTF8(into: &hasher)
      hasher.combine(value)
    }
  }

  /// More members than this are found through `positions`.
  private static let scanned = 64

  /// The members in order.
  public private(set) var members: [Member]
  /// Where each name stands; kept exactly while there are more than `scanned` members.
  private var positions: [ExactName: Int]?

  public init() {
    members = []
  }

  /// The members in this order; for a repeated name the first position and the last value.
  public init(_ members: [(String, JSONValue)]) {
    self.init()
    self.members.reserveCapacity(members.count)
    for (name, value) in members { self[name] = value }
  }

  /// Members whose names are known to be unique.
  package init(unique members: [Member]) {
    self.members = members
    indexPositions()
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }

  /// The value of the member with exactly this name.
  ///
  /// Setting `nil` removes the member, setting a value keeps the member's position, a new name goes last.
  public subscript(name: String) -> JSONValue? {
    get {
      position(of: name).map { members[$0].value }
    }
    set {
      guard let newValue else {
        removeValue(forName: name)
        return
      }
      if let position = position(of: name) {
        members[position].value = newValue
      } else {
        append(Member(name: name, value: newValue))
      }
    }
  }

  /// Whether there is a member with exactly this name.
  public func contains(_ name: String) -> Bool {
    position(of: name) != nil
  }

  /// Removes the member with exactly this name and returns its value.
  @discardableResult
  public mutating func removeValue(forName name: String) -> JSONValue? {
    guard let position = position(of: name) else { return nil }
    let removed = members.remove(at: position)
    indexPositions()
    return removed.value
  }

  /// The first member whose name is `name` without regard to ASCII case, as SCIM names compare
  /// (RFC 7643 §2.1). An exact match does not take precedence over an earlier one.
  public func firstIgnoringCase(_ name: String) -> Member? {
    members.first { $0.name.hasSameUTF8IgnoringASCIICase(as: name) }
  }

  /// Makes room for so many members.
  package mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

  /// Adds a member whose name is known to be new, without looking for it.
  package mutating func append(unique name: String, _ value: JSONValue) {
    append(Member(name: name, value: value))
  }

  private func position(of name: String) -> Int? {
    if let positions { return positions[ExactName(text: name)] }
    return members.firstIndex { $0.name.hasSameUTF8(as: name) }
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if positions != nil {
      positions?[ExactName(text: member.name)] = members.count - 1
    } else {
      indexPositions()
    }
  }

  private mutating func indexPositions() {
    guard members.count > Self.scanned else {
      positions = nil
      return
    }
    var positions = [ExactName: Int](minimumCapacity: members.count)
    for (position, member) in members.enumerated() { positions[ExactName(text: member.name)] = position }
    self.positions = positions
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
  public var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // A sum of hashes, since equality ignores the order.
    var sum = members.count
    for member in members {
      var memberHasher = hasher
      memberHasher.combine(member)
      sum &+= memberHasher.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}

/// A name that is equal only to the same UTF-8.
private struct ExactName: Hashable {
  let text: String

  static func == (left: ExactName, right: ExactName) -> Bool {
    left.text.hasSameUTF8(as: right.text)
  }

  func hash(into hasher: inout Hasher) {
    text.hashUTF8(into: &hasher)
  }
}
