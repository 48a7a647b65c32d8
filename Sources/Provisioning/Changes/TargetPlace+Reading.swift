import JSONTape
import SCIM

extension TargetPlace {
  /// The attribute as a whole, whatever is selected of it.
  func wholeValue(in resource: JSONObject) -> JSONValue? {
    guard let schema else { return resource.value(named: name) }
    return resource.value(named: schema)?.objectValue?.value(named: name)
  }

  /// The value the place leads to; nil where there is none or it is empty.
  func value(in resource: JSONObject) -> JSONValue? {
    selectedValue(in: resource)?.assigned
  }

  private func selectedValue(in resource: JSONObject) -> JSONValue? {
    guard let whole = wholeValue(in: resource) else { return nil }
    if !selection.isEmpty {
      guard let element = whole.elements.first(where: isSelected) else { return nil }
      guard let subName else { return element }
      return element.objectValue?.value(named: subName)
    }
    guard let subName else { return whole }
    switch whole {
    case .object(let object): return object.value(named: subName)
    case .array(let elements):
      guard let position = Self.mainPosition(in: elements) else { return nil }
      return Self.part(subName, of: elements[position])
    default: return Self.part(subName, of: whole)
    }
  }

  /// The elements that fulfil the place's conditions, as they are now; the first is the one that is meant.
  func selectedElements(in resource: JSONObject) -> [JSONValue] {
    (wholeValue(in: resource)?.elements ?? []).filter(isSelected)
  }

  /// Canonical values such as `work` are compared without regard to case (RFC 7643 §2.3.1, §7).
  func isSelected(_ element: JSONValue) -> Bool {
    guard case .object(let object) = element else { return false }
    return selection.allSatisfy {
      ValueComparison.holds($0.value, equals: object.value(named: $0.name), isCaseExact: false)
    }
  }

  /// Which value is meant where no brackets say it: the primary one, else the first.
  static func mainPosition(in elements: [JSONValue]) -> Int? {
    let primary = elements.firstIndex(where: \.isPrimary)
    return primary ?? elements.indices.first
  }

  /// Servers also give a complex value by its main part alone.
  private static func part(_ subName: String, of element: JSONValue) -> JSONValue? {
    if case .object(let object) = element { return object.value(named: subName) }
    guard ["value", "managerId"].contains(where: { subName.equalsIgnoringASCIICase($0) }) else {
      return .none
    }
    return element
  }
}
