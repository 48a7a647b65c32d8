import Foundation
import JSONTape
import Provisioning
import Testing

@Suite struct `Synchronization schema` {
  @Test func `a download from Entra is read without a complaint`() {
    #expect(Job.check(file: JobFiles.customApplication) == [])
    #expect(Job.check(file: JobFiles.example) == [])
  }

  @Test func `the large one's mappings are all there`() throws {
    let job = try JobFiles.customApplicationJob()
    #expect(job.mappings.map(\.sourceType) == ["Group", "User"])
    #expect(job.mappings.map(\.targetType) == ["Group", "User"])
    #expect(job.mappings.map(\.endpoint) == ["/Groups", "/Users"])
    let users = try #require(job.mapping(forSourceType: "user"))
    #expect(users.flows == [.add, .update, .delete])
    #expect(users.attributes.count == 21)
    #expect(users.mapsSoftDeletion)
    #expect(users.matchingAttributes.map(\.targetAttribute) == ["userName", "externalId"])
    #expect(
      users.referenceAttributes.map(\.targetAttribute)
        == ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"])
    #expect(job.mappings[0].referenceAttributes.map(\.targetAttribute) == ["members"])
    #expect(!job.mappings[0].mapsSoftDeletion)
    #expect(users.scope.groups.map(\.name) == ["Sales in Europe", "Everybody with a badge"])
    #expect(job.redactedAttributes == ["User": ["initialPassword"], "Group": []])
  }

  @Test func `definitions come from the target directory and SCIM's schemas`() throws {
    let users = try #require(try JobFiles.customApplicationJob().mapping(forSourceType: "User"))
    func definition(_ target: String) throws -> TargetAttributeDefinition {
      try #require(users.attributes.first { $0.targetAttribute == target }).definition
    }
    #expect(try definition("active").type == .boolean)
    #expect(try definition("title").flowsNullValues)
    #expect(try definition("roles").isMultivalued)
    #expect(try definition("roles").isComplex)
    #expect(try !definition(#"emails[type eq "work"].value"#).isMultivalued)
    #expect(try definition("externalId").isCaseExact)
    #expect(try definition("password").mutability == .writeOnly)
    #expect(try definition("urn:example:params:badge:1.0:User:number").type == .integer)
  }

  @Test(arguments: [
    ("displayName", TargetAttributeDefinition.DataType.string, false, false),
    ("active", .boolean, false, false), (#"emails[type eq "work"].primary"#, .boolean, false, false),
    ("emails", .string, true, false), (#"roles[primary eq "True"].value"#, .string, false, false),
    ("urn:ietf:params:scim:schemas:core:2.0:User:externalId", .string, false, true),
    ("urn:scim:schemas:extension:enterprise:1.0:department", .string, false, false),
  ])
  func `without a directory SCIM's core schemas define attributes`(
    target: String, type: TargetAttributeDefinition.DataType, isMultivalued: Bool, isCaseExact: Bool
  ) throws {
    let definition = try JobFiles.mapping(JobFiles.attribute(target, "[x]")).attributes[1].definition
    #expect(definition.type == type)
    #expect(definition.isMultivalued == isMultivalued)
    #expect(definition.isCaseExact == isCaseExact)
  }

  @Test func `sources are told apart`() throws {
    let users = try #require(try JobFiles.customApplicationJob().mapping(forSourceType: "User"))
    func text(_ target: String) -> String? {
      users.attributes.first { $0.targetAttribute == target }?.expressionText
    }
    #expect(text("userName") == "[userPrincipalName]")
    #expect(text("userType") == #""a quoted type""#)
    #expect(text("nickName") == "")
    #expect(text("active") == #"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#)
    #expect(users.attributes.first { $0.targetAttribute == "title" }?.defaultValue == "Employee")
    #expect(users.attributes.first { $0.targetAttribute == "userName" }?.defaultValue == nil)
    let roles = users.attributes.first { $0.targetAttribute == "roles" }
    #expect(roles?.flowType == .multiValueAddOnly)
  }

  @Test func `a syntax tree without text is an expression`() throws {
    let source = """
      {"type": "Function", "name": "Join", "parameters": [
        {"key": "separator", "value": {"type": "Constant", "name": "-"}},
        {"key": "source1", "value": {"type": "Attribute", "name": "givenName"}},
        {"key": "source2", "value": {"type": "Attribute", "name": "surname"}}]}
      """
    let mapping = try JobFiles.mapping(#"{"targetAttributeName": "displayName", "source": \#(source)}"#)
    #expect(mapping.attributes[1].sourceAttributes == ["givenName", "surname"])
    #expect(mapping.attributes[1].expressionText == #"Join("-", [givenName], [surname])"#)
  }

  @Test func `an export with capitals is read the same`() throws {
    let text = try String(contentsOfFile: JobFiles.customApplication, encoding: .utf8)
    let capitals = text.replacing(#/"([a-z])([A-Za-z]*)":/#) { "\"\($0.1.uppercased())\($0.2)\":" }
    let files = try JobFiles([
      "job.yaml": JobFiles.job, "schema.json": capitals,
      "plain.yaml": JobFiles.job.replacing("schema.json", with: "plain.json"),
      "plain.json": text,
    ])
    let exported = try files.job()
    let plain = try files.job("plain.yaml")
    #expect(exported.configurationHash == plain.configurationHash)
  }

  /// An element of `attributeMappings` for `title` with this source in JSON.
  static func title(_ source: String, target: String = "title") -> String {
    "{\"targetAttributeName\": \"\(target)\", \"source\": \(source)}"
  }

  static let second = "synchronizationRules[0].objectMappings[0].attributeMappings[1]"
  static let otherTree = #"[{"key": "source", "value": {"type": "Attribute", "name": "b"}}]"#

  static let problems: [(String, String)] = [
    (
      JobFiles.attribute("title", "Jion([a], [b])"),
      "error: mapping Users: title: \(second).source.expression: the expression is wrong: line 1, column 1"
    ),
    (JobFiles.attribute("title", "Join(\",\", [a]"), "the expression is wrong"),
    (
      JobFiles.attribute("titel", "[jobTitle]"),
      "warning: mapping Users: titel: \(second).targetAttributeName: neither the schema's target directory "
        + "nor SCIM's core schema has an attribute titel; did you mean title?"
    ),
    (JobFiles.attribute("USERNAME", "[mail]"), "USERNAME is mapped twice"),
    (JobFiles.attribute("title", "[a]", #""flowType": "Allways""#), "Allways; did you mean Always?"),
    (JobFiles.attribute("title", "[a]", #""matchingPriority": -1"#), "expected an integer from 0 to 1000"),
    (JobFiles.attribute("active", "[a]", #""defaultValue": "yes""#), "the default value is no Boolean"),
    (title(#"{"type": "Constant", "expression": "\"x\""}"#, target: "active"), "the constant is no Boolean"),
    (title(#"{"type": "Constant", "expression": "\"a\"b\""}"#), "quotation marks are not right"),
    (#"{"source": {"type": "Attribute", "name": "a"}}"#, "targetAttributeName is missing"),
    (title(#"{"type": "Atribute", "name": "a"}"#), "did you mean Attribute?"),
    (title(#"{"type": "Function"}"#), "the expression is missing"),
    (
      title(#"{"type": "Attribute", "name": "a", "expression": "[b]"}"#),
      "the expression reads b, the name says a"
    ),
    (
      title(
        #"{"type": "Function", "name": "ToLower", "expression": "ToLower([a])", "parameters": \#(otherTree)}"#
      ),
      "syntax tree (name, parameters) differ"
    ),
    (JobFiles.attribute("manager", "[manager]", #""matchingPriority": 2"#), "a reference can't match"),
    (JobFiles.attribute("title", #"SelectUniqueValue("a", "b")"#), "is evaluated on creation only"),
    (JobFiles.attribute("id", "[a]"), "read-only"),
  ]

  @Test func `a schema that was kept gives the same mappings`() throws {
    let job = try JobFiles.customApplicationJob()
    let mappings = try Job.mappings(schemaDocument: job.schemaDocument)
    #expect(Job(document: job.document, mappings: mappings).configurationHash == job.configurationHash)
    #expect(throws: JobDocumentError.self) { try Job.mappings(schemaDocument: ["synchronizationRules": []]) }
  }

  @Test(arguments: problems)
  func `a mapping's problem names the mapping, its place and what would be right`(
    attribute: String, problem: String
  ) throws {
    let problems = try JobFiles(["schema.json": JobFiles.schema(attribute)]).problems(
      in: "schema.json"
    ).filter { !$0.contains("no attribute a") }
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    #expect(problems.allSatisfy { $0.hasPrefix("schema.json:") })
  }

  @Test func `a problem in JSON has its line and column`() throws {
    let schema = """
      {
        "synchronizationRules": [
          {"objectMappings": [{"name": "é", "enabled": 3}]}
        ]
      }
      """
    let problems = try JobFiles(["schema.json": schema]).problems(in: "schema.json")
    #expect(problems.first?.hasPrefix("schema.json:3:50: error:") == true, "\(problems)")
    let broken = try JobFiles(["schema.json": "{\n  \"a\": tru\n}"]).problems(in: "schema.json")
    #expect(broken.first?.hasPrefix("schema.json:2:8: error: invalid JSON") == true, "\(broken)")
  }

  /// A filter of one clause that looks at `attribute`.
  static func filter(_ comparison: String, _ values: String, attribute: String = "a") -> String {
    let operand = "\"targetOperand\": {\"values\": \(values)}"
    let names = "\"sourceOperandName\": \"\(attribute)\", \"operatorName\": \"\(comparison)\""
    return "{\"groups\": [{\"clauses\": [{\(names), \(operand)}]}]}"
  }

  @Test(arguments: [
    (filter("EQALS", #"["x"]"#), "unknown operator EQALS; did you mean EQUALS?"),
    (filter("EQUALS", "[]"), "EQUALS needs a value"),
    (filter("Greater_Than", #"["x"]"#), "compares integers; x is none"),
    (filter("REGEX MATCH", #"["(x"]"#), "the regular expression is wrong"),
    (filter("IS TRUE", "[]", attribute: ""), "sourceOperandName is empty"),
    (filter("IS NULL", "[]", attribute: "members"), "do not take members"),
    (#"{"groups": 3}"#, "expected a list"),
  ])
  func `a filter's problem says what would be right`(scope: String, problem: String) throws {
    let problems = try JobFiles(["schema.json": JobFiles.schema(scope: scope)]).problems(in: "schema.json")
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test(arguments: [
    ("", "no object mapping is enabled"),
    (
      #"{"sourceObjectName": "User", "targetObjectName": "Usr", "flowTypes": "Add, Updat"}"#,
      "did you mean User?|did you mean Update?|no attribute matches"
    ),
    (#"{"targetObjectName": "Robot"}"#, "expected one of User, Group|sourceObjectName is missing"),
  ])
  func `an object mapping's problems say what would be right`(mapping: String, messages: String) throws {
    let schema = "{\"synchronizationRules\": [{\"objectMappings\": [\(mapping)]}]}"
    let problems = try JobFiles(["schema.json": schema]).problems(in: "schema.json")
    for message in messages.split(separator: "|") {
      #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }
  }

  @Test func `the configuration's hash changes with what decides results, and with nothing else`() throws {
    let hash = try JobFiles.customApplicationJob().configurationHash
    #expect(hash.count == 64)
    for same in ["interval: 5m", "limits: {deletions: 3}", "ledger: elsewhere"] {
      #expect(try JobFiles.customApplicationJob(same).configurationHash == hash)
    }
    var hashes: Set<String> = [hash]
    for other in ["scope: all", "requiredRole: R", "defaultDomain: d", "skipOutOfScopeDeletions: true"] {
      hashes.insert(try JobFiles.customApplicationJob(other).configurationHash)
    }
    #expect(hashes.count == 5)
    func of(_ attributes: String, _ scope: String = "null") throws -> String {
      let files = try JobFiles([
        "job.yaml": JobFiles.job, "schema.json": JobFiles.schema(attributes, scope: scope),
      ])
      return try files.job().configurationHash
    }
    #expect(try of(JobFiles.attribute("title", "[a]")) == of(JobFiles.attribute("title", " [a] ")))
    #expect(try of(JobFiles.attribute("title", "[a]")) != of(JobFiles.attribute("title", "[b]")))
  }
}
