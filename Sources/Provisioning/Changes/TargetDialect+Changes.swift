public import JSONTape
import SCIM

extension TargetDialect {
  /// The attributes in which a resource is not what is wanted; none means that an export is redundant.
  ///
  /// Values are compared as SCIM means them: attribute names without regard to case, strings by
  /// `isCaseExact`, `"True"` like true, dateTimes as moments, multi-valued attributes as sets. A missing
  /// value equals null, "" and []. `emails[type eq "work"].value` is compared with that of the first value
  /// that fulfils the brackets.
  ///
  /// - Parameter current: The resource as the target gave it, with all that `values` name.
  public func changes(from current: JSONObject, to values: [TargetValue]) -> [AttributeChange] {
    changes(from: current, to: placed(values))
  }

  func changes(from current: JSONObject, to values: [PlacedValue]) -> [AttributeChange] {
    withSubstance(values).compactMap { change(from: current, to: $0.value, at: $0.place) }
  }

  /// The change that disables an account; none where it is disabled already.
  public func disableChanges(from current: JSONObject) -> [AttributeChange] {
    guard let path = try? TargetPath(parsing: "active") else { return [] }
    return changes(from: current, to: [TargetValue(path: path, value: .bool(false))])
  }

  /// Whether an update disables an account, among other things it may do.
  public func isDisable(_ changes: [AttributeChange]) -> Bool {
    changes.contains(where: \.isDisabling)
  }

  private func change(
    from current: JSONObject, to value: TargetValue, at place: TargetPlace
  ) -> AttributeChange? {
    let wanted = value.value?.assigned.map { place.typed($0, in: self) }
    if value.isWriteOnly {
      guard value.flowsAlways, let wanted else { return nil }
      return AttributeChange(path: value.path, old: nil, new: wanted, isRedacted: value.isRedacted)
    }
    let old = place.value(in: current)
    guard let wanted else {
      guard old != nil, !value.addsOnly, !value.setsOnlyIfEmpty else { return nil }
      return AttributeChange(path: value.path, old: old, new: nil, isRedacted: value.isRedacted)
    }
    guard old == nil || !value.setsOnlyIfEmpty,
      let new = place.isWholeSet
        ? Self.set(old?.elements ?? [], becoming: wanted.elements, value)
        : Self.single(old, becoming: wanted, value)
    else { return nil }
    return AttributeChange(path: value.path, old: old, new: new, isRedacted: value.isRedacted)
  }

  private static func single(
    _ old: JSONValue?, becoming wanted: JSONValue, _ value: TargetValue
  ) -> JSONValue? {
    guard !ValueComparison.holds(wanted, equals: old, isCaseExact: value.isCaseExact) else { return .none }
    return wanted
  }

  /// What the target has and is wanted stays as the target has it, with all that the mapping doesn't know.
  private static func set(
    _ old: [JSONValue], becoming wanted: [JSONValue], _ value: TargetValue
  ) -> JSONValue? {
    func holds(_ wanted: JSONValue, _ present: JSONValue) -> Bool {
      ValueComparison.holds(wanted, equals: present, isCaseExact: value.isCaseExact)
    }
    var missing: [JSONValue] = []
    for element in wanted where !old.contains(where: { holds(element, $0) }) {
      if !missing.contains(element) { missing.append(element) }
    }
    let kept =
      value.addsOnly ? old : old.filter { present in wanted.contains { holds($0, present) } }
    guard !missing.isEmpty || kept.count < old.count else { return nil }
    // One value at most is primary (RFC 7643 §2.4): the new one, where there is one.
    return .array((missing.contains(where: \.isPrimary) ? kept.map(\.notPrimary) : kept) + missing)
  }

  func placed(_ values: [TargetValue]) -> [PlacedValue] {
    values.map { value in
      PlacedValue(
        value: value, place: TargetPlace(value.path, in: self, isMultivalued: value.isMultivalued))
    }
  }

  /// The values without those that would leave only markers of a value, such as the `primary` of an e-mail
  /// address that the object doesn't have.
  func withSubstance(_ placed: [PlacedValue]) -> [PlacedValue] {
    placed.filter { candidate in
      let place = candidate.place
      guard !place.selection.isEmpty, let subName = place.subName else { return true }
      let siblings = placed.filter { $0.place.isSameValue(as: place) }
      let hasValue = siblings.contains { $0.place.subName == "value" }
      guard place.isMarker(subName, besideValue: hasValue) else { return true }
      return siblings.contains { sibling in
        sibling.value.value?.isUnassigned == false
          && sibling.place.subName.map { !place.isMarker($0, besideValue: hasValue) } ?? true
      }
    }
  }
}

/// A value and where it goes in the target's resources.
struct PlacedValue: Sendable {
  var value: TargetValue
  var place: TargetPlace
}

extension TargetPlace {
  /// Whether both are about the same value of a multi-valued attribute.
  func isSameValue(as other: TargetPlace) -> Bool {
    isSameAttribute(as: other) && selection == other.selection
  }
}
