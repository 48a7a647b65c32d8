/// A resource type's attributes by their names as the schema spells them: what ``PlainReader`` goes by.
///
/// Made once for a type, since each name of each body is looked up in it.
package struct PlainForm: Sendable {
  /// What stands under a name.
  struct Member: Sendable {
    enum Kind: UInt8, Sendable {
      case schemas
      /// An object of the attributes in `table`.
      case `extension`
      case text
      case boolean
      /// An object of the attributes in `table`.
      case complex
    }

    var kind: Kind
    var isMultiValued = false
    /// Where the parts of an object are, among the form's tables.
    var table = 0
    /// Of an extension: which of the type's.
    var place = 0
    var indexed: PlainReader.IndexedText?
    var isActive = false
  }

  /// Members by their names.
  struct Table: Sendable {
    private(set) var members: [Member] = []
    private var names: [[UInt8]] = []
    private var slots = [UInt8](repeating: 0, count: 256)
    /// Which of the members must be there, one bit each.
    var required: UInt64 = 0
    /// The part `value` and the part `primary`, as places among the members.
    var value: Int?
    var primary: Int?

    /// Whether there is room for no more: a table is as large as one byte and one bit a member can say.
    var isFull: Bool { members.count >= 64 }

    mutating func add(_ name: [UInt8], _ member: Member) {
      var slot = Self.slot(of: name.span)
      while slots[slot] != 0 { slot = (slot &+ 1) & 255 }
      members.append(member)
      names.append(name)
      slots[slot] = UInt8(truncatingIfNeeded: members.count)
    }

    /// The place of the member with exactly this name.
    func place(of name: Span<UInt8>) -> Int? {
      var slot = Self.slot(of: name)
      while true {
        let place = Int(slots[slot])
        if place == 0 { return nil }
        if isName(place - 1, name) { return place - 1 }
        slot = (slot &+ 1) & 255
      }
    }

    func isName(_ place: Int, _ name: Span<UInt8>) -> Bool {
      guard names[place].count == name.count else { return false }
      for index in name.indices where names[place][index] != name[index] { return false }
      return true
    }

    private static func slot(of name: Span<UInt8>) -> Int {
      guard name.count > 1 else { return name.isEmpty ? 0 : Int(name[0]) }
      let mixed =
        UInt32(name[0]) &* 31 &+ UInt32(name[name.count - 1]) &* 17 &+ UInt32(name[name.count / 2]) &* 7
        &+ UInt32(truncatingIfNeeded: name.count) &* 13
      return Int(mixed & 255)
    }
  }

  let tables: [Table]
  /// The URIs of the core schema and, after it, of the extensions.
  let uris: [[UInt8]]
  /// Whether a body that leaves `active` out means true.
  let fillsActive: Bool

  /// The form of a type of people; nil for types and schemas whose bodies are never plain.
  package init?(_ type: ResourceType) {
    guard type.name == "User", type.schema.id == SchemaURI.user, !type.hasMembers, type.secretNames.isEmpty,
      type.extensions.count < 16, !type.extensions.contains(where: \.required)
    else { return nil }
    var tables = [Table()]
    var core = Table()
    core.add(Array("schemas".utf8), Member(kind: .schemas))
    guard Self.add(type.schema.attributes + [CommonAttributes.externalId], to: &core, &tables, isCore: true)
    else { return nil }
    for (place, candidate) in type.extensions.enumerated() {
      var table = Table()
      guard !core.isFull, Self.add(candidate.schema.attributes, to: &table, &tables, isCore: false) else {
        return nil
      }
      core.add(
        Array(candidate.schema.id.utf8), Member(kind: .extension, table: tables.count, place: place))
      tables.append(table)
    }
    tables[0] = core
    self.tables = tables
    uris = type.schemas.map { Array($0.id.utf8) }
    fillsActive = true
  }

  /// - Returns: False where a body's plainness can't be told from such a table.
  private static func add(
    _ attributes: [Attribute], to table: inout Table, _ tables: inout [Table], isCore: Bool
  ) -> Bool {
    for attribute in attributes {
      let isPlain = isPlain(attribute)
      if attribute.required, attribute.mutability != .readOnly, !attribute.isSecret {
        guard isPlain else { return false }
      }
      guard isPlain, var member = member(attribute, &tables) else { continue }
      guard !table.isFull, attributes.filter({ $0.name.equalsIgnoringASCIICase(attribute.name) }).count == 1
      else { return false }
      if isCore {
        member.indexed = PlainReader.IndexedText(attribute)
        member.isActive = attribute.name == "active"
      }
      if attribute.required { table.required |= 1 << UInt64(table.members.count) }
      table.add(Array(attribute.name.utf8), member)
    }
    return true
  }

  private static func member(_ attribute: Attribute, _ tables: inout [Table]) -> Member? {
    switch attribute.type {
    case .boolean: return Member(kind: .boolean, isMultiValued: attribute.multiValued)
    case .string, .reference, .binary:
      return Member(kind: .text, isMultiValued: attribute.multiValued)
    case .decimal, .integer, .dateTime: return nil
    case .complex:
      var parts = Table()
      for part in attribute.subAttributes {
        if part.required, part.mutability != .readOnly, !part.isSecret {
          guard isPlain(part), !part.multiValued else { return nil }
          parts.required |= 1 << UInt64(parts.members.count)
        }
        guard isPlain(part), !part.multiValued, !parts.isFull, part.type != .complex,
          let member = member(part, &tables)
        else { continue }
        if part.name == "value" { parts.value = parts.members.count }
        if part.name == "primary", part.type == .boolean { parts.primary = parts.members.count }
        parts.add(Array(part.name.utf8), member)
      }
      tables.append(parts)
      return Member(kind: .complex, isMultiValued: attribute.multiValued, table: tables.count - 1)
    }
  }

  /// Whether its value may be taken as it is. Not where a client may not set it or nothing may keep it; nor where
  /// a reference or a secret may stand in it under a name that means more than the schema says.
  private static func isPlain(_ attribute: Attribute) -> Bool {
    attribute.mutability != .readOnly && !attribute.isSecret
      && !["path", "$ref", "filter", "members", "manager"].contains(attribute.name.lowercased())
      && !Redaction.namesPassword(attribute.name)
      && attribute.name.utf8.allSatisfy { $0 < 0x80 && $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
  }
}
