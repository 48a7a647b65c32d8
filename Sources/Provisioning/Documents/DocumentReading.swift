import SCIM
import Spelling

/// Reads the members of a document's objects and gathers what is wrong with them.
struct DocumentReading {
  let file: String
  /// The object mapping that is being read, for the problems found in it.
  var mapping: String?
  private(set) var problems: [JobDocumentError.Problem] = []

  init(file: String) {
    self.file = file
  }

  mutating func error(_ message: String, at node: DocumentNode) {
    add(.error, message, at: node.position, path: node.path)
  }

  mutating func warning(_ message: String, at node: DocumentNode) {
    add(.warning, message, at: node.position, path: node.path)
  }

  private mutating func add(
    _ severity: JobDocumentError.Problem.Severity, _ message: String, at position: DocumentPosition?,
    path: String
  ) {
    problems.append(
      JobDocumentError.Problem(
        severity: severity, file: file, position: position, path: path, mapping: mapping, message: message))
  }

  /// Reports members that mean nothing here, since a misspelt one would be left out in silence.
  mutating func onlyMembers(_ names: [String], of node: DocumentNode) {
    for member in node.members ?? []
    where !names.contains(where: { $0.equalsIgnoringASCIICase(member.name) }) {
      add(
        .error, "unknown member \(member.name)\(NearestWord.hint(for: member.name, among: names))",
        at: member.position, path: node.path)
    }
  }

  /// A member's object.
  mutating func object(_ name: String, of node: DocumentNode) -> DocumentNode? {
    guard let value = node[name] else { return nil }
    guard value.members != nil else {
      error("expected an object, found \(value.kind)", at: value)
      return nil
    }
    return value
  }

  /// A member's list; empty where it is missing.
  mutating func list(_ name: String, of node: DocumentNode) -> [DocumentNode] {
    guard let value = node[name] else { return [] }
    guard let elements = value.elements else {
      error("expected a list, found \(value.kind)", at: value)
      return []
    }
    return elements
  }

  /// A member's text; nil where it is missing.
  mutating func text(_ name: String, of node: DocumentNode) -> String? {
    guard let value = node[name] else { return nil }
    guard let text = value.text else {
      error("expected a text, found \(value.kind)", at: value)
      return nil
    }
    return text
  }

  /// A member's text that must be there and not be empty.
  mutating func requiredText(_ name: String, of node: DocumentNode, example: String) -> String? {
    guard node[name] != nil else {
      error("\(name) is missing; expected one such as \(example)", at: node)
      return nil
    }
    guard let text = text(name, of: node) else { return nil }
    guard !text.isEmpty else {
      error("\(name) is empty; expected one such as \(example)", at: node[name] ?? node)
      return nil
    }
    return text
  }

  /// A member's integer within a range; the default where it is missing.
  mutating func integer(
    _ name: String, of node: DocumentNode, in range: ClosedRange<Int>, default value: Int
  ) -> Int {
    guard let member = node[name] else { return value }
    guard let integer = member.integer, range.contains(integer) else {
      error("expected an integer from \(range.lowerBound) to \(range.upperBound)", at: member)
      return value
    }
    return integer
  }

  /// A member's truth value; the default where it is missing.
  mutating func boolean(_ name: String, of node: DocumentNode, default value: Bool) -> Bool {
    guard let member = node[name] else { return value }
    guard let boolean = member.boolean else {
      error("expected true or false", at: member)
      return value
    }
    return boolean
  }

  /// A member that is one of a type's words, without regard to case; the default where it is missing.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, of node: DocumentNode, default value: Choice
  ) -> Choice {
    guard let member = node[name] else { return value }
    guard let text = text(name, of: node) else { return value }
    if let choice = Choice.allCases.first(where: { $0.rawValue.equalsIgnoringASCIICase(text) }) {
      return choice
    }
    error(
      "unknown value \(text)\(NearestWord.hint(for: text, among: Choice.allCases.map(\.rawValue)))",
      at: member)
    return value
  }
}
