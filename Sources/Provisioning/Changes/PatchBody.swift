import JSONTape
import SCIM

/// The body of a PATCH of SCIM 2.0 while it is written (RFC 7644 §3.5.2): operations in lower case, a path
/// in each, values of their real types.
struct PatchBody {
  let dialect: TargetDialect
  let current: JSONObject
  private(set) var operations: [JSONValue] = []

  init(dialect: TargetDialect, current: JSONObject) {
    self.dialect = dialect
    self.current = current
  }

  var body: JSONObject {
    ["schemas": [.string(SchemaURI.patchOp)], "Operations": .array(operations)]
  }

  mutating func add(_ kind: PatchOperation.Kind, _ path: String, _ value: JSONValue? = nil) {
    var operation: JSONObject = ["op": .string(kind.rawValue), "path": .string(path)]
    operation["value"] = value
    operations.append(.object(operation))
  }

  mutating func add(_ changes: [AttributeChange]) {
    let placed = changes.map { (place: $0.place(in: dialect), change: $0) }
    var done: [TargetPlace] = []
    for (place, change) in placed {
      if done.contains(where: place.isSameAttribute) { continue }
      if place.isWholeSet {
        addSet(at: place, from: change.old?.elements ?? [], to: change.new?.elements ?? [])
      } else if place.isMultivalued {
        done.append(place)
        addValues(placed.filter { $0.place.isSameAttribute(as: place) && !$0.place.isWholeSet })
      } else {
        let path = place.attributePath + (place.subName.map { ".\($0)" } ?? "")
        addSingle(change.new, at: path, isPresent: change.old != nil)
      }
    }
  }

  /// The changes to single values of one multi-valued attribute.
  private mutating func addValues(_ placed: [(place: TargetPlace, change: AttributeChange)]) {
    // Such a path would change every value that it fits, so the set is given as a whole.
    let isUnclear = placed.contains {
      $0.place.selection.isEmpty || $0.place.selectedElements(in: current).count > 1
    }
    guard !isUnclear, let first = placed.first else {
      return addWhole(placed)
    }
    var rest = placed
    var place = first.place
    while !rest.isEmpty {
      addValue(at: place, rest.filter { $0.place.isSameValue(as: place) }.map(\.change))
      rest.removeAll { $0.place.isSameValue(as: place) }
      place = rest.first?.place ?? place
    }
  }

  private mutating func addWhole(_ placed: [(place: TargetPlace, change: AttributeChange)]) {
    guard let place = placed.first?.place else { return }
    var resource = current
    AttributeChange.apply(placed.map(\.change), to: &resource, in: dialect)
    addSet(
      at: place, from: place.wholeValue(in: current)?.elements ?? [],
      to: place.wholeValue(in: resource)?.elements ?? [])
  }

  private mutating func addSingle(_ value: JSONValue?, at path: String, isPresent: Bool) {
    if let value {
      add(isPresent ? .replace : .add, path, value)
    } else {
      add(.remove, path)
    }
  }

  /// Only what is new where all that was there stays; else the whole set, since a value can't be named
  /// without something unique in it.
  private mutating func addSet(at place: TargetPlace, from old: [JSONValue], to new: [JSONValue]) {
    if new.isEmpty {
      add(.remove, place.attributePath)
    } else if old.allSatisfy(new.contains) {
      add(.add, place.attributePath, .array(new.filter { !old.contains($0) }))
    } else {
      add(.replace, place.attributePath, .array(new))
    }
  }

  /// The changes to one value of a multi-valued attribute, named by its brackets; a value that no brackets
  /// match is created from them.
  private mutating func addValue(at place: TargetPlace, _ changes: [AttributeChange]) {
    guard let element = place.selectedElements(in: current).first?.objectValue else {
      var created = JSONObject()
      AttributeChange.apply(changes, to: &created, in: dialect)
      let values = place.wholeValue(in: created)?.elements ?? []
      if !values.isEmpty { add(.add, place.attributePath, .array(values)) }
      return
    }
    var after = JSONValue.object(element)
    let path = place.attributePath + "[\(Self.filter(of: place, in: element))]"
    let parts = changes.map { (part: $0.place(in: dialect).subName, change: $0) }
    for (part, change) in parts {
      guard let new = change.new else { continue }
      if let part {
        addSingle(new, at: "\(path).\(part)", isPresent: change.old != nil)
        if case .object(var object) = after {
          object.set(new, named: part)
          after = .object(object)
        }
      } else {
        add(.replace, path, new)
      }
    }
    let removed = parts.filter { $0.change.new == nil }
    guard !removed.isEmpty else { return }
    for (part, _) in removed.dropLast() {
      guard case .object(var object) = after, let part else { continue }
      object.set(nil, named: part)
      after = .object(object)
    }
    guard place.hasSubstance(after, without: removed.last?.part) else { return add(.remove, path) }
    for (part, _) in removed { add(.remove, path + (part.map { ".\($0)" } ?? "")) }
  }

  /// The conditions in the spelling that the target has, for targets that compare it exactly.
  private static func filter(of place: TargetPlace, in element: JSONObject) -> String {
    place.selection.map { condition in
      var value = condition.value
      if case .string? = element.value(named: condition.name), value.stringValue != nil {
        value = element.value(named: condition.name) ?? value
      }
      return "\(condition.name) eq \(value)"
    }.joined(separator: " and ")
  }
}
