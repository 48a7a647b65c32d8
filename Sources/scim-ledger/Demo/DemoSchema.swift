import ScimLedger

/// The demo's synchronization schema: the mapping of the ThousandEyes page, and what a directory needs besides.
enum DemoSchema {
  private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  /// Target attribute, expression, matching precedence; 0 for none.
  private static let users: [(String, String, Int)] = [
    ("externalId", "[mailNickname]", 0),
    ("userName", "[userPrincipalName]", 1),
    ("active", #"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#, 0),
    ("displayName", "[displayName]", 0),
    (#"emails[type eq "work"].value"#, "[mail]", 0),
    ("name.formatted", #"Join(" ", [givenName], [surname])"#, 0),
    ("name.givenName", "[givenName]", 0),
    ("name.familyName", "[surname]", 0),
    ("title", "[jobTitle]", 0),
    (enterprise + ":employeeNumber", "[employeeId]", 0),
    (enterprise + ":department", "[department]", 0),
    (enterprise + ":manager", "[manager]", 0),
  ]

  private static let groups: [(String, String, Int)] = [
    ("externalId", "[objectId]", 0), ("displayName", "[displayName]", 1), ("members", "[members]", 0),
  ]

  /// - Throws: `ExpressionError`, which the demo's own tests would have seen.
  static func document() throws -> JSONValue {
    [
      "id": "scim-ledger.demo", "version": "v1.0",
      "synchronizationRules": [
        [
          "name": "USER_AND_GROUP_OUTBOUND", "priority": 1, "editable": true,
          "sourceDirectoryName": "Azure Active Directory", "targetDirectoryName": "scim-ledger",
          "objectMappings": [
            try mapping("Synchronize Azure Active Directory Users to scim-ledger", "User", users),
            try mapping("Synchronize Azure Active Directory Groups to scim-ledger", "Group", groups),
          ],
        ]
      ],
    ]
  }

  private static func mapping(
    _ name: String, _ type: String, _ attributes: [(String, String, Int)]
  ) throws -> JSONValue {
    [
      "enabled": true, "flowTypes": "Add, Update, Delete", "name": .string(name),
      "sourceObjectName": .string(type), "targetObjectName": .string(type),
      "attributeMappings": .array(
        try attributes.map { target, expression, precedence in
          [
            "targetAttributeName": .string(target), "flowType": "Always", "flowBehavior": "FlowWhenChanged",
            "matchingPriority": .number(JSONNumber(precedence)),
            "source": try CompiledExpression(parsing: expression).syntaxTree,
          ]
        }),
    ]
  }
}
