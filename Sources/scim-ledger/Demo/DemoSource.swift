import FoundationEssentials
import ScimLedger

/// The demo's source directory as files that anybody can edit: people, groups, who is in them, who is assigned.
struct DemoSource {
  let folder: String
  var people = DemoDirectory.people
  var groups = DemoDirectory.groups

  init(folder: String) { self.folder = folder }

  /// Writes the whole directory anew, each file at once.
  func write() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("users.jsonl", people.map(\.line))
    try write(
      "groups.jsonl",
      groups.map { ["id": .string($0.objectID), "displayName": .string($0.displayName)] })
    try write(
      "memberships.jsonl",
      groups.flatMap { group in
        group.memberObjectIDs.map { ["group": .string(group.objectID), "member": .string($0)] }
      })
    // Everybody is assigned by the group that everybody is in; the other groups stand for themselves.
    try write("assignments.jsonl", groups.map { ["principal": .string($0.objectID)] })
  }

  private func write(_ name: String, _ lines: [JSONObject]) throws {
    let text = lines.map { $0.description + "\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic)
  }

  /// Changes one person.
  mutating func edit(_ employeeNumber: String, _ change: (inout DemoPerson) -> Void) throws {
    guard let index = people.firstIndex(where: { $0.employeeNumber == employeeNumber }) else {
      throw CommandFailure(.failure, "The demo's directory has no employee \(employeeNumber).")
    }
    change(&people[index])
  }

  /// Changes one group.
  mutating func editGroup(_ name: String, _ change: (inout DemoGroup) -> Void) throws {
    guard let index = groups.firstIndex(where: { $0.displayName == name }) else {
      throw CommandFailure(.failure, "The demo's directory has no group \(name).")
    }
    change(&groups[index])
  }

  /// Takes a person out, and out of all groups.
  mutating func remove(_ employeeNumber: String) throws {
    let id = DemoDirectory.objectID(ofEmployee: employeeNumber)
    people.removeAll { $0.objectID == id }
    for index in groups.indices { groups[index].memberObjectIDs.removeAll { $0 == id } }
  }

  func person(_ employeeNumber: String) throws -> DemoPerson {
    guard let person = people.first(where: { $0.employeeNumber == employeeNumber }) else {
      throw CommandFailure(.failure, "The demo's directory has no employee \(employeeNumber).")
    }
    return person
  }
}

extension DemoPerson {
  /// The person by Entra's names, on one line.
  fileprivate var line: JSONObject {
    var line: JSONObject = [
      "id": .string(objectID), "userPrincipalName": .string(userName),
      "mailNickname": .string(String(userName.prefix { $0 != "@" })), "accountEnabled": .bool(isEnabled),
      "displayName": .string(displayName), "givenName": .string(givenName),
    ]
    if !familyName.isEmpty { line["surname"] = .string(familyName) }
    line["mail"] = mail.map { .string($0) }
    line["jobTitle"] = .string(title)
    line["department"] = .string(department)
    line["employeeId"] = .string(employeeNumber)
    line["manager"] = managerObjectID.map { .string($0) }
    return line
  }
}
