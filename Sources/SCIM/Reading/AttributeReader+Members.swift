public import JSONTape

extension AttributeReader {
  /// The members in a client's value of a group's `members`; each member once, in the order given.
  ///
  /// A single object or a plain id stands for a list of one; `$ref` is ignored (RFC 7643 §4.2).
  ///
  /// - Throws: `invalidValue` naming the member that has no value or is no member at all.
  public static func readMembers(
    _ value: JSONValue, at path: String = "members", tolerances: inout [Tolerance]
  ) throws(SCIMError) -> [GroupMember] {
    let given: [JSONValue]
    switch value {
    case .array(let elements): given = elements
    case .null: given = []
    case .string(let text) where text.isEmpty: given = []
    default:
      given = [value]
      tolerances.append(
        Tolerance(
          rule: "arrayFromSingleValue", path: path, detail: "one value read as an array of one"))
    }
    var members: [GroupMember] = []
    members.reserveCapacity(given.count)
    var positions: [String: Int] = [:]
    for (index, item) in given.enumerated() {
      let member = try readMember(item, at: "\(path)[\(index)]", tolerances: &tolerances)
      if let position = positions[member.value] {
        tolerances.append(
          Tolerance(
            rule: "duplicateValueIgnored", path: "\(path)[\(index)]", detail: "a repeated member kept once"))
        members[position] = member
      } else {
        positions[member.value] = members.count
        members.append(member)
      }
    }
    return members
  }

  private static func readMember(
    _ item: JSONValue, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> GroupMember {
    switch item {
    case .string(let text) where !text.isEmpty:
      tolerances.append(
        Tolerance(
          rule: "complexFromString", path: path, detail: "a plain value read as {\"value\": …}"))
      return GroupMember(value: text)
    case .object(let object):
      return try readMember(of: object, at: path, tolerances: &tolerances)
    default:
      throw .invalidValue(
        "\(path) takes an object with the member's id as value, but \(kind(of: item)) was given")
    }
  }

  private static func readMember(
    of object: JSONObject, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> GroupMember {
    guard let value = object.firstIgnoringCase("value")?.value.stringValue, !value.isEmpty else {
      throw .invalidValue("\(path).value is missing; it takes the member's id as a string")
    }
    var member = GroupMember(value: value)
    if let type = object.firstIgnoringCase("type")?.value.stringValue, !type.isEmpty {
      member.type = ["User", "Group"].first { $0.equalsIgnoringASCIICase(type) }
      if member.type == nil {
        tolerances.append(
          Tolerance(
            rule: "unknownMemberTypeIgnored", path: "\(path).type", detail: "neither User nor Group"))
      }
    }
    if let display = object.firstIgnoringCase("display")?.value.stringValue, !display.isEmpty {
      member.display = display
    }
    return member
  }
}
