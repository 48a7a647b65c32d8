import JSONTape
import Provisioning
import SCIM
import Testing

@Suite struct `Mapping evaluation` {
  static let context = MappingContext(
    now: 1_700_000_000_000_000, seed: 7, isSoftDeleted: false, isCreation: true)

  static var update: MappingContext {
    var context = context
    context.isCreation = false
    return context
  }

  static func object(_ attributes: JSONObject) -> SourceObject {
    SourceObject(key: SourceKey(type: "User", id: "0001"), attributes: attributes)
  }

  /// The flow of the only attribute besides `userName`.
  static func flow(
    _ attribute: String, _ attributes: JSONObject, _ context: MappingContext = context
  ) throws -> AttributeFlow {
    let flows = try JobFiles.mapping(attribute).evaluate(object(attributes), context).flows
    return try #require(flows.last)
  }

  @Test func `the seed's mapping makes a ThousandEyes user`() throws {
    let job = try Job.load(file: JobFiles.example, environment: [:])
    #expect(job.document.target.protocolVersion == .v1)
    #expect(job.document.target.updates == .put)
    #expect(job.document.interval == 3600)
    let mapping = try #require(job.mapping(forSourceType: "User"))
    let person = Self.object([
      "userPrincipalName": "bjensen@example.com", "mailNickname": "bjensen", "displayName": "Barbara Jensen",
      "givenName": "Barbara", "surname": "Jensen", "mail": "barbara@example.com",
    ])
    let evaluation = mapping.evaluate(person, Self.context)
    let flows = evaluation.flows
    #expect(
      flows.map(\.targetAttribute) == [
        "externalId", "userName", "active", "displayName", #"emails[type eq "work"].value"#, "name.formatted",
      ])
    #expect(
      flows.map(\.outcome) == [
        .value("bjensen"), .value("bjensen@example.com"), .value(true), .value("Barbara Jensen"),
        .value("barbara@example.com"), .value("Barbara Jensen"),
      ])
    #expect(
      evaluation.inputs == [
        "mailNickname": "bjensen", "userPrincipalName": "bjensen@example.com", "IsSoftDeleted": "False",
        "displayName": "Barbara Jensen", "mail": "barbara@example.com", "givenName": "Barbara",
        "surname": "Jensen",
      ])
    var leaving = Self.update
    leaving.isSoftDeleted = true
    #expect(mapping.evaluate(person, leaving).flows[2].outcome == .value(false))
    #expect(mapping.evaluate(person, leaving).inputs["IsSoftDeleted"] == "True")
  }

  @Test func `a large mapping gives typed values for all but its references`() throws {
    let job = try JobFiles.customApplicationJob()
    let mapping = try #require(job.mapping(forSourceType: "User"))
    let person = SourceObject(
      key: SourceKey(type: "User", id: "0001"),
      attributes: [
        "userPrincipalName": "ann@example.com", "mail": "Ann@Example.com",
        "otherMails": ["a@x.example", "b@x.example"],
        "badgeNumber": "0042", "employeeHireDate": "1/2/2024 3:04:05 PM", "initialPassword": "s3cret",
        "appRoleAssignments": [["id": "r1", "displayName": "Engineer", "value": "Engineer"]],
      ], references: ["manager": ["0002"]])
    let evaluation = mapping.evaluate(person, Self.context)
    #expect(evaluation.failure == nil)
    #expect(evaluation.flows.count == mapping.valueAttributes.count)
    #expect(evaluation.flows.map(\.targetAttribute) == mapping.valueAttributes.map(\.targetAttribute))
    func outcome(_ target: String) -> AttributeFlow.Outcome? {
      evaluation.flows.first { $0.targetAttribute == target }?.outcome
    }
    #expect(outcome(#"emails[type eq "work"].value"#) == .value("ann@example.com"))
    #expect(outcome(#"emails[type eq "other"].value"#) == .value("a@x.example"))
    #expect(outcome("urn:example:params:badge:1.0:User:number") == .value(42))
    #expect(outcome("urn:example:params:badge:1.0:User:hired") == .value("2024-01-02T15:04:05Z"))
    #expect(outcome("title") == .value("Employee"))
    #expect(outcome("nickName") == .value("new"))
    #expect(outcome("displayName") == .nothing)
    #expect(outcome("userType") == .value("a quoted type"))
    guard case .value(.array(let roles))? = outcome("roles") else {
      Issue.record("roles have no values")
      return
    }
    #expect(roles.first?.objectValue?["value"] == "Engineer")
  }

  @Test func `redacted values stand in no log`() throws {
    let job = try JobFiles.customApplicationJob()
    let mapping = try #require(job.mapping(forSourceType: "User"))
    let evaluation = mapping.evaluate(
      Self.object(["userPrincipalName": "a", "initialPassword": "s3cret"]), Self.context)
    let flow = try #require(evaluation.flows.first { $0.targetAttribute == "password" })
    #expect(flow.outcome == .value("s3cret"))
    #expect(flow.isRedacted)
    #expect(evaluation.inputs["initialPassword"] == "[Redact]")
    #expect(!MappingEvaluated(evaluation).json.description.contains("s3cret"))
  }

  @Test func `what is mapped to an attribute that can only be written stands in no log`() throws {
    let mapping = try JobFiles.mapping(JobFiles.attribute("password", "[badgeNumber]"))
    let evaluation = mapping.evaluate(Self.object(["badgeNumber": "s3cret"]), Self.context)
    #expect(evaluation.flows.last?.outcome == .value("s3cret"))
    #expect(evaluation.flows.last?.isRedacted == true)
    #expect(mapping.redactedAttributes == ["badgeNumber"])
    #expect(!MappingEvaluated(evaluation).json.description.contains("s3cret"))
  }

  @Test func `a default counts on creation only, and where the source gives nothing`() throws {
    let title = JobFiles.attribute("title", "[jobTitle]", #""defaultValue": "Employee""#)
    let created = try Self.flow(title, [:])
    #expect(created.outcome == .value("Employee"))
    #expect(created.isDefault)
    #expect(try Self.flow(title, [:], Self.update).outcome == .nothing)
    #expect(try Self.flow(title, ["jobTitle": "Boss"]).outcome == .value("Boss"))
    let active = JobFiles.attribute("active", "[x]", #""defaultValue": "True""#)
    #expect(try Self.flow(active, [:]).outcome == .value(true))
  }

  @Test func `a mapping without source leaves the target alone but for its default`() throws {
    let bare = #"{"targetAttributeName": "title", "source": null}"#
    #expect(try Self.flow(bare, [:]).outcome == .ignored)
    let withDefault = #"{"targetAttributeName": "title", "source": null, "defaultValue": "x"}"#
    #expect(try Self.flow(withDefault, [:], Self.update).outcome == .value("x"))
    #expect(try Self.flow(withDefault, [:], Self.update).isDefault)
  }

  @Test func `nothing is sent for no value, unless the attribute flows null values`() throws {
    let mapping = try #require(try JobFiles.customApplicationJob().mapping(forSourceType: "User"))
    let flows = mapping.evaluate(Self.object(["userPrincipalName": "a"]), Self.update).flows
    #expect(flows.first { $0.targetAttribute == "title" }?.outcome == .clear)
    #expect(flows.first { $0.targetAttribute == "displayName" }?.outcome == .nothing)
  }

  @Test func `flow types say when an attribute flows`() throws {
    for (type, flowsOnUpdate) in [
      ("Always", true), ("ObjectAddOnly", false), ("MultiValueAddOnly", true), ("ValueAddOnly", true),
      ("AttributeAddOnly", true),
    ] {
      let title = JobFiles.attribute("title", "[jobTitle]", "\"flowType\": \"\(type)\"")
      #expect(try Self.flow(title, ["jobTitle": "x"]).outcome == .value("x"))
      #expect(
        try Self.flow(title, ["jobTitle": "x"], Self.update).outcome
          == (flowsOnUpdate ? .value("x") : .ignored))
    }
  }

  @Test func `an ignored attribute does not flow, an ignored object says so`() throws {
    let mapping = JobFiles.attribute("title", #"IIF([a]="1", IgnoreAttributeFlow, IgnoreObjectFlow)"#)
    #expect(try Self.flow(mapping, ["a": "1"]).outcome == .ignored)
    let object = try JobFiles.mapping(mapping)
    #expect(!object.evaluate(Self.object(["a": "1"]), Self.context).ignoresObject)
    #expect(object.evaluate(Self.object(["a": "2"]), Self.context).ignoresObject)
  }

  @Test func `a unique value is asked for, then taken, on creation only`() throws {
    let mapping = try JobFiles.mapping(
      JobFiles.attribute(
        "nickName", #"SelectUniqueValue([a], Join("", [a], "1"))"#, #""flowType": "ObjectAddOnly""#))
    var context = Self.context
    let first = mapping.evaluate(Self.object(["a": "ann"]), context)
    #expect(first.unknownCandidates == [UniquenessQuestion(targetAttribute: "nickName", candidate: "ann")])
    #expect(first.failure == nil)
    context.isTaken = { target, candidate in target == "nickName" ? candidate == "ann" : nil }
    let second = mapping.evaluate(Self.object(["a": "ann"]), context)
    #expect(second.unknownCandidates.isEmpty)
    #expect(second.flows.last?.outcome == .value("ann1"))
    context.isTaken = { _, _ in true }
    #expect(mapping.evaluate(Self.object(["a": "ann"]), context).failure?.code == .noUniqueValue)
    #expect(mapping.evaluate(Self.object(["a": "ann"]), Self.update).flows.last?.outcome == .ignored)
  }

  @Test func `a failure names attribute and expression and holds no value`() throws {
    let mapping = try JobFiles.mapping(
      [
        JobFiles.attribute("active", "[a]"),
        JobFiles.attribute("title", #"FormatDateTime([b], , "yyyy", "MM")"#),
        JobFiles.attribute("nickName", "[c]"),
      ].joined(separator: ","))
    let evaluation = mapping.evaluate(Self.object(["a": "private", "b": "private", "c": "ok"]), Self.context)
    let failure = try #require(evaluation.failure)
    #expect(failure.targetAttribute == "active")
    #expect(failure.expression == "[a]")
    #expect(failure.code == .invalidValue)
    #expect(evaluation.flows.count == 4)
    #expect(evaluation.flows.last?.outcome == .value("ok"))
    #expect(!failure.description.contains("private"))
    let second = mapping.evaluate(Self.object(["a": "True", "b": "private"]), Self.context)
    #expect(second.failure?.code == .mappingEvaluationFailed)
    #expect(second.failure?.targetAttribute == "title")
    #expect(second.failure?.reason.contains("private") == false)
  }

  static let typed: [(String, JSONValue, AttributeFlow.Outcome)] = [
    ("active", "True", .value(true)), ("active", "false", .value(false)), ("active", true, .value(true)),
    ("active", "", .nothing), ("title", "", .value("")), ("title", true, .value("True")),
    ("title", 5, .value("5")), ("title", ["a", "b"], .value("a")), ("title", [], .nothing),
    ("title", nil, .nothing), ("emails", "a@x.example", .value([["value": "a@x.example"]])),
    ("emails", [["value": "a", "type": "work"]], .value([["value": "a", "type": "work"]])),
  ]

  @Test(arguments: typed)
  func `values have the type of the target attribute`(
    target: String, value: JSONValue, outcome: AttributeFlow.Outcome
  ) throws {
    #expect(try Self.flow(JobFiles.attribute(target, "[x]"), ["x": value]).outcome == outcome)
  }

  @Test func `the same object in the same context gives the same, and other attributes other random values`()
    throws
  {
    let mapping = try JobFiles.mapping(
      [JobFiles.attribute("title", "Guid()"), JobFiles.attribute("nickName", "Guid()")].joined(separator: ",")
    )
    let object = Self.object(["userPrincipalName": "a"])
    let first = mapping.evaluate(object, Self.context)
    #expect(first == mapping.evaluate(object, Self.context))
    #expect(first.flows[1].outcome != first.flows[2].outcome)
    var other = Self.context
    other.seed = 8
    #expect(first != mapping.evaluate(object, other))
  }

  @Test func `the documented fault of Switch does not exist here`() throws {
    // Entra evaluates a Switch on an attribute that did not change as if it were absent; the full image has it.
    let mapping = try JobFiles.mapping(
      JobFiles.attribute("title", #"Switch([country], , "DE", "Germany", "FR", "France")"#))
    var person = Self.object(["userPrincipalName": "a", "country": "DE", "department": "Sales"])
    #expect(mapping.evaluate(person, Self.update).flows.last?.outcome == .value("Germany"))
    person.attributes["department"] = "Legal"
    #expect(mapping.evaluate(person, Self.update).flows.last?.outcome == .value("Germany"))
  }
}
