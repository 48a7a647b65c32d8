/// One department of the demo directory as text, one person a row.
///
/// A row is `number|manager|user|given|family|title`, then any of the options `display=…`, `mail=…`,
/// `mail=none` and `disabled`, each after another `|`. `manager` is an employee number; it and `family` may
/// be empty. A `user` without `@` belongs to ``DemoDirectory/domain``. The display name is given name and
/// family name unless the row states it, the address is the user name unless the row states it.
/// Names are stored in logical order, whatever direction an editor shows them in.
struct DemoDirectoryTable: Sendable {
  let department: String
  let rows: String

  /// The people of the rows that can be read, and a sentence about each row that cannot.
  func read() -> (people: [DemoPerson], problems: [String]) {
    var people: [DemoPerson] = []
    var problems: [String] = []
    for (offset, row) in rows.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let person = DemoPerson(row: row, department: department) {
        people.append(person)
      } else {
        problems.append(
          "\(department), row \(offset &+ 1): \"\(row)\" is not"
            + " number|manager|user|given|family|title with options display=, mail=, disabled.")
      }
    }
    return (people, problems)
  }
}

extension DemoPerson {
  /// Reads a row of a ``DemoDirectoryTable``; `nil` when it has another form.
  init?(row: Substring, department: String) {
    let fields = row.split(separator: "|", omittingEmptySubsequences: false)
    var remaining = fields[...]
    guard let number = remaining.popFirst(), !number.isEmpty,
      let manager = remaining.popFirst(),
      let user = remaining.popFirst(), !user.isEmpty,
      let given = remaining.popFirst(), !given.isEmpty,
      let family = remaining.popFirst(),
      let title = remaining.popFirst(), !title.isEmpty
    else { return nil }

    let userName = user.contains("@") ? String(user) : "\(user)@\(DemoDirectory.domain)"
    var displayName = family.isEmpty ? String(given) : "\(given) \(family)"
    var mail: String? = userName
    var isEnabled = true
    for option in remaining {
      if option == "disabled" {
        isEnabled = false
      } else if option == "mail=none" {
        mail = nil
      } else if option.hasPrefix("mail="), option.contains("@") {
        mail = String(option.dropFirst("mail=".count))
      } else if option.hasPrefix("display="), option != "display=" {
        displayName = String(option.dropFirst("display=".count))
      } else {
        return nil
      }
    }

    self.init(
      objectID: DemoDirectory.objectID(ofEmployee: number),
      userName: userName,
      givenName: String(given),
      familyName: String(family),
      displayName: displayName,
      mail: mail,
      department: department,
      title: String(title),
      employeeNumber: String(number),
      managerObjectID: manager.isEmpty ? nil : DemoDirectory.objectID(ofEmployee: manager),
      isEnabled: isEnabled)
  }
}
