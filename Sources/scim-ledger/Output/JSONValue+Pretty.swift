import ScimLedger

extension JSONValue {
  /// The value as JSON text for a reader: two spaces a level, short arrays and objects of plain values on
  /// one line.
  func pretty(indentedBy level: Int = 0) -> String {
    switch self {
    case .object(let object) where !isShort:
      let members = object.map { member in
        JSONValue.string(member.name).description.visibleJSON + ": "
          + member.value.pretty(indentedBy: level + 1)
      }
      return Self.block("{", members, "}", level)
    case .array(let elements) where !isShort:
      return Self.block("[", elements.map { $0.pretty(indentedBy: level + 1) }, "]", level)
    default: return description.visibleJSON
    }
  }

  private var isShort: Bool {
    let hasContainers =
      switch self {
      case .array(let elements): elements.contains { $0.isContainer }
      case .object(let object): object.contains { $0.value.isContainer }
      default: false
      }
    return !hasContainers && description.displayWidth <= 90
  }

  private var isContainer: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    default: false
    }
  }

  private static func block(_ open: String, _ lines: [String], _ close: String, _ level: Int) -> String {
    let outer = String(repeating: "  ", count: level)
    return open + "\n" + lines.map { outer + "  " + $0 }.joined(separator: ",\n") + "\n" + outer + close
  }
}
