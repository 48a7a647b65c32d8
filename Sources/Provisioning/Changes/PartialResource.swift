import JSONTape
import SCIM

/// The body of a PATCH of SCIM 1.1 while it is written: the attributes that change, and in
/// `meta.attributes` those that lose what they had (SCIM 1.1 protocol §3.3.2).
///
/// Values of multi-valued attributes are added to those there are. Where one has to go, the attribute is
/// named in `meta.attributes` and given anew with all its values.
struct PartialResource {
  let dialect: TargetDialect
  let current: JSONObject
  private var attributes = JSONObject()
  private var cleared: [String] = []

  init(dialect: TargetDialect, current: JSONObject) {
    self.dialect = dialect
    self.current = current
  }

  func body(type: String) -> JSONObject {
    var body = dialect.withSchemas(attributes, type: type)
    if !cleared.isEmpty {
      body["meta"] = ["attributes": .array(cleared.map { .string($0) })]
    }
    return body
  }

  mutating func add(_ changes: [AttributeChange]) {
    var after = current
    AttributeChange.apply(changes, to: &after, in: dialect)
    var done: [TargetPlace] = []
    for change in changes {
      let place = change.place(in: dialect)
      guard place.isMultivalued else {
        addSingle(change.new, at: place)
        continue
      }
      guard !done.contains(where: place.isSameAttribute) else { continue }
      done.append(place)
      addSet(
        at: place.whole, from: place.wholeValue(in: current)?.elements ?? [],
        to: place.wholeValue(in: after)?.elements ?? [])
    }
  }

  private mutating func addSingle(_ value: JSONValue?, at place: TargetPlace) {
    guard let value else {
      cleared.append(place.attributePath + (place.subName.map { ".\($0)" } ?? ""))
      return
    }
    place.set(value, in: &attributes)
  }

  private mutating func addSet(at place: TargetPlace, from old: [JSONValue], to new: [JSONValue]) {
    let isAddition = old.allSatisfy(new.contains)
    if !isAddition { cleared.append(place.attributePath) }
    let given = isAddition ? new.filter { !old.contains($0) } : new
    if !given.isEmpty { place.set(.array(given), in: &attributes) }
  }
}
