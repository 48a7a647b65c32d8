public import JSONTape

extension ResourceType {
  static func secretNames(in schemas: [Schema]) -> Set<String> {
    var names: Set<String> = []
    for attribute in schemas.flatMap(\.attributes) {
      for candidate in [attribute] + attribute.subAttributes where candidate.isSecret {
        names.insert(candidate.name.lowercased())
      }
    }
    names.remove("password")
    return names
  }
}

extension Redaction {
  /// The body without the values of these attributes, wherever they stand, also under a dotted or URN name
  /// and in a PATCH operation whose path names one.
  ///
  /// - Parameter names: In lower case.
  public static func redact(_ body: JSONValue, names: Set<String>) -> JSONValue {
    guard !names.isEmpty else { return body }
    switch body {
    case .array(let values): return .array(values.map { redact($0, names: names) })
    case .object(let object):
      let aims = object.firstIgnoringCase("path")?.value.stringValue.map { mentions($0, names) } ?? false
      return .object(
        JSONObject(
          object.map { member in
            let isSecret =
              mentions(member.name, names) || (aims && member.name.equalsIgnoringASCIICase("value"))
            return (member.name, isSecret ? .string(placeholder) : redact(member.value, names: names))
          }))
    case .null, .bool, .number, .string: return body
    }
  }

  private static func mentions(_ text: String, _ names: Set<String>) -> Bool {
    text.utf8.split { !$0.isNamePart }.contains { part in
      names.contains(String(decoding: part, as: UTF8.self).lowercased())
    }
  }
}
