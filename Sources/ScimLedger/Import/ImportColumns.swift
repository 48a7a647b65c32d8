import JSONTape
import ProvisioningConnectors
import SCIM

/// What the columns of a CSV file of people are for.
struct ImportColumns: Sendable {
  private var paths: [(column: String, path: PatchPath, isBoolean: Bool)] = []
  private let type: ResourceType

  /// - Parameter stated: The SCIM path of a column, empty for one that is left out.
  /// - Throws: A problem that names the column which is for nothing known.
  init(_ names: [String], stated: [String: String], type: ResourceType) throws(CSVTable.Problem) {
    self.type = type
    if let unknown = stated.keys.sorted().first(where: { !names.contains($0) }) {
      throw CSVTable.Problem(
        column: nil, reason: "no column is named \(unknown); there are \(names.joined(separator: ", "))")
    }
    for (index, name) in names.enumerated() {
      let text = stated[name] ?? Self.usual[Self.plain(name)] ?? name
      guard !text.isEmpty else { continue }
      do throws(SCIMError) {
        let path = try PatchPath(parsing: text, type: type)
        // Values of an attribute that a filter chooses are texts.
        let resolved = (try? AttributePath(parsing: text))?.resolved(in: type)
        guard resolved != nil || text.contains("[") else { throw .invalidPath("it is no attribute") }
        let attribute = resolved?.subAttribute ?? resolved?.attribute
        paths.append((name, path, attribute?.type == .boolean))
      } catch {
        throw CSVTable.Problem(
          column: index + 1,
          reason: "\(text) is no attribute of a \(type.name). Say which it is for, such as "
            + "\(name)=title, or \(name)= to leave it out")
      }
    }
  }

  /// A column's name by its letters and digits.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  private static let usual: [String: String] = [
    "username": "userName", "login": "userName", "userprincipalname": "userName", "upn": "userName",
    "displayname": "displayName", "fullname": "displayName", "givenname": "name.givenName",
    "firstname": "name.givenName", "familyname": "name.familyName", "lastname": "name.familyName",
    "surname": "name.familyName", "email": "emails[type eq \"work\"].value",
    "mail": "emails[type eq \"work\"].value", "emailaddress": "emails[type eq \"work\"].value",
    "externalid": "externalId", "active": "active", "enabled": "active", "accountenabled": "active",
    "jobtitle": "title", "phone": "phoneNumbers[type eq \"work\"].value",
    "mobile": "phoneNumbers[type eq \"mobile\"].value",
  ]

  /// The resource that a row states.
  func resource(_ row: JSONObject) throws(SCIMError) -> JSONObject {
    var operations: [PatchOperation] = []
    for (column, path, isBoolean) in paths {
      guard let value = row[column] else { continue }
      operations.append(
        PatchOperation(kind: .add, path: path, value: isBoolean ? try Self.boolean(value, column) : value))
    }
    var resource = try PatchRequest(operations: operations).applied(to: JSONObject(), as: type, id: "").image
    let present = type.extensions.map(\.schema.id).filter { resource.contains($0) }
    resource["schemas"] = .array(([type.schema.id] + present).map { .string($0) })
    return resource
  }

  private static func boolean(_ value: JSONValue, _ column: String) throws(SCIMError) -> JSONValue {
    switch value.stringValue?.lowercased() {
    case "true", "yes", "1": return true
    case "false", "no", "0": return false
    default: throw .invalidValue("The column \(column) should say true or false.")
    }
  }
}
