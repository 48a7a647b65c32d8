import Yams

extension DocumentNode {
  /// Enough for any job; aliases count each time they are used, so that they can't multiply without end.
  private static let mostNodes = 100_000
  private static let mostLevels = 32

  /// Reads a YAML text with the place of each value.
  init(yaml text: String, file: String) throws(JobDocumentError) {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw JobDocumentError(problems: [DocumentNode.problem(of: error, file: file)])
    }
    guard let node else { throw JobDocumentError("the file is empty; it must hold a job", file: file) }
    var count = 0
    guard let read = DocumentNode(node, path: "", level: 0, count: &count) else {
      throw JobDocumentError(
        "the file has more than \(DocumentNode.mostNodes) values or \(DocumentNode.mostLevels) levels",
        file: file)
    }
    self = read
  }

  private init?(_ node: Node, path: String, level: Int, count: inout Int) {
    count += 1
    guard count <= DocumentNode.mostNodes, level <= DocumentNode.mostLevels else { return nil }
    self.path = path
    position = node.mark.map { DocumentPosition(line: $0.line, column: $0.column) }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      content = .scalar(scalar.string, isPlain: isPlain)
    case .sequence(let sequence):
      var elements: [DocumentNode] = []
      for element in sequence {
        guard
          let read = DocumentNode(
            element, path: "\(path)[\(elements.count)]", level: level + 1, count: &count)
        else { return nil }
        elements.append(read)
      }
      content = .sequence(elements)
    case .mapping(let mapping):
      var members: [Member] = []
      for (key, value) in mapping {
        let name = key.scalar?.string ?? ""
        let place = path.isEmpty ? name : "\(path).\(name)"
        guard let read = DocumentNode(value, path: place, level: level + 1, count: &count) else { return nil }
        members.append(
          Member(
            name: name, position: key.mark.map { DocumentPosition(line: $0.line, column: $0.column) },
            value: read))
      }
      content = .mapping(members)
    case .alias: return nil
    }
  }

  private static func problem(of error: any Error, file: String) -> JobDocumentError.Problem {
    var problem = JobDocumentError.Problem(severity: .error, file: file, message: "invalid YAML")
    func place(_ mark: Mark) -> DocumentPosition { DocumentPosition(line: mark.line, column: mark.column) }
    switch error as? YamlError {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
      .composer(_, let text, let mark, _):
      problem.position = place(mark)
      problem.message += ": \(text)"
    case .duplicatedKeysInMapping(let names, let context):
      problem.position = place(context.mark)
      problem.message +=
        ": each name may stand once, but \(names.sorted().joined(separator: ", ")) is repeated"
    case .reader(let text, _, _, _):
      problem.message += ": \(text); the file must be UTF-8"
    default: break
    }
    return problem
  }
}
