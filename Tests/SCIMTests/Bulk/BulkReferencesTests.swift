import JSONTape
import SCIM
import Testing

@Suite struct BulkReferencesTests {
  static let ids = ["ana": "1", "crew": "2", "a b": "3"]

  @Test(
    "references in paths are found and replaced",
    arguments: [
      ("/Users/bulkId:ana", ["ana"], "/Users/1"),
      ("bulkId:ana", ["ana"], "1"),
      ("members[value eq \"bulkId:ana\"]", ["ana"], "members[value eq \"1\"]"),
      ("/Users/bulkId:ana/bulkId:crew", ["ana", "crew"], "/Users/1/2"),
      ("/Users/bulkId:none", ["none"], "/Users/bulkId:none"),
      ("/Users/bulkid:ana", [], "/Users/bulkid:ana"),
      ("/Users/bulkId", [], "/Users/bulkId"),
      ("", [], ""),
    ])
  func paths(_ path: String, _ names: [String], _ resolved: String) {
    #expect(BulkReferences.places(inPath: path, at: "path").keys.sorted() == names)
    #expect(BulkReferences.resolved(path: path, ids: Self.ids) == resolved)
  }

  @Test("references in a body are whole strings, or parts of paths and of $ref")
  func body() {
    let body: JSONValue = [
      "displayName": "see bulkId:ana", "nickName": "bulkId:", "manager": ["value": "bulkId:a b"],
      "members": [
        ["value": "bulkId:ana", "$ref": "../Users/bulkId:ana"], ["value": "bulkId:none"], "bulkId:crew",
      ],
      "path": "members[value eq \"bulkId:crew\"]", "count": 1,
    ]
    #expect(
      BulkReferences.places(in: body, at: "data") == [
        "a b": "data.manager.value", "ana": "data.members[0].value", "none": "data.members[1].value",
        "crew": "data.members[2]",
      ])
    #expect(
      BulkReferences.resolved(body, ids: Self.ids) == [
        "displayName": "see bulkId:ana", "nickName": "bulkId:", "manager": ["value": "3"],
        "members": [["value": "1", "$ref": "../Users/1"], ["value": "bulkId:none"], "2"],
        "path": "members[value eq \"2\"]", "count": 1,
      ])
  }

  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @Test("what a body's reading ignores refers to nothing")
  func ignored() {
    var body: JSONObject = [
      "groups": [["value": "bulkId:crew"]], "friend": "bulkId:ben", "meta": ["location": "bulkId:meta"],
    ]
    body[Self.enterprise] = ["manager": ["value": "bulkId:ana"], "x": "bulkId:x"]
    #expect(
      BulkReferences.places(in: .object(body), of: .user, at: "data") == [
        "ana": "data.\(Self.enterprise):manager.value"
      ])
    #expect(BulkReferences.places(in: [], of: .user, at: "data").isEmpty)
  }

  @Test("a circular body is taken apart by attribute")
  func parts() {
    var body: JSONObject = [
      "userName": "ana", "externalId": "bulkId:ana", "groups": [["value": "bulkId:ben"]],
      "roles": [["value": "x"], ["value": "bulkId:ben"]],
    ]
    body[Self.enterprise] = ["department": "Air", "manager": ["value": "bulkId:ben"]]
    let parts = BulkReferences.parts(of: .object(body), type: .user, without: ["ben"])
    var kept: JSONObject = [
      "userName": "ana", "externalId": "bulkId:ana", "groups": [["value": "bulkId:ben"]],
    ]
    kept[Self.enterprise] = ["department": "Air"]
    #expect(parts.body == .object(kept))
    #expect(
      parts.deferred == [
        ["op": "add", "path": "roles", "value": [["value": "x"], ["value": "bulkId:ben"]]],
        [
          "op": "add", "path": .string("\(Self.enterprise):manager"), "value": ["value": "bulkId:ben"],
        ],
      ])
    #expect(BulkReferences.parts(of: "text", type: .user, without: ["ben"]).body == "text")
  }
}
