/// A group of the demo's source directory.
struct DemoGroup: Sendable, Hashable {
  let displayName: String
  /// The source directory's identifier: a UUID in lower case, the same in every run.
  let objectID: String
  /// The ``DemoPerson/objectID`` of each member, in the order of ``DemoDirectory/people``.
  var memberObjectIDs: [String]
}

extension DemoDirectory {
  /// All staff, five departments, one office, and a group that nobody is in yet.
  static func makeGroups(of people: [DemoPerson]) -> [DemoGroup] {
    let departments = [engineering, production, fieldService, sales, finance].map(\.department)
    return [makeGroup("All Staff", of: people) { _ in true }]
      + departments.map { department in
        makeGroup(department, of: people) { $0.department == department }
      }
      + [
        makeGroup("東京オフィス", of: people) { $0.userName.hasSuffix("@jp.\(domain)") },
        makeGroup("Visiting Researchers", of: people) { _ in false },
      ]
  }

  private static func makeGroup(
    _ displayName: String, of people: [DemoPerson], where belongs: (DemoPerson) -> Bool
  ) -> DemoGroup {
    DemoGroup(
      displayName: displayName,
      objectID: objectID(ofGroup: displayName),
      memberObjectIDs: people.filter(belongs).map(\.objectID))
  }
}
