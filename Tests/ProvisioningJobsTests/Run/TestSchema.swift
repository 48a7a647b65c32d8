import JSONTape
import Provisioning
import SCIM

/// Synchronization schemas and jobs, written by tests.
struct TestSchema {
  /// One attribute mapping.
  struct Attribute {
    var target: String
    var expression: String
    var priority = 0
    var more: JSONObject = [:]

    init(_ target: String, _ expression: String, priority: Int = 0, _ more: JSONObject = [:]) {
      self.target = target
      self.expression = expression
      self.priority = priority
      self.more = more
    }

    var json: JSONValue {
      let isAttribute = expression.hasPrefix("[") && expression.dropFirst().allSatisfy { $0 != "[" }
      var source: JSONObject = [
        "type": isAttribute ? "Attribute" : "Function", "expression": .string(expression),
      ]
      if isAttribute { source["name"] = .string(String(expression.dropFirst().dropLast())) }
      var json: JSONObject = [
        "targetAttributeName": .string(target), "matchingPriority": .number(JSONNumber(priority)),
        "source": .object(source),
      ]
      for member in more { json[member.name] = member.value }
      return .object(json)
    }
  }

  static let active = Attribute(
    "active", #"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#)

  static let manager = Attribute(
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "[manager]")

  /// As Entra's own gallery applications have it.
  static let usual = [
    Attribute("userName", "[userPrincipalName]", priority: 1), active,
    Attribute("displayName", "[displayName]"),
    Attribute("title", "[jobTitle]"), Attribute("externalId", "[mailNickname]"),
    Attribute(#"emails[type eq "work"].value"#, "[mail]"), manager,
  ]

  static let usualGroup = [
    Attribute("displayName", "[displayName]", priority: 1), Attribute("externalId", "[objectId]"),
    Attribute("members", "[members]"),
  ]

  var users = TestSchema.usual
  var groups: [Attribute]? = TestSchema.usualGroup
  var userFlows = "Add, Update, Delete"
  /// A scope of users: clauses that must all hold, as (attribute, operator, value).
  var userScope: [(String, String, String)] = []
  /// Target attributes of users whose null values flow.
  var flowingNulls: [String] = []

  var json: JSONValue {
    var mappings: [JSONValue] = []
    if let groups { mappings.append(mapping("Group", groups, flows: "Add, Update, Delete")) }
    mappings.append(mapping("User", users, flows: userFlows))
    var directories: [JSONValue] = []
    if !flowingNulls.isEmpty {
      let attributes = flowingNulls.map { name -> JSONValue in
        ["name": .string(name), "type": "String", "flowNullValues": true]
      }
      directories = [["name": "Target", "objects": [["name": "User", "attributes": .array(attributes)]]]]
    }
    return [
      "synchronizationRules": [
        [
          "sourceDirectoryName": "Source", "targetDirectoryName": "Target",
          "objectMappings": .array(mappings),
        ]
      ], "directories": .array(directories),
    ]
  }

  private func mapping(_ type: String, _ attributes: [Attribute], flows: String) -> JSONValue {
    var scope: JSONValue = .null
    if type == "User", !userScope.isEmpty {
      let clauses = userScope.map { attribute, operatorName, value -> JSONValue in
        [
          "operatorName": .string(operatorName), "sourceOperandName": .string(attribute),
          "targetOperand": ["values": [.string(value)]],
        ]
      }
      scope = ["groups": [["clauses": .array(clauses), "name": "Scope"]]]
    }
    return [
      "name": .string("Provision \(type)s"), "enabled": true, "flowTypes": .string(flows),
      "sourceObjectName": .string(type), "targetObjectName": .string(type), "scope": scope,
      "attributeMappings": .array(attributes.map(\.json)),
    ]
  }

  func job(_ change: (inout JobDocument) -> Void = { _ in }) throws -> Job {
    var document = JobDocument(
      name: "test", source: .directory(path: "source"), target: TargetSettings(url: "http://localhost/scim"),
      scope: .all, schemaFile: "schema.json")
    change(&document)
    return Job(
      document: document, mappings: try Job.mappings(schemaDocument: json), schemaDocument: json)
  }
}
