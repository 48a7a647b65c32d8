import JSONTape

extension ExpressionEvaluator {
  /// The functions on `[appRoleAssignments]`: objects with id, value and displayName, or texts.
  mutating func roles(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let assignments: [ExpressionValue]
    switch try argument(call, 0) {
    case .null: return .null
    case .multi(let values): assignments = values
    case let value: assignments = [value]
    }
    var roles: [Role] = []
    for assignment in assignments {
      if assignment.isNullOrEmpty { continue }
      guard let role = Role(assignment) else {
        throw typeError(call, 0, "objects with value or displayName, or texts", assignment)
      }
      roles.append(role)
    }
    guard let first = roles.first else { return .null }
    switch call.function {
    case .singleAppRoleAssignment: return .string(first.value)
    case .appRoleAssignments: return .multi(roles.map { .string($0.value) })
    default: return .multi(roles.map { .complex($0.json) })
    }
  }
}

/// A role of an application that a user has.
private struct Role {
  var value: String
  var display: String

  /// A role without a value of its own has its name for one.
  init?(_ assignment: ExpressionValue) {
    guard case .complex(let json) = assignment else {
      guard case .string(let text) = assignment else { return nil }
      (value, display) = (text, text)
      return
    }
    let object = json.objectValue
    func text(_ name: String) -> String? { object?[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    let name = text("displayName") ?? text("display")
    guard let value = text("value") ?? name ?? text("id") else { return nil }
    self.value = value
    display = name ?? value
  }

  /// RFC 7643 §4.1.2, with the type that Entra sends.
  var json: JSONValue {
    [
      "primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": .string(display),
      "value": .string(value),
    ]
  }
}
