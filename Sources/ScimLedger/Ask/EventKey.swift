import EventLog
import JSONTape

/// What some fields of an event hang on, as bytes: events with equal keys have equal values in all of them.
///
/// Among millions of events the facts that questions are about take few values. So it pays to read of each event
/// no more than these bytes, and to find out what they mean once.
struct EventKey: Sendable {
  private struct Member: Sendable {
    let name: [UInt8]
    /// Whether it only matters that it is there.
    let onlyPresence: Bool
  }

  private static let factsKind: UInt16 = 1

  private let members: [Member]
  private let includesKind: Bool

  /// Nil where a field hangs on more than what was done and a few facts.
  init?(_ fields: [EventField]) {
    var members: [Member] = []
    var includesKind = false
    for field in fields {
      switch field {
      case .operation, .isAdministrative, .isRead: includesKind = true
      default:
        guard let fact = field.fact else { return nil }
        let onlyPresence = field == .isChange
        if !members.contains(where: { $0.name == fact && $0.onlyPresence == onlyPresence }) {
          members.append(Member(name: fact, onlyPresence: onlyPresence))
        }
      }
    }
    self.members = members
    self.includesKind = includesKind
  }

  /// Puts the key of a record in the place of what is in `key`.
  ///
  /// - Returns: False where the facts are not as this package writes them, so that they have to be read.
  func write(of record: RecordLayout, _ bytes: Span<UInt8>, into key: inout [UInt8]) throws -> Bool {
    key.removeAll(keepingCapacity: true)
    if includesKind {
      key.append(UInt8(truncatingIfNeeded: record.header.kind))
      key.append(UInt8(truncatingIfNeeded: record.header.kind >> 8))
    }
    guard !members.isEmpty else { return true }
    var facts: Range<Int>?
    try record.forEachSection(of: bytes) { kind, encryption, range in
      if kind == EventKey.factsKind, encryption == .none { facts = range }
      return facts == nil
    }
    guard let facts else { return false }
    return append(bytes.extracting(facts), to: &key)
  }

  private func append(_ facts: Span<UInt8>, to key: inout [UInt8]) -> Bool {
    var missing = members.count
    var all = RawMembers(facts)
    while missing > 0, let (name, value) = all.next() {
      for (number, member) in members.enumerated() where EventKey.is(facts, name, member.name) {
        missing -= 1
        key.append(UInt8(truncatingIfNeeded: number))
        if !member.onlyPresence {
          for index in value { key.append(facts[index]) }
        }
        // No JSON text has a zero in it.
        key.append(0)
      }
    }
    return !all.isUnreadable
  }

  private static func `is`(_ text: Span<UInt8>, _ range: Range<Int>, _ name: [UInt8]) -> Bool {
    guard range.count == name.count else { return false }
    for index in name.indices where text[range.lowerBound + index] != name[index] { return false }
    return true
  }
}

extension EventField {
  /// The member of the section of facts that the field is read from; nil where it is read from more, or where
  /// nearly every event has a value of its own.
  fileprivate var fact: [UInt8]? {
    let name: String? =
      switch self {
      case .actor, .client, .token, .protocol, .status, .scimType, .results: self.name
      case .resourceType: "type"
      case .isRefused: "status"
      case .isChange: "created"
      case .isUnchanged: "unchanged"
      case .tolerance: "tolerances"
      default: nil
      }
    return name.map { Array($0.utf8) }
  }
}
