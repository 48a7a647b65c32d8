import JSONTape

/// Reads members of stored facts and says which one is wrong.
struct FactsReader {
  let kind: JobEvent.Kind
  let object: JSONObject
  /// In front of a member's name in errors: `flows[2].`.
  var prefix = ""

  init(_ kind: JobEvent.Kind, _ object: JSONObject, prefix: String = "") {
    self.kind = kind
    self.object = object
    self.prefix = prefix
  }

  func error(_ name: String, _ expected: String) -> JobFactsError {
    JobFactsError(kind: kind, member: prefix + name, expected: expected)
  }

  private func required<Value>(
    _ name: String, _ expected: String, _ value: Value?
  ) throws(JobFactsError) -> Value {
    guard let value else { throw error(name, expected) }
    return value
  }

  func string(_ name: String) throws(JobFactsError) -> String {
    try required(name, "a string", object[name]?.stringValue)
  }

  func int(_ name: String) throws(JobFactsError) -> Int {
    try required(name, "an integer", object[name]?.intValue)
  }

  func time(_ name: String) throws(JobFactsError) -> Int64 {
    Int64(try int(name))
  }

  func word<Word: RawRepresentable<String>>(
    _ name: String, _ type: Word.Type = Word.self
  ) throws(JobFactsError) -> Word {
    try required(name, "a known word", object[name]?.stringValue.flatMap { Word(rawValue: $0) })
  }

  /// Nil where the word is absent; an unknown one is an error.
  func optionalWord<Word: RawRepresentable<String>>(
    _ name: String, _ type: Word.Type = Word.self
  ) throws(JobFactsError) -> Word? {
    guard object.contains(name) else { return nil }
    return try word(name)
  }

  func optionalString(_ name: String) -> String? { object[name]?.stringValue }
  func optionalInt(_ name: String) -> Int? { object[name]?.intValue }
  func optionalTime(_ name: String) -> Int64? { object[name]?.intValue.map { Int64($0) } }
  func optionalObject(_ name: String) -> JSONObject? { object[name]?.objectValue }
  func objectOrEmpty(_ name: String) -> JSONObject { object[name]?.objectValue ?? [:] }
  func flag(_ name: String) -> Bool { object[name]?.boolValue ?? false }

  func strings(_ name: String) throws(JobFactsError) -> [String] {
    guard let value = object[name] else { return [] }
    let strings = value.arrayValue?.map { $0.stringValue }
    guard let strings, !strings.contains(nil) else { throw error(name, "an array of strings") }
    return strings.compactMap { $0 }
  }

  func objects(_ name: String) throws(JobFactsError) -> [JSONObject] {
    guard let value = object[name] else { return [] }
    let objects = value.arrayValue?.map { $0.objectValue }
    guard let objects, !objects.contains(nil) else { throw error(name, "an array of objects") }
    return objects.compactMap { $0 }
  }

  /// The objects of an array, each with a reader that knows its place.
  func readers(_ name: String) throws(JobFactsError) -> [FactsReader] {
    try objects(name).enumerated().map { index, object in
      FactsReader(kind, object, prefix: "\(prefix)\(name)[\(index)].")
    }
  }
}
