import JSONTape
import Provisioning
import SCIM
import Testing

@Suite("Requests that set references and members")
struct ReferenceRequestTests {
  static let managers: [(path: String, target: String?, operation: String)] = [
    ("manager", "7", #"{"op": "replace", "path": "\#(enterprise):manager", "value": {"value": "7"}}"#),
    (
      "\(enterprise):manager.value", "7",
      #"{"op": "replace", "path": "\#(enterprise):manager.value", "value": "7"}"#
    ),
    ("\(enterprise):manager", nil, #"{"op": "remove", "path": "\#(enterprise):manager"}"#),
  ]

  @Test(
    "A manager is set and removed as the path is written",
    arguments: managers)
  func patch(_ path: String, _ target: String?, _ operation: String) throws {
    let request = try #require(
      TargetDialect().referenceRequest(
        type: "User", id: "1", path: try TargetPath(parsing: path), to: target))
    #expect(request.method == "PATCH")
    #expect(request.path == "/Users/1")
    #expect(request.body?["Operations"] == .array([try json(operation)]))
  }

  @Test("SCIM 1.1 has managerId")
  func version1() throws {
    let dialect = TargetDialect(version: .v1, updates: .patch)
    let path = try TargetPath(parsing: "manager")
    let set = dialect.referenceRequest(type: "User", id: "1", path: path, to: "7")
    #expect(set?.body?[version1Enterprise] == ["manager": ["managerId": "7"]])
    #expect(set?.body?["schemas"] == ["urn:scim:schemas:core:1.0", .string(version1Enterprise)])
    let removed = dialect.referenceRequest(type: "User", id: "1", path: path, to: nil)
    #expect(removed?.body?["meta"] == ["attributes": [.string("\(version1Enterprise):manager")]])
  }

  @Test("A PUT needs the resource, and drops what described the manager before")
  func put() throws {
    let dialect = TargetDialect(updates: .put)
    let path = try TargetPath(parsing: "manager")
    #expect(dialect.referenceRequest(type: "User", id: "1", path: path, to: "7") == nil)
    let current = try object(
      #"{"userName": "a", "\#(enterprise)": {"manager": {"value": "6", "$ref": "x", "displayName": "M"}}}"#)
    #expect(dialect.reference(in: current, at: path) == "6")
    for text in ["manager", "\(enterprise):manager.value"] {
      let request = dialect.referenceRequest(
        type: "User", id: "1", path: try TargetPath(parsing: text), to: "7", current: current)
      #expect(request?.method == "PUT")
      #expect(request?.body?[enterprise] == ["manager": ["value": "7"]])
      #expect(request?.body?["userName"] == "a")
    }
    let removed = dialect.referenceRequest(type: "User", id: "1", path: path, to: nil, current: current)
    #expect(removed?.body?[enterprise] == nil)
  }

  @Test(
    "A reference is read in each form",
    arguments: [#"{"value": "7"}"#, #"{"managerId": "7"}"#, #""7""#, "7", #"{"value": 7}"#])
  func reference(_ manager: String) throws {
    let path = try TargetPath(parsing: "manager")
    let current = try object(#"{"\#(enterprise)": {"manager": \#(manager)}}"#)
    #expect(TargetDialect().reference(in: current, at: path) == "7")
    #expect(TargetDialect().reference(in: [:], at: path) == nil)
  }

  @Test("Members are removed and added in batches of a hundred")
  func members() throws {
    let added = (0..<150).map { (id: "a\($0)", display: $0 == 0 ? Optional("A") : nil) }
    let removed = (0..<120).map { "r\($0)" }
    let requests = TargetDialect().memberRequests(id: "g", added: added, removed: removed)
    #expect(requests.map(\.path) == ["/Groups/g", "/Groups/g", "/Groups/g"])
    let operations = requests.flatMap { $0.body?["Operations"]?.arrayValue ?? [] }
    let removals = operations.filter { $0.objectValue?["op"] == "remove" }
    #expect(removals.count == 120)
    #expect(removals.first == ["op": "remove", "path": #"members[value eq "r0"]"#])
    let values = operations.flatMap { operation -> [JSONValue] in
      operation.objectValue?["op"] == "add" ? operation.objectValue?["value"]?.arrayValue ?? [] : []
    }
    #expect(values.count == 150)
    #expect(values.first == ["value": "a0", "display": "A"])
    for request in requests {
      let parsed = try PatchRequest(.object(try #require(request.body)), type: .group)
      let count = parsed.operations.map { $0.value?.arrayValue?.count ?? 1 }.reduce(0, +)
      #expect(count <= TargetDialect.membersInRequest)
    }
  }

  @Test("An id with quotes is escaped in the path")
  func escaping() throws {
    let request = try #require(
      TargetDialect().memberRequests(id: "g/1", added: [], removed: [#"a"] or "b"#]).first)
    #expect(request.path == "/Groups/g%2F1")
    let parsed = try PatchRequest(.object(try #require(request.body)), type: .group)
    let result = try parsed.applied(to: ["displayName": "G"], as: .group, id: "g")
    #expect(result.membersChanges == [.remove([#"a"] or "b"#])])
  }

  @Test("SCIM 1.1 marks the members that go")
  func version1Members() throws {
    let dialect = TargetDialect(version: .v1, updates: .patch)
    let requests = dialect.memberRequests(id: "g", added: [("b", nil)], removed: ["a"])
    #expect(
      try requests.map(\.body) == [
        object(
          #"{"schemas": ["urn:scim:schemas:core:1.0"], "#
            + #""members": [{"value": "a", "operation": "delete"}, {"value": "b"}]}"#)
      ])
    #expect(dialect.memberRequests(id: "g", added: [], removed: []) == [])
  }

  @Test("A PUT gives the whole list and keeps what the target has about those who stay")
  func putMembers() throws {
    let dialect = TargetDialect(updates: .put)
    #expect(dialect.memberRequests(id: "g", added: [("b", nil)], removed: []) == [])
    let current = try object(
      #"{"displayName": "G", "meta": {}, "members": [{"value": "a", "type": "User"}, {"value": "c"}]}"#)
    #expect(dialect.memberIDs(in: current) == ["a", "c"])
    let request = dialect.putMembersRequest(
      id: "g", current: current, members: [("b", "B"), ("a", "A")])
    #expect(
      try request.body
        == object(
          #"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "G", "#
            + #""members": [{"value": "b", "display": "B"}, {"value": "a", "type": "User"}]}"#))
  }
}
