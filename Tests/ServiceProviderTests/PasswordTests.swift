import Foundation
import LedgerTestKit
import ScimLedger
import Testing

/// A password is taken from no client and kept nowhere: the log could never forget it.
@Suite struct PasswordTests {
  struct Spelling: Sendable, CustomTestStringConvertible {
    var method: String
    var target: String
    /// `@` stands for the secret.
    var body: String?

    init(_ method: String, _ target: String, _ body: String? = nil) {
      (self.method, self.target, self.body) = (method, target, body)
    }

    var testDescription: String { "\(method) \(target) \(body ?? "")" }
  }

  static let core = "urn:ietf:params:scim:schemas:core:2.0:User"

  static func operations(_ text: String) -> String {
    #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(text)]}"#
  }

  static let bodies = [
    #"{"userName":"new","password":"@"}"#, #"{"userName":"new","PASSWORD":"@"}"#,
    #"{"userName":"new","pass\u0077ord":"@"}"#, #"{"userName":"new","password":@}"#,
    #"{"userName":"new","password":["@"]}"#, #"{"userName":"new","password":{"value":"@"}}"#,
    #"{"userName":"new","\#(core):password":"@"}"#, #"{"userName":"new","\#(core)":{"password":"@"}}"#,
    #"{"userName":"new","emails":[{"value":"a.x.example","password":"@"}]}"#,
    #"{"userName":"new","name":{"Password":"@"}}"#, #"{"userName":"ana","password":"@"}"#,
    #"{"password":"@"}"#, #"{"userName":7,"password":"@"}"#, #"[{"password":"@"}]"#,
    #"{"userName":"new","nickName":"{\"password\":\"@\"}"}"#,
    #"{"userName":"new","roles":[{"value":"{\"id\":1,\"Password\":\"@\"}"}]}"#,
    #"{"userName":"new","roles":[{"value":"{\"password\":\"@\""}]}"#,
    #"{"userName":"new","password":"@""#, #"{"userName":"new","password":"@",}"#, #""@"#,
    #"{"schemas":"\#(core)","userName":"new","unknown":{"deep":[{"password":"@"}]}}"#,
  ]

  static let patches = [
    #"{"op":"replace","path":"password","value":"@"}"#, #"{"op":"Add","path":"PassWord","value":"@"}"#,
    #"{"op":"replace","path":"\#(core):password","value":"@"}"#,
    #"{"op":"replace","path":"password","value":@}"#,
    #"{"op":"replace","path":"password","value":{"value":"@"}}"#,
    #"{"op":"replace","path":"password[type eq \"x\"].value","value":"@"}"#,
    #"{"op":"replace","value":{"password":"@"}}"#, #"{"op":"Replace","value":{"PASSWORD":"@"}}"#,
    #"{"op":"replace","value":{"\#(core):password":"@"}}"#,
    #"{"op":"replace","value":{"\#(core)":{"password":"@"}}}"#,
    #"{"op":"replace","value":"{\"password\":\"@\"}"}"#,
    #"{"op":"replace","path":"\#(core)","value":{"password":"@"}}"#,
    #"{"op":"replace","path":"password eq \"@\"","value":"x"}"#,
    #"{"op":"replace","path":"emails[password eq \"@\"].value","value":"x"}"#,
    #"{"op":"remove","path":"password","value":"@"}"#, #"{"op":"jump","path":"password","value":"@"}"#,
    #"{"PATH":"password","OP":"replace","VALUE":"@"}"#, #"{"op":"replace","path":["password"],"value":"@"}"#,
    #"{"op":"replace","path":"password","value":"@"},{"op":"replace","path":"userName","value":"ben"}"#,
  ]

  static let targets = [
    "/Users?filter=password%20eq%20%22@%22", "/Users?filter=password+eq+@",
    "/Users?filter=p%61ssword%20eq%20%22@%22",
    "/Users?filter=userName+eq+%22a%22+and+PASSWORD+eq+%22@%22", "/Users?filter=password eq \"@\"",
    "/Users?filter=\(core):password+sw+%22@%22", "/Users?filter=emails[password+eq+%22@%22]",
    "/Users?filter=password+eq+%22@", "/Users?filter=password+xx+%22@%22", "/Users?password=@",
    "/Users?PASSWORD=@&x=1",
    "/Users?filter=not+(password+ne+%22@%22)", "/Groups?filter=password+eq+%22@%22",
    "/Schemas?filter=password+eq+%22@%22",
    "/Users/none?password=@", "/ServiceProviderConfig?password=@",
  ]

  /// A bulk request of one operation, and one that is refused as a whole.
  static func bulk(_ method: String, _ path: String, _ data: String) -> [Spelling] {
    let operation = #"{"method":"\#(method)","path":"\#(path)","bulkId":"b","data":\#(data)}"#
    return ["", #""failOnErrors":"none","#].map {
      Spelling("POST", "/Bulk", #"{\#($0)"Operations":[\#(operation)]}"#)
    }
  }

  static let bulks: [Spelling] = {
    var spellings: [Spelling] = []
    for body in bodies {
      spellings += bulk("POST", "/Users", body)
      spellings += bulk("PUT", "/Users/{ana}", body)
      spellings += bulk("GET", "/Users", body)
    }
    for patch in patches {
      spellings += bulk("PATCH", "/Users/{ana}", operations(patch))
      spellings += bulk("PATCH", "/Users/{ana}", "[\(patch)]")
    }
    for target in targets where !target.contains("\"") {
      spellings += bulk("POST", target, #"{"userName":"b"}"#)
    }
    return spellings
  }()

  static let spellings: [Spelling] =
    bulks
    + bodies.flatMap {
      [
        Spelling("POST", "/Users", $0), Spelling("PUT", "/Users/{ana}", $0),
        Spelling("PUT", "/Users/none", $0),
      ]
    }
    + bodies.map { Spelling("POST", "/Bulk", $0) }
    + bodies.map { Spelling("POST", "/Users/.search", $0) }
    + patches.flatMap {
      [Spelling("PATCH", "/Users/{ana}", operations($0)), Spelling("PATCH", "/Users/none", operations($0))]
    }
    + patches.map { Spelling("PATCH", "/Groups/{crew}", operations($0)) }
    + targets.map { Spelling("GET", $0) }
    + targets.map { Spelling("DELETE", $0) }
    + targets.map { Spelling("POST", $0, #"{"userName":"t","password":"@"}"#) }

  @Test("no spelling of a password reaches the files of the ledger")
  func spelledAnyhow() async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      try ProvisioningLedger.create(at: directory, options: testOptions())
      let ledger = try ProvisioningLedger(opening: directory, options: testOptions())
      let test = TestLedger(ledger)
      let ana = await test.createUser("ana", ["title": "a marker that is kept"])
      await test.createUser("ben")
      let crew = await test.createGroup("Crew", of: [ana])
      for (index, spelling) in PasswordTests.spellings.enumerated() {
        // Each its own, so that a leak names the request it came from.
        let secret = PasswordTests.secret(index)
        let target = spelling.target.replacing("{ana}", with: ana).replacing("{crew}", with: crew)
          .replacing("@", with: secret)
        let answer = await test.send(
          spelling.method, target, text: spelling.body?.replacing("@", with: secret))
        #expect(answer.status != 500, "\(spelling)")
        let shown = answer.json?.description ?? ""
        #expect(!shown.contains(secret), "\(spelling) is answered with its secret: \(shown)")
      }
      let head = try await test.drainedHead()
      for event in try ledger.events(from: Position(1), limit: Int(head.rawValue)) {
        let texts = [event.outcome.detail ?? "", event.request?.query ?? ""] + event.tolerances.map(\.detail)
        #expect(!texts.contains { $0.contains("84619") }, "\(texts)")
      }
      await ledger.close()
      let contents = try PasswordTests.files(under: directory)
      #expect(
        contents.contains { $0.contains(Data("a marker that is kept".utf8)) },
        "the search finds what is there")
      for (index, spelling) in PasswordTests.spellings.enumerated() {
        let secret = Data(PasswordTests.secret(index).utf8)
        #expect(!contents.contains { $0.contains(secret) }, "\(spelling.testDescription)")
      }
    }
  }

  @Test("a password is accepted, and its absence from answers is no change")
  func accepted() async throws {
    try await withTestLedger { test in
      let created = await test.send("POST", "/Users", ["userName": "ana", "password": "p"])
      #expect(created.status == 201 && created["password"] == nil)
      let target = "/Users/\(created.id)"
      let set = await test.patch(target, ["op": "replace", "path": "password", "value": "q"])
      #expect(set.status == 200)
      #expect(await test.send("GET", target + "?attributes=password")["password"] == nil)
      let found = await test.send("GET", "/Users?filter=password+pr")
      #expect(found.totalResults == 0 || found.status == 400)
    }
  }

  /// Digits, so that it can be sent as a number too.
  private static func secret(_ index: Int) -> String { "84619\(10_000_000 + index * 7919)" }

  private static func files(under directory: String) throws -> [Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
    return names.compactMap { FileManager.default.contents(atPath: "\(directory)/\($0)") }
  }
}

extension Data {
  fileprivate func contains(_ bytes: Data) -> Bool { range(of: bytes) != nil }
}
