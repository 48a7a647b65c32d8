public import JSONTape

/// Reads what a client sent for an attribute as the attribute's type.
public enum AttributeReader {
  /// The value in the attribute's type, sub-attributes under their canonical names; nil when the
  /// attribute is unassigned: null, "" or [] (RFC 7643 §2.5).
  ///
  /// Departures with one clear meaning are accepted and recorded in `tolerances`. Whether the client
  /// may set `attribute` at all is the caller's question; readOnly sub-attributes are left out here.
  ///
  /// - Parameter path: where the value stands, such as `emails.value`, for errors and tolerances.
  /// - Throws: `invalidValue` naming the path and the expected type, never the value.
  public static func read(
    _ value: JSONValue, as attribute: Attribute, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue? {
    if isUnassigned(value, at: path, tolerances: &tolerances) { return nil }
    guard attribute.multiValued else {
      return try readSingular(value, as: attribute, at: path, tolerances: &tolerances)
    }
    return try readPlural(value, as: attribute, at: path, tolerances: &tolerances)
  }

  private static func isUnassigned(
    _ value: JSONValue, at path: String, tolerances: inout [Tolerance]
  ) -> Bool {
    switch value {
    case .null:
      tolerances.append(Tolerance(rule: "nullIgnored", path: path, detail: "null read as unassigned"))
      return true
    case .string(let text) where text.isEmpty:
      tolerances.append(
        Tolerance(rule: "emptyStringCleared", path: path, detail: "\"\" read as unassigned"))
      return true
    default:
      return false
    }
  }

  private static func readPlural(
    _ value: JSONValue, as attribute: Attribute, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue? {
    let given: [JSONValue]
    if case .array(let elements) = value {
      given = elements
    } else {
      given = [value]
      tolerances.append(
        Tolerance(
          rule: "arrayFromSingleValue", path: path, detail: "one value read as an array of one"))
    }
    var element = attribute
    element.multiValued = false
    var seen: Set<JSONValue> = []
    var values: [JSONValue] = []
    for (index, item) in given.enumerated() {
      let itemPath = given.count == 1 ? path : "\(path)[\(index)]"
      guard !isUnassigned(item, at: itemPath, tolerances: &tolerances),
        let read = try readSingular(item, as: element, at: itemPath, tolerances: &tolerances)
      else { continue }
      // One value alone repeats none, and hashing it is dear.
      if given.count == 1 || seen.insert(read).inserted {
        values.append(read)
      } else {
        tolerances.append(
          Tolerance(rule: "duplicateValueIgnored", path: itemPath, detail: "a repeated value kept once"))
      }
    }
    keepLastPrimary(&values, at: path, tolerances: &tolerances)
    return values.isEmpty ? nil : .array(values)
  }

  /// RFC 7643 §2.4 allows `primary` true once; the last one given is taken as meant.
  static func keepLastPrimary(
    _ values: inout [JSONValue], at path: String, tolerances: inout [Tolerance]
  ) {
    let primaries = values.indices.filter { values[$0].objectValue?["primary"] == .bool(true) }
    guard primaries.count > 1 else { return }
    for index in primaries.dropLast() {
      guard case .object(var object) = values[index] else { continue }
      object["primary"] = .bool(false)
      values[index] = .object(object)
    }
    tolerances.append(
      Tolerance(
        rule: "primaryMoved", path: "\(path).primary",
        detail: "\(primaries.count) values marked primary; the last one kept"))
  }

  private static func readSingular(
    _ value: JSONValue, as attribute: Attribute, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue? {
    if case .array(let elements) = value {
      guard let first = elements.first else { return nil }
      guard elements.count == 1 else {
        throw .invalidValue(
          "\(path) takes one \(attribute.type.rawValue), but an array of \(elements.count) was given")
      }
      guard first.arrayValue == nil else {
        throw .invalidValue("\(path) takes one \(attribute.type.rawValue), but nested arrays were given")
      }
      tolerances.append(
        Tolerance(rule: "singleValueAsArray", path: path, detail: "an array of one read as its value"))
      return try read(first, as: attribute, at: path, tolerances: &tolerances)
    }
    if attribute.type == .complex {
      return try readComplex(value, as: attribute, at: path, tolerances: &tolerances)
    }
    return try readSimple(value, as: attribute.type, at: path, tolerances: &tolerances)
  }
}
