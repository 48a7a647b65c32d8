import JSONTape
import Provisioning
import SCIM

extension GraphSource {
  /// Reads a page.
  func object(at link: String) async throws(SourceError) -> JSONObject {
    let answer = try await http.get(try checked(link))
    let code = answer.object?["error"]?.objectValue?["code"]?.stringValue ?? ""
    guard answer.status != 410, !Self.lostState.contains(code.lowercased()) else {
      throw SourceError(
        .watermarkExpired, place: SourceClient.place(link),
        reason: "the state is no longer known there: \(answer.explanation ?? "status \(answer.status)")")
    }
    return try answer.body(from: link)
  }

  /// Graph's words for a state token that is too old, in lower case.
  private static let lostState: Set<String> = [
    "resyncrequired", "syncstatenotfound", "syncstateinvalid", "directory_expiredpagetoken",
    "fullsyncrequired",
  ]

  /// A link that Graph gave; the token must not go to another server.
  func checked(_ link: String) throws(SourceError) -> String {
    let lowered = link.prefix(base.origin.utf8.count + 1).lowercased()
    guard lowered == base.origin + "/" || link == base.origin else {
      throw SourceError(
        .unreadable, place: name, reason: "a link leads to another server: \(SourceClient.place(link))")
    }
    return link
  }

  /// Who is assigned to the application, and a digest of it that is the same whatever order it came in.
  func assignments() async throws(SourceError) -> (table: AssignmentTable, digest: String?) {
    var table = AssignmentTable()
    guard let servicePrincipal else {
      table.close()
      return (table, nil)
    }
    let url = "\(base)/servicePrincipals/\(servicePrincipal.percentEncoded)"
    let roles = try await roles(of: url)
    var sum = IdentifierDigest.zero
    var link: String? = url + "/appRoleAssignedTo?$top=999"
    while let page = link {
      let object = try await object(at: page)
      for item in object["value"]?.arrayValue ?? [] {
        guard let assignment = item.objectValue, let principal = assignment["principalId"]?.stringValue,
          !principal.isEmpty, principal.utf8.count <= 256
        else { continue }
        let id = assignment["appRoleId"]?.stringValue ?? ""
        table.add(principal: principal, role: roles[id] ?? ["id": .string(id)])
        sum += IdentifierDigest("\(principal) \(id)")
      }
      link = try object["@odata.nextLink"]?.stringValue.map { next throws(SourceError) in try checked(next) }
    }
    table.close()
    let names = JSONValue.array(roles.sorted { $0.key < $1.key }.map { .object($0.value) }).description
    return (table, IdentifierDigest("\(sum.hexadecimal) \(names)").hexadecimal)
  }

  /// The application's roles by their ids, since an assignment tells the id alone.
  private func roles(of url: String) async throws(SourceError) -> [String: JSONObject] {
    let object = try await object(at: url + "?$select=id,appRoles")
    var roles: [String: JSONObject] = [:]
    for item in object["appRoles"]?.arrayValue ?? [] {
      guard let role = item.objectValue, let id = role["id"]?.stringValue else { continue }
      var known: JSONObject = ["id": .string(id)]
      for name in ["displayName", "value"] {
        if let text = role[name]?.stringValue, !text.isEmpty { known[name] = .string(text) }
      }
      roles[id] = known
    }
    return roles
  }
}
