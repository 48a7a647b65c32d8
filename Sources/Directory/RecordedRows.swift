package import EventLog
import JSONTape
package import SCIM

/// What an event does to the rows of a directory, read from its record without decoding anything else.
package struct RecordedRows: Sendable {
  package private(set) var type = ""
  /// Whether the event changed a resource.
  package private(set) var hasEffect = false
  package private(set) var isRemoval = false
  /// Whether it was an operation of a bulk request.
  package private(set) var hasBulk = false
  /// By what the resource is found afterwards.
  package private(set) var values = ValueDigests()
  package private(set) var membersAdded: [GroupMember] = []
  package private(set) var membersRemoved: [String] = []

  /// - Throws: `EventCodecError` where the event can't be read.
  package init(_ record: Record) throws(EventCodecError) {
    self.init()
    guard let facts = record.bytes(ofSection: EventCodec.SectionKind.facts), read(facts) else {
      self = try RecordedRows(decoding: record)
      return
    }
    guard hasEffect else { return }
    if !isRemoval {
      guard let image = record.bytes(ofSection: EventCodec.SectionKind.image),
        values.read(image, type: type)
      else {
        self = try RecordedRows(decoding: record)
        return
      }
    }
    guard record.sections.contains(where: { $0.kind == EventCodec.SectionKind.members }) else { return }
    let effect = try EventCodec.event(record).effect
    (membersAdded, membersRemoved) = (effect?.membersAdded ?? [], effect?.membersRemoved ?? [])
  }

  private init() {}

  /// The way for what is not written as this package writes it.
  private init(decoding record: Record) throws(EventCodecError) {
    self.init()
    let event = try EventCodec.event(record)
    type = event.resourceType ?? ""
    hasBulk = event.bulk != nil
    guard let effect = event.effect, event.resourceType != nil else { return }
    hasEffect = true
    isRemoval = effect.isRemoval
    if let image = effect.image { values = ValueDigests(image, type: type) }
    (membersAdded, membersRemoved) = (effect.membersAdded, effect.membersRemoved)
  }

  /// False where the facts have to be read otherwise.
  private mutating func read(_ bytes: [UInt8]) -> Bool {
    let text = bytes.span
    var members = RawMembers(text)
    var hasOwner = false
    while let (name, value) = members.next() {
      if text.spells("created", at: name) {
        hasEffect = true
      } else if text.spells("owner", at: name) {
        hasOwner = true
      } else if text.spells("removed", at: name) {
        isRemoval = text.spells("true", at: value)
      } else if text.spells("bulk", at: name) {
        hasBulk = true
      } else if text.spells("type", at: name) {
        guard let type = text.plainString(at: value) else { return false }
        self.type = type
      }
    }
    hasEffect = hasEffect && hasOwner && !type.isEmpty
    return !members.isUnreadable
  }
}

extension StoredResource {
  /// The resource as a recorded event left it; nil where it left none.
  ///
  /// - Throws: `EventCodecError` where the event can't be read.
  package init?(_ record: Record) throws(EventCodecError) {
    guard let facts = record.bytes(ofSection: EventCodec.SectionKind.facts),
      let image = record.bytes(ofSection: EventCodec.SectionKind.image), record.stream != .none,
      let read = ImageFacts(facts), let value = try? JSONDocument(parsing: image, limits: .stored),
      let object = JSONValue(value.root).objectValue
    else {
      // Also the way to say what is wrong.
      self.init(try EventCodec.event(record))
      return
    }
    self.init(
      id: record.stream, type: read.type, image: object, created: read.created,
      lastModified: DateTime(microseconds: record.time), position: record.position, owner: read.owner)
  }
}

/// What the facts of an event say of the resource that it left.
private struct ImageFacts {
  var type = ""
  var owner = ""
  var created = DateTime(microseconds: 0)

  /// Nil where the facts are to be read otherwise.
  init?(_ facts: [UInt8]) {
    let text = facts.span
    var members = RawMembers(text)
    var found = 0
    while let (name, value) = members.next() {
      if text.spells("type", at: name) {
        guard let type = text.plainString(at: value) else { return nil }
        self.type = type
      } else if text.spells("owner", at: name) {
        guard let owner = text.plainString(at: value) else { return nil }
        self.owner = owner
      } else if text.spells("created", at: name) {
        guard let number = text.plainInteger(at: value) else { return nil }
        created = DateTime(microseconds: number)
      } else if text.spells("version", at: name) {
        guard text.plainInteger(at: value) == Int64(EventCodec.factsVersion) else { return nil }
      } else {
        continue
      }
      found += 1
    }
    guard found == 4, !members.isUnreadable else { return nil }
  }
}
