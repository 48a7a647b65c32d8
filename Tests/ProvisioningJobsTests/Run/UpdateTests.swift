import EventLog
import JSONTape
import LedgerTestKit
import MappingExpressions
import Provisioning
import ProvisioningJobs
import Testing

/// What flows to an account that is there.
@Suite struct `Updates` {
  @Test func `an update sends only what differs`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.source.patch(.user("ann"), ["jobTitle": "Chief Guide"])
      let report = try await world.cycle()
      #expect(report.counts.count(.update, .success) == 1)
      let request = try #require(world.target.take().writes.first)
      #expect(request.method == "PATCH")
      let operations = request.body?["Operations"]?.arrayValue
      #expect(operations?.count == 1)
      #expect(operations?.first?.objectValue?["value"] == "Chief Guide")
      #expect(await world.account("ann@example.com")?["title"] == "Chief Guide")
      let decision = try #require(try world.facts(DecisionMade.self).last)
      #expect(decision.modified == [.init(name: "title", old: "Guide", new: "Chief Guide")])
    }
  }

  @Test func `the mappings of an earlier cycle are still told`() async throws {
    try await withWorld { world in
      world.hire("ann")
      let first = try await world.cycle()
      world.schema.users[1] = .init("active", #"Switch([accountEnabled], , "True", "True")"#)
      let second = try await world.cycle()
      for (report, expression) in [
        (first, TestSchema().users[1].expression), (second, #"Switch([accountEnabled], , "True", "True")"#),
      ] {
        let mappings = try #require(try world.ledger.mappings(ofCycle: report.id))
        let users = try #require(mappings.first { $0.sourceType == "User" })
        #expect(users.attributes[1].expressionText == expression)
      }
      #expect(try world.ledger.mappings(ofCycle: .none) == nil)
    }
  }

  @Test func `what the target has already is not sent`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.source.patch(.user("ann"), ["jobTitle": "guide"])
      let report = try await world.cycle()
      #expect(world.target.take().map(\.method) == ["GET"])
      #expect(try world.lastReason(.user("ann")) == "RedundantExport")
      #expect(report.counts.count(.skip, .skipped) == 1)
    }
  }

  @Test func `an attribute that no mapping reads makes nothing due`() async throws {
    try await withWorld { world in
      world.hire("ann")
      try await world.cycle()
      world.source.patch(.user("ann"), ["favouriteColour": "green"])
      let report = try await world.cycle()
      #expect(world.target.take() == [])
      #expect(report.counts.importedDeltas == 0)
    }
  }

  /// Entra evaluates what a delta brings: where `IsSoftDeleted` is not in it, `Switch` takes its default.
  @Test func `a delta that changes only the name leaves active as it is`() async throws {
    let active = #"Switch([IsSoftDeleted], "False", "False", "True", "True", "False")"#
    var schema = TestSchema()
    schema.users[1] = .init("active", active)
    // Over the delta alone nobody would be active any more.
    let delta: JSONObject = ["displayName": "Ann B."]
    let context = ExpressionContext(now: 0, seed: 0, isTaken: { _ in false }) { name in
      delta[name].map { ExpressionValue($0) } ?? .null
    }
    #expect(try CompiledExpression(parsing: active).evaluate(in: context).outcome == .value(.string("False")))

    try await withWorld(schema) { world in
      world.hire("ann")
      world.hire("bob", ["accountEnabled": false])
      await world.service.send("POST", "/Users", ["userName": "bob@example.com"])
      try await world.cycle()
      for id in ["ann", "bob"] { world.source.patch(.user(id), ["displayName": "New"]) }
      try await world.cycle()
      #expect(await world.isActive("ann@example.com") == true)
      #expect(await world.isActive("bob@example.com") == false)
      let bodies = world.target.take().writes.compactMap(\.body)
      #expect(bodies.count == 2)
      #expect(bodies.allSatisfy { !$0.description.contains("active") })
    }
  }

  @Test func `a default value counts on creation only`() async throws {
    var schema = TestSchema()
    schema.users.append(.init("nickName", "[nickname]", ["defaultValue": "none"]))
    try await withWorld(schema) { world in
      world.hire("ann")
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["nickName"] == "none")
      world.source.patch(.user("ann"), ["nickname": "Annie"])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["nickName"] == "Annie")
      world.source.patch(.user("ann"), ["nickname": .null])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["nickName"] == "Annie")
    }
  }

  @Test func `null takes a value away only where the schema lets nulls flow`() async throws {
    var schema = TestSchema()
    schema.flowingNulls = ["title"]
    try await withWorld(schema) { world in
      world.hire("ann")
      try await world.cycle()
      world.source.patch(.user("ann"), ["jobTitle": .null, "displayName": .null])
      try await world.cycle()
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["title"] == nil)
      #expect(ann["displayName"] == "Name of ann")
    }
  }

  @Test func `an attribute whose expression says IgnoreAttributeFlow keeps its value`() async throws {
    var schema = TestSchema()
    schema.users[3] = .init("title", #"IIF([jobTitle] = "secret", IgnoreAttributeFlow, [jobTitle])"#)
    try await withWorld(schema) { world in
      world.hire("ann")
      try await world.cycle()
      world.source.patch(.user("ann"), ["jobTitle": "secret", "displayName": "Ann"])
      try await world.cycle()
      let ann = try #require(await world.account("ann@example.com"))
      #expect(ann["title"] == "Guide")
      #expect(ann["displayName"] == "Ann")
    }
  }

  @Test func `an expression that fails puts the object aside and sends nothing for it`() async throws {
    var schema = TestSchema()
    schema.users[3] = .init("title", #"Left([jobTitle], "x")"#)
    try await withWorld(schema) { world in
      world.hire("ann")
      world.hire("bob", ["jobTitle": .null])
      let report = try await world.cycle()
      #expect(report.outcome == .entryLevelErrors)
      #expect(try world.lastChange(of: .user("ann"))?.errorCode == "AttributeMappingEvaluationFailed")
      #expect(await world.account("ann@example.com") == nil)
    }
  }

  @Test func `SelectUniqueValue asks the target for each candidate`() async throws {
    var schema = TestSchema()
    schema.users.append(
      .init(
        "nickName", #"SelectUniqueValue([mailNickname], Append([mailNickname], "1"))"#,
        ["flowType": "ObjectAddOnly"]))
    try await withWorld(schema) { world in
      await world.service.send("POST", "/Users", ["userName": "other", "nickName": "ann"])
      world.hire("ann")
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["nickName"] == "ann1")
      let asked = try world.facts(MatchQueried.self).filter { $0.attribute == "nickName" }
      #expect(asked.map(\.count) == [1, 0])
      world.source.patch(.user("ann"), ["displayName": "Ann"])
      try await world.cycle()
      #expect(await world.account("ann@example.com")?["nickName"] == "ann1")
    }
  }
}
