extension DemoDirectory {
  /// What a consistent directory cannot hold, each as a sentence that names the person or group.
  static func contradictions(in people: [DemoPerson], groups: [DemoGroup]) -> [String] {
    repeated(people.map(\.objectID) + groups.map(\.objectID) + [duplicate.objectID], of: "objectID")
      + repeated(people.map { $0.userName.lowercased() }, of: "userName")
      + repeated(people.map(\.employeeNumber), of: "employeeNumber")
      + repeated(people.compactMap { $0.mail?.lowercased() }, of: "mail")
      + repeated(groups.map(\.displayName), of: "group displayName")
      + count(of: "head of the company", people.count { $0.managerObjectID == nil })
      + count(of: "person without mail", people.count { $0.mail == nil })
      + count(of: "empty group", groups.count { $0.memberObjectIDs.isEmpty })
      + count(
        of: "person with the duplicate's userName",
        people.count { $0.userName.lowercased() == duplicate.userName.lowercased() })
      + brokenLines(in: people)
      + foreignDomains(in: people)
      + strangers(in: groups, people: people)
  }

  private static func repeated(_ values: [String], of attribute: String) -> [String] {
    var seen: Set<String> = []
    return values.filter { !seen.insert($0).inserted }
      .map { "\(attribute) \"\($0)\" is given to two; it must be unique." }
  }

  private static func count(of what: String, _ count: Int) -> [String] {
    count == 1 ? [] : ["There must be one \(what), not \(count)."]
  }

  /// Lines of management that do not end at the head of the company.
  private static func brokenLines(in people: [DemoPerson]) -> [String] {
    let byID = Dictionary(people.map { ($0.objectID, $0) }, uniquingKeysWith: { first, _ in first })
    return people.compactMap { person in
      var present = person
      var passed: Set<String> = [person.objectID]
      while let manager = present.managerObjectID {
        guard let next = byID[manager] else {
          return "The manager of employee \(present.employeeNumber) is not in the directory."
        }
        guard passed.insert(manager).inserted else {
          return "Employee \(person.employeeNumber) is in a cycle of managers."
        }
        present = next
      }
      return nil
    }
  }

  private static func foreignDomains(in people: [DemoPerson]) -> [String] {
    people.flatMap { [$0.userName] + ($0.mail.map { [$0] } ?? []) }
      .filter { address in
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let host = parts.last else { return true }
        return local.isEmpty || local.utf8.count > 64 || !(host == domain || host.hasSuffix(".\(domain)"))
      }
      .map { "\"\($0)\" is not an address of at most 64 bytes at \(domain)." }
  }

  private static func strangers(in groups: [DemoGroup], people: [DemoPerson]) -> [String] {
    let known = Set(people.map(\.objectID))
    return groups.flatMap { group in
      group.memberObjectIDs.filter { !known.contains($0) }
        .map { "The member \($0) of \"\(group.displayName)\" is not in the directory." }
    }
  }
}
