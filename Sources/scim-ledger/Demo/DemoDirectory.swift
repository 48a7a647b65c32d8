/// The source directory of the demo: the invented staff of an invented maker of weather instruments.
///
/// Nobody in it is real. Its domains are reserved for documentation (RFC 2606 §3). The people stand in the
/// order of their departments; a person may come before their manager.
enum DemoDirectory {
  /// The domain of user names and addresses; the Tokyo office uses a subdomain of it.
  static let domain = "example.com"

  static let people: [DemoPerson] = reading.people

  static let groups: [DemoGroup] = makeGroups(of: people)

  /// A newcomer whose user name differs from that of one of ``people`` in letter case alone, which a
  /// service provider must refuse: `userName` is unique and not case exact (RFC 7643 §4.1.1).
  static let duplicate = DemoPerson(
    objectID: objectID(ofEmployee: "2001"),
    userName: "Maria.Fernandes@Example.com",
    givenName: "Maria",
    familyName: "Fernandes",
    displayName: "Maria Fernandes (Field Service)",
    mail: "maria.fernandes2@example.com",
    department: "Field Service",
    title: "Apprentice Field Engineer",
    employeeNumber: "2001",
    managerObjectID: objectID(ofEmployee: "1301"),
    isEnabled: true)

  /// What is wrong with the bundled data, one sentence each. The demo refuses to start unless it is empty.
  static let problems: [String] = reading.problems + contradictions(in: people, groups: groups)

  private static let reading: (people: [DemoPerson], problems: [String]) = {
    var people: [DemoPerson] = []
    var problems: [String] = []
    for table in tables {
      let read = table.read()
      people += read.people
      problems += read.problems
    }
    return (people, problems)
  }()

  private static let tables: [DemoDirectoryTable] = [
    executiveOffice, engineering, production, fieldService, sales, finance, peopleAndCulture, technology,
  ]
}
