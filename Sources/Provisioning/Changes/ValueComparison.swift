import JSONTape
import SCIM

/// Whether a target already has the value that is wanted, by SCIM's own rules of equality.
enum ValueComparison {
  /// - Parameter wanted: What the mapping gave. In objects only the members it has are compared, since
  ///   servers add others, such as `display` and `$ref`.
  static func holds(_ wanted: JSONValue?, equals current: JSONValue?, isCaseExact: Bool) -> Bool {
    guard let wanted, !wanted.isUnassigned else { return current?.isUnassigned ?? true }
    guard let current, !current.isUnassigned else { return false }
    switch (wanted, current) {
    case (.object(let wanted), .object(let current)):
      return holds(wanted, equals: current, isCaseExact: isCaseExact)
    case (.array, _), (_, .array):
      return holds(wanted.elements, equals: current.elements, isCaseExact: isCaseExact)
    case (.object(let object), _):
      return holds(object.value(named: "value"), equals: current, isCaseExact: isCaseExact)
    case (_, .object(let object)):
      return holds(wanted, equals: object.value(named: "value"), isCaseExact: isCaseExact)
    default:
      return scalar(wanted, equals: current, isCaseExact: isCaseExact)
    }
  }

  /// As sets: order and repetition mean nothing (RFC 7643 §2.4).
  private static func holds(
    _ wanted: [JSONValue], equals current: [JSONValue], isCaseExact: Bool
  ) -> Bool {
    wanted.allSatisfy { value in
      current.contains { holds(value, equals: $0, isCaseExact: isCaseExact) }
    }
      && current.allSatisfy { value in
        wanted.contains { holds($0, equals: value, isCaseExact: isCaseExact) }
      }
  }

  private static func holds(
    _ wanted: JSONObject, equals current: JSONObject, isCaseExact: Bool
  ) -> Bool {
    wanted.allSatisfy { member in
      let present = current.value(named: member.name)
      // RFC 7643 §2.4: a value that says nothing about being primary is not.
      if member.name.equalsIgnoringASCIICase("primary"), member.value.truth == false {
        return present?.truth != true
      }
      return holds(member.value, equals: present, isCaseExact: isCaseExact)
    }
  }

  private static func scalar(_ wanted: JSONValue, equals current: JSONValue, isCaseExact: Bool) -> Bool {
    switch (wanted, current) {
    case (.bool(let flag), _): return current.truth == flag
    case (_, .bool(let flag)): return wanted.truth == flag
    case (.number(let number), .string(let text)), (.string(let text), .number(let number)):
      return JSONNumber(text) == number
    case (.string(let first), .string(let second)):
      if wanted == current { return true }
      if !isCaseExact, CaselessValue.fold(first) == CaselessValue.fold(second) { return true }
      guard let date = DateTime(parsing: first) else { return false }
      return DateTime(parsing: second) == date
    default: return wanted == current
    }
  }
}
