import JSONTape
import Provisioning

/// A snapshot's memberships and assignments, which are merged into its users and groups.
struct DirectoryRelations: Sendable {
  private(set) var memberships = MembershipTable()
  private(set) var assignments = AssignmentTable()
  private(set) var problems: [SourceProblem] = []

  /// More problems than these are counted, not told.
  private static let told = 1000
  private var untold = 0

  /// The id of the role that stands for no role in particular, as Entra writes it.
  private static let defaultRole = "00000000-0000-0000-0000-000000000000"

  init(_ files: DirectoryFiles) throws(SourceError) {
    try read(files.parts[.memberships], requiring: [["group", "groupId"], ["member", "memberId"]]) {
      row, this in
      guard let group = Self.id(row, "group", "groupId"), let member = Self.id(row, "member", "memberId")
      else { return #"a membership needs a "group" and a "member", which are ids"# }
      this.memberships.add(group: group, member: member)
      return nil
    }
    try read(files.parts[.assignments], requiring: [["principal", "principalId"]]) { row, this in
      guard let principal = Self.id(row, "principal", "principalId") else {
        return #"an assignment needs a "principal", which is an id"#
      }
      this.assignments.add(principal: principal, role: Self.role(row))
      return nil
    }
    memberships.close()
    assignments.close()
    if untold > 0 {
      problems.append(SourceProblem(place: files.folder, reason: "\(untold) more rows can't be used"))
    }
  }

  private mutating func read(
    _ file: DirectoryFiles.File?, requiring columns: [[String]],
    _ add: (JSONObject, inout DirectoryRelations) -> String?
  ) throws(SourceError) {
    guard let file else { return }
    var records = try DirectoryRecords(
      path: file.path, name: file.name, format: file.format, requiring: columns)
    while let element = try records.next() {
      switch element.content {
      case .object(let row):
        guard let reason = add(row, &self) else { continue }
        report(SourceProblem(place: "\(file.name):\(element.line)", reason: reason))
      case .problem(let problem): report(problem)
      }
    }
  }

  private mutating func report(_ problem: SourceProblem) {
    if problems.count < Self.told { problems.append(problem) } else { untold += 1 }
  }

  private static func id(_ row: JSONObject, _ names: String...) -> String? {
    for name in names {
      guard let value = row[name], let id = value.stringValue ?? value.objectValue?["id"]?.stringValue
      else { continue }
      guard !id.isEmpty, let checked = try? ObjectForm.checked(id) else { return nil }
      return checked
    }
    return nil
  }

  /// The role of a row: `appRole` with `id`, `displayName` and `value`, or columns `appRole.id` and so on.
  private static func role(_ row: JSONObject) -> JSONObject {
    var role = JSONObject()
    for name in ["id", "displayName", "value"] {
      let value =
        row["appRole"]?.objectValue?[name] ?? row["appRole.\(name)"] ?? (name == "id" ? nil : row[name])
      if let text = value?.stringValue, !text.isEmpty { role[name] = .string(text) }
    }
    if role["id"] == nil, let id = row["appRoleId"]?.stringValue, !id.isEmpty { role["id"] = .string(id) }
    if let value = row["appRole"]?.stringValue, !value.isEmpty, role["value"] == nil {
      role["value"] = .string(value)
    }
    if role.isEmpty { role["id"] = .string(defaultRole) }
    return role
  }

  /// Adds what the tables know of an object to what its own line says.
  func complete(_ change: inout SourceChange) {
    let roles = assignments.roles(of: change.key.id)
    if !roles.isEmpty {
      var all: [JSONValue] = []
      switch change.attributes["appRoleAssignments"] {
      case .array(let own): all = own
      case .some(let own): all = [own]
      case nil: break
      }
      for role in roles where !all.contains(role) { all.append(role) }
      change.attributes["appRoleAssignments"] = .array(all)
    }
    guard change.key.type == "Group" else { return }
    let members = memberships.members(of: change.key.id)
    guard !members.isEmpty else { return }
    var own: [String] = []
    if case .all(let ids) = change.references["members"] { own = ids }
    change.references["members"] = .all((own + members).withoutRepetition)
  }
}
