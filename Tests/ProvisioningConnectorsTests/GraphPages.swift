/// Pages in the shapes that Microsoft Graph answers with; ORIGIN stands for the server's.
enum GraphPages {
  static let token = """
    {"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"graph-token"}
    """

  static let servicePrincipal = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#servicePrincipals(id,appRoles)/$entity",
      "id": "sp1",
      "appRoles": [
        {"allowedMemberTypes": ["User"], "description": "Administers", "displayName": "Administrator",
         "id": "r-admin", "isEnabled": true, "origin": "Application", "value": "Admin"},
        {"allowedMemberTypes": ["User"], "description": "Reads", "displayName": "Reader", "id": "r-reader",
         "isEnabled": true, "origin": "Application", "value": null}
      ]
    }
    """

  static func assignments(_ pairs: [(principal: String, role: String)], next: String? = nil) -> String {
    let values = pairs.map { pair in
      """
      {"id": "assignment-\(pair.principal)", "deletedDateTime": null, "appRoleId": "\(pair.role)",
       "createdDateTime": "2026-01-01T00:00:00Z", "principalDisplayName": "Somebody",
       "principalId": "\(pair.principal)", "principalType": "User", "resourceDisplayName": "App", "resourceId": "sp1"}
      """
    }
    let link = next.map { #""@odata.nextLink": "ORIGIN\#($0)","# } ?? ""
    return """
      {"@odata.context": "ORIGIN/v1.0/$metadata#appRoleAssignments", \(link)
       "value": [\(values.joined(separator: ","))]}
      """
  }

  static let users1 = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#users(displayName,mail,manager)",
      "@odata.nextLink": "ORIGIN/v1.0/users/delta?$skiptoken=u-page-2",
      "value": [
        {"id": "u1", "displayName": "Babs Jensen", "mail": "babs@example.com", "accountEnabled": true,
         "businessPhones": ["+1 555 0100", "+1 555 0101"], "mobilePhone": null,
         "onPremisesExtensionAttributes": {"extensionAttribute1": "cost-1", "extensionAttribute2": null},
         "manager@delta": [{"@odata.type": "#microsoft.graph.user", "id": "u2"}]},
        {"id": "u9", "@removed": {"reason": "changed"}}
      ]
    }
    """

  static let users2 = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#users(displayName,mail,manager)",
      "@odata.deltaLink": "ORIGIN/v1.0/users/delta?$deltatoken=u-1",
      "value": [{"id": "u2", "displayName": "Mandy", "accountEnabled": false}, {"displayName": "no id"}]
    }
    """

  static let groups1 = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#groups(displayName,members)",
      "@odata.nextLink": "ORIGIN/v1.0/groups/delta?$skiptoken=g-page-2",
      "value": [
        {"id": "g1", "displayName": "Guides", "members@delta": [
          {"@odata.type": "#microsoft.graph.user", "id": "u1"},
          {"@odata.type": "#microsoft.graph.user", "id": "u2"}]}
      ]
    }
    """

  static let groups2 = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#groups(displayName,members)",
      "@odata.deltaLink": "ORIGIN/v1.0/groups/delta?$deltatoken=g-1",
      "value": [
        {"id": "g1", "displayName": "Guides",
         "members@delta": [{"@odata.type": "#microsoft.graph.user", "id": "u3"}]},
        {"id": "g2", "displayName": "Nobody", "description": null}
      ]
    }
    """

  static let usersDelta = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#users(displayName,mail,manager)",
      "@odata.deltaLink": "ORIGIN/v1.0/users/delta?$deltatoken=u-2",
      "value": [
        {"id": "u1", "displayName": "Barbara Jensen", "mail": null,
         "manager@delta": [{"id": "u2", "@removed": {"reason": "changed"}}]},
        {"id": "u9", "@removed": {"reason": "deleted"}}
      ]
    }
    """

  static let groupsDelta = """
    {
      "@odata.context": "ORIGIN/v1.0/$metadata#groups(displayName,members)",
      "@odata.deltaLink": "ORIGIN/v1.0/groups/delta?$deltatoken=g-2",
      "value": [
        {"id": "g1", "displayName": "Guides", "members@delta": [
          {"@odata.type": "#microsoft.graph.user", "id": "u1", "@removed": {"reason": "deleted"}},
          {"@odata.type": "#microsoft.graph.user", "id": "u4"}]}
      ]
    }
    """

  static let resyncRequired = """
    {"error": {"code": "resyncRequired", "message": "The delta token is too old.",
     "innerError": {"date": "2026-01-01T00:00:00", "request-id": "r1"}}}
    """
}
