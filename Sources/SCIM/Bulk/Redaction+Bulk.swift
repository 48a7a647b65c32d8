public import JSONTape

extension Redaction {
  /// A bulk request's body without passwords: besides what `redact` covers, those in the queries of its
  /// operations' paths, at any depth, so that a body of the wrong shape is covered too.
  public static func redactBulk(_ body: JSONValue) -> JSONValue {
    redactPaths(redact(body).0)
  }

  private static func redactPaths(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(redactPaths))
    case .object(let object):
      return .object(
        JSONObject(
          object.map { member in
            guard member.name.equalsIgnoringASCIICase("path"), case .string(let text) = member.value else {
              return (member.name, redactPaths(member.value))
            }
            return (member.name, .string(redactPath(text)))
          }))
    case .null, .bool, .number, .string: return value
    }
  }

  private static func redactPath(_ path: String) -> String {
    guard let mark = path.firstIndex(of: "?") else { return path }
    let query = path.index(after: mark)
    return String(path[..<query]) + redactQuery(String(path[query...]))
  }
}
