import JSONTape

extension AttributeReader {
  /// A complex value with its sub-attributes under their canonical names; nil when none is assigned.
  static func readComplex(
    _ value: JSONValue, as attribute: Attribute, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue? {
    switch value {
    case .object(let object):
      return try readSubAttributes(of: object, as: attribute, at: path, tolerances: &tolerances)
    case .string, .number:
      guard let main = attribute.subAttribute(named: "value") else {
        throw .invalidValue("\(path) takes an object, but \(kind(of: value)) was given")
      }
      tolerances.append(
        Tolerance(
          rule: "complexFromString", path: path, detail: "a plain value read as {\"value\": …}"))
      guard let read = try read(value, as: main, at: "\(path).value", tolerances: &tolerances) else {
        return nil
      }
      return .object(JSONObject([(main.name, read)]))
    default:
      throw .invalidValue("\(path) takes an object, but \(kind(of: value)) was given")
    }
  }

  private static func readSubAttributes(
    of object: JSONObject, as attribute: Attribute, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue? {
    var result = JSONObject()
    for member in object.members {
      guard let sub = attribute.subAttribute(named: member.name) else {
        tolerances.append(.unknownAttributeIgnored(at: "\(path).\(member.name)"))
        continue
      }
      let subPath = "\(path).\(sub.name)"
      noteCase(of: member.name, canonical: sub.name, at: subPath, tolerances: &tolerances)
      if sub.mutability == .readOnly && attribute.mutability != .readOnly {
        tolerances.append(.readOnlyIgnored(at: subPath))
        continue
      }
      if let read = try read(member.value, as: sub, at: subPath, tolerances: &tolerances), !sub.isSecret {
        result[sub.name] = read
      }
    }
    return result.isEmpty ? nil : .object(result)
  }

  /// Records that a name was given in another case than the schema's.
  static func noteCase(
    of name: String, canonical: String, at path: String, tolerances: inout [Tolerance]
  ) {
    guard name != canonical else { return }
    tolerances.append(Tolerance(rule: "nameCase", path: path, detail: "\(name) read as \(canonical)"))
  }
}
