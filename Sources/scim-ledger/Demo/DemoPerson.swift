/// An invented person of the demo's source directory, with the attributes that an identity provider maps.
struct DemoPerson: Sendable, Hashable {
  /// The source directory's identifier: a UUID in lower case, the same in every run.
  let objectID: String
  /// The user principal name, `local@domain`.
  let userName: String
  var givenName: String
  /// Empty for a person who has one name only.
  var familyName: String
  var displayName: String
  /// `nil` for the one person without a mailbox.
  var mail: String?
  let department: String
  let title: String
  let employeeNumber: String
  /// `nil` for the head of the company alone.
  var managerObjectID: String?
  /// False for an account that the source directory keeps but has disabled.
  var isEnabled: Bool
}
