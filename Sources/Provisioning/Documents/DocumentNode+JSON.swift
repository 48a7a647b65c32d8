import JSONTape

extension DocumentNode {
  /// What a schema of a large tenant needs and a bit more.
  private static let limits = JSONLimits(depth: 64, bytes: 64 << 20, numberLength: 64, values: 4_000_000)

  /// Reads a JSON text with the place of each value.
  init(json bytes: [UInt8], file: String) throws(JobDocumentError) {
    // Schema editors on Windows put a byte order mark in front, which JSON does not have.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    let lines = DocumentLines(bytes)
    do {
      let document = try JSONDocument(parsing: bytes, limits: DocumentNode.limits)
      self.init(document.root, lines: lines, path: "")
    } catch {
      throw JobDocumentError(problems: [
        JobDocumentError.Problem(
          severity: .error, file: file, position: lines.position(at: error.offset), message: "\(error)")
      ])
    }
  }

  private init(_ node: JSONNode, lines: DocumentLines, path: String) {
    self.path = path
    position = lines.position(at: node.byteRange.lowerBound)
    switch node.kind {
    case .null: content = .scalar("null", isPlain: true)
    case .bool: content = .scalar(node.bool == true ? "true" : "false", isPlain: true)
    case .number: content = .scalar(node.number?.text ?? "0", isPlain: true)
    case .string: content = .scalar(node.string ?? "", isPlain: false)
    case .array:
      var elements: [DocumentNode] = []
      for element in node.elements {
        elements.append(DocumentNode(element, lines: lines, path: "\(path)[\(elements.count)]"))
      }
      content = .sequence(elements)
    case .object:
      var members: [Member] = []
      for member in node.members {
        let name = member.name
        let value = DocumentNode(member.value, lines: lines, path: path.isEmpty ? name : "\(path).\(name)")
        members.append(Member(name: name, position: value.position, value: value))
      }
      content = .mapping(members)
    }
  }
}
