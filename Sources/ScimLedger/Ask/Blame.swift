public import Directory
public import EventLog
public import JSONTape
import LMDB
import Spelling

/// Which event gave each attribute of a resource the value it has, as `git blame` tells of lines.
public struct Blame: Sendable, Hashable {
  public var id: Identifier
  public var type: String
  public var name: String?
  /// In the order of the resource's attributes, members last.
  public var lines: [Line]

  public struct Line: Sendable, Hashable {
    /// Such as `name.givenName`, `emails[type eq "work"].value` or `members`.
    public var path: String
    /// nil where the attribute has been taken away, and was asked for by its path.
    public var value: JSONValue?
    /// What it was before; nil where it had no value.
    public var old: JSONValue?
    /// The event that set it.
    public var event: Event
    /// The provisioning cycle of that event.
    public var cycle: ProvisioningCycle?
  }
}

extension ProvisioningLedger {
  /// Who set each value of a resource, when, in which event and cycle, and what it was before.
  ///
  /// Walks back along the resource's own changes until every value is accounted for.
  ///
  /// - Parameters:
  ///   - selector: A resource that is live, or one that is gone, whose last state is looked at.
  ///   - attribute: Only this attribute and its parts; one that has no value any more tells who took it away.
  ///   - position: The state to look at; the present where nil.
  /// - Throws: `QuestionError.noSuchResource`, `.noSuchAttribute`.
  public func blame(
    _ selector: Selector, attribute: String? = nil, asOf position: Position? = nil
  ) throws -> Blame {
    let id = try requireIdentifier(selector)
    var last = try lastChange(of: id, through: position ?? head())
    // Of what is gone, the state before its removal.
    if let removal = last, removal.effect?.isRemoval == true {
      last = try removal.previous.flatMap { try event(at: $0) }
    }
    guard let last, let type = last.resourceType, let image = last.effect?.image else {
      throw QuestionError.noSuchResource("\(selector)")
    }
    var search = BlameSearch(image: image, attribute: attribute)
    if type == "Group", search.concerns("members") {
      search.expect(members: try reader.namedMembers(of: id, at: DirectoryMoment(last.position)))
    }
    try forEachChange(of: id, backFrom: last.position) { event, previous in
      search.take(event, previous: previous?.effect?.image)
      return search.isDone ? .stop : .next
    }
    guard attribute == nil || !search.inOrder.isEmpty else {
      let asked = attribute ?? ""
      let paths = ModifiedProperty.between(nil, image).map(\.path)
      throw QuestionError.noSuchAttribute(asked, nearest: NearestWord.to(asked, among: paths))
    }
    var cycles: [Position: ProvisioningCycle?] = [:]
    var lines: [Blame.Line] = []
    for (path, value, old, event) in search.inOrder {
      let cycle = try cycles[event.position] ?? self.cycle(of: event.position)
      cycles[event.position] = .some(cycle)
      lines.append(.init(path: path, value: value, old: old, event: event, cycle: cycle))
    }
    return Blame(id: id, type: type, name: image.resourceName, lines: lines)
  }
}

/// The walk back from a resource's state to where its values came from.
struct BlameSearch {
  typealias Found = (path: String, value: JSONValue?, old: JSONValue?, event: Event)

  private let attribute: String?
  private var order: [String]
  private var open: [String: JSONValue]
  private var openMembers: [String: String?] = [:]
  private var members: [Found] = []
  private var removed: Found?
  private(set) var found: [String: Found] = [:]

  init(image: JSONObject, attribute: String?) {
    self.attribute = attribute
    let leaves = ModifiedProperty.between(nil, image).filter { property in
      attribute.map { AttributeScope($0).takesIn(property.path) } ?? (property.path != "schemas")
    }
    order = leaves.map(\.path)
    open = [:]
    for leaf in leaves { open[leaf.path] = leaf.new }
  }

  func concerns(_ path: String) -> Bool { attribute.map { AttributeScope($0).takesIn(path) } ?? true }

  mutating func expect(members: [GroupMember]) {
    for member in members { openMembers[member.value] = member.display }
  }

  /// Whether everything is accounted for; an attribute without a value needs the event that took it away.
  var isDone: Bool {
    open.isEmpty && openMembers.isEmpty && (attribute == nil || !found.isEmpty || !members.isEmpty)
  }

  mutating func take(_ event: Event, previous: JSONObject?) {
    guard let effect = event.effect else { return }
    for property in ModifiedProperty.between(previous, effect.image) {
      for (path, value) in open where AttributeScope(path).overlaps(property.path) {
        found[path] = (
          path, value, path == property.path ? property.old : previousValue(path, previous), event
        )
        open[path] = nil
      }
      if let attribute, order.isEmpty, found.isEmpty, property.new == nil,
        AttributeScope(attribute).takesIn(property.path)
      {
        found[property.path] = (property.path, nil, property.old, event)
        order = [property.path]
      }
    }
    for member in effect.membersAdded {
      guard let display = openMembers.removeValue(forKey: member.value) else { continue }
      let name = display.map { "\(member.value) (\($0))" } ?? member.value
      members.append(("members", .string(name), nil, event))
    }
  }

  private func previousValue(_ path: String, _ image: JSONObject?) -> JSONValue? {
    ModifiedProperty.between(nil, image).first { $0.path == path }?.new
  }

  var inOrder: [Found] { order.compactMap { found[$0] } + members.reversed() }
}

/// An attribute's path and those below it.
struct AttributeScope {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Whether another path is this one or part of it; an extension's attribute is also meant by its bare name.
  func takesIn(_ other: String) -> Bool {
    if AttributeScope.begins(other, with: path) { return true }
    guard !path.lowercased().hasPrefix("urn:"), other.hasPrefix("urn:") else { return false }
    let start = other.firstIndex(of: "[") ?? other.endIndex
    guard let colon = other[..<start].lastIndex(of: ":") else { return false }
    return AttributeScope.begins(String(other[other.index(after: colon)...]), with: path)
  }

  /// Whether one of the two is part of the other.
  func overlaps(_ other: String) -> Bool {
    AttributeScope.begins(other, with: path) || AttributeScope.begins(path, with: other)
  }

  private static func begins(_ text: String, with prefix: String) -> Bool {
    guard text.count >= prefix.count, text.prefix(prefix.count).lowercased() == prefix.lowercased() else {
      return false
    }
    let rest = text.dropFirst(prefix.count)
    return rest.isEmpty || rest.first == "." || rest.first == "[" || rest.first == ":"
  }
}
