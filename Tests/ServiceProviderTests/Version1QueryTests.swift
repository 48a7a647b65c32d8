import LedgerTestKit
import ScimLedger
import Testing

/// Reading in SCIM 1.1: lists, filters, formats and errors.
@Suite struct Version1QueryTests {
  @Test("a list carries the core URN, its resources in the form of 1.1")
  func list() async throws {
    try await withTestLedger { test in
      for name in ["a", "b", "c"] { await test.createUser(name) }
      let answer = await test.speaking(.v1).send("GET", "/Users?startIndex=2&count=1")
      #expect(answer["schemas"] == ["urn:scim:schemas:core:1.0"])
      #expect(answer.totalResults == 3)
      #expect(answer["startIndex"] == 2)
      #expect(answer["itemsPerPage"] == 1)
      #expect(answer.resources.first?.objectValue?["schemas"] == ["urn:scim:schemas:core:1.0"])
      #expect(answer.headers["Content-Type"] == "application/json")
      let sorted = await test.speaking(.v1).send("GET", "/Users?sortBy=userName&sortOrder=descending")
      #expect(sorted.resources.compactMap { $0.objectValue?["userName"] } == ["c", "b", "a"])
    }
  }

  @Test(
    "filters name attributes as 1.1 does",
    arguments: [
      (#"userName eq "BABS""#, 1), (#"name.familyName sw "J" and title pr"#, 1),
      (#"urn:scim:schemas:core:1.0:userName eq "babs""#, 1),
      (#"urn:scim:schemas:core:1.0:name.givenName co "arb""#, 1),
      (#"urn:scim:schemas:extension:enterprise:1.0:department eq "Tours""#, 1),
      (#"urn:scim:schemas:extension:enterprise:1.0:manager.managerId eq "m1""#, 1),
      (#"manager.managerId eq "m1" or (userName eq "other")"#, 2),
      (#"userName eq "urn:scim:schemas:core:1.0:babs""#, 0),
      (#"title eq "manager.managerId \"quoted\" ""#, 0),
      (#"meta.created ge "2020-01-01T00:00:00Z""#, 2), (#"userName gt "c""#, 1),
    ])
  func filters(filter: String, count: Int) async throws {
    try await withTestLedger { test in
      await test.createUser(
        "babs",
        [
          "title": "Guide", "name": ["givenName": "Barbara", "familyName": "Jensen"],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
            "department": "Tours", "manager": ["value": "m1"],
          ],
        ])
      await test.createUser("other")
      let target = "/Users?filter=" + filter.percentEncodedForTest
      let events = try await test.events {
        let answer = await test.speaking(.v1).send("GET", target)
        #expect(answer.status == 200, "\(answer.detail ?? "")")
        #expect(answer.totalResults == count)
        #expect(answer.tolerances == [])
      }
      // The event keeps what was asked, not what it was rewritten to.
      #expect(events.first?.request?.query == String(target.dropFirst("/Users?".count)))
      #expect(events.first?.protocolVersion == "1.1")
    }
  }

  @Test(
    "2.0's operators are taken too, and said so",
    arguments: [
      #"userName ne "x""#, #"userName ew "s""#, #"not (userName eq "x")"#, #"emails[type eq "work"]"#,
    ])
  func laterOperators(filter: String) async throws {
    try await withTestLedger { test in
      await test.createUser("babs", ["emails": [["value": "a@example.com", "type": "work"]]])
      let answer = await test.speaking(.v1).send("GET", "/Users?filter=" + filter.percentEncodedForTest)
      #expect(answer.totalResults == 1)
      #expect(answer.tolerances.contains("version2FilterOperator"))
    }
  }

  @Test("attributes are chosen by their names in 1.1")
  func attributes() async throws {
    try await withTestLedger { test in
      let enterprise = "urn:scim:schemas:extension:enterprise:1.0"
      let id = await test.createUser(
        "babs",
        [
          "title": "Guide", "displayName": "Babs",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
            "department": "Tours", "manager": ["value": "m1"],
          ],
        ])
      let names = "urn:scim:schemas:core:1.0:title, \(enterprise):manager.managerId"
      let answer = await test.speaking(.v1).send(
        "GET", "/Users/\(id)?attributes=" + names.percentEncodedForTest)
      #expect(answer["title"] == "Guide")
      #expect(answer["displayName"] == nil)
      #expect(answer[enterprise] == ["manager": ["managerId": "m1"]])
    }
  }

  @Test(
    "XML is refused, and JSON answered where it would do",
    arguments: [
      ("/Users", "application/xml", 406), ("/Users", "text/xml, application/xml;q=0.9", 406),
      ("/Users.xml", nil, 406), ("/Users.xml", "application/json", 406),
      ("/Users", "application/xml, application/json;q=0", 406),
      ("/Users", "application/xml, application/json;q=0.5", 200),
      ("/Users", "application/xml,*/*;q=0.1", 200),
      ("/Users.json", "application/xml", 200), ("/Users.JSON", nil, 200), ("/Users", "text/html", 200),
      ("/ServiceProviderConfigs.json", nil, 200), ("/Schemas/Users.json", nil, 200),
    ] as [(String, String?, Int)])
  func formats(path: String, accept: String?, status: Int) async throws {
    try await withTestLedger { test in
      let answer = await test.speaking(.v1).send("GET", path, accept: accept)
      #expect(answer.status == status)
      #expect(answer.headers["Content-Type"] == "application/json")
      if status == 406 {
        #expect(answer.detail?.contains("application/json") == true)
        #expect(answer["Errors"]?.arrayValue?.first?.objectValue?["code"] == "406")
      }
    }
  }

  @Test(
    "an error has Errors and detail",
    arguments: [
      ("GET", "/Users/nobody", nil, 404), ("GET", "/Users?filter=babs", nil, 400),
      ("POST", "/Users", ["displayName": "x"], 400), ("POST", "/Users", ["userName": "babs"], 409),
      ("GET", "/Nothing", nil, 404), ("DELETE", "/Users", nil, 405), ("POST", "/.search", [:], 404),
      ("POST", "/Users/.search", [:], 404), ("GET", "/Me", nil, 404),
    ] as [(String, String, JSONValue?, Int)])
  func errors(method: String, path: String, body: JSONValue?, status: Int) async throws {
    try await withTestLedger { test in
      await test.createUser("babs")
      let events = try await test.events {
        let answer = await test.speaking(.v1).send(method, path, body)
        #expect(answer.status == status)
        let error = answer["Errors"]?.arrayValue?.first?.objectValue
        #expect(error?["code"] == .string(String(status)))
        #expect(error?["description"]?.stringValue?.isEmpty == false)
        #expect(answer["detail"] == error?["description"])
        #expect(answer["schemas"] == nil)
      }
      #expect(events.map(\.protocolVersion) == ["1.1"])
      #expect(events.map(\.outcome.status) == [status])
    }
  }

  @Test("a body in XML is refused")
  func xmlBody() async throws {
    try await withTestLedger { test in
      let request = SCIMRequest(
        method: "POST", path: "/Users", body: Array("<User/>".utf8), contentType: "application/xml",
        version: .v1)
      #expect(await test.ledger.handle(request, as: test.client).status == 415)
    }
  }
}

extension String {
  /// Percent-encoded as a client's library does it.
  fileprivate var percentEncodedForTest: String {
    utf8.map { byte in
      let isPlain =
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" + hex : hex)
    }.joined()
  }
}
