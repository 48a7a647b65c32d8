import LedgerTestKit
import ScimLedger
import Testing

/// The ways in which a file of people may be written.
@Suite struct ImportFormatsTests {
  @Test("a CSV file's columns of usual names need no mapping, and others take one")
  func columns() async throws {
    let text = """
      User Name,givenName,Surname,E-Mail,active,externalId,Office,department,Note
      ana@example.com,Ana,"Sol, jr.",ana@work.example,TRUE,e-1,B 12,Sales,x
      bo@example.com,Bo,,,no,e-2,,,
      cy@example.com,Cy,,,perhaps,e-3,,,
      dan@example.com,Dan

      """
    var options = ResourceImport()
    options.columns = ["Office": "addresses[type eq \"work\"].locality", "Note": ""]
    try await ImportedFile.with(text, named: "people.csv") { path in
      try await withTestLedger { test in
        let (summary, rejects) = try await test.importing(path, options)
        #expect(summary.created == 2)
        #expect(rejects.map(\.line).sorted() == [4, 5])
        #expect(rejects.contains { $0.error.detail.contains("active should say true or false") })
        let people = await test.send("GET", "/Users").resources.compactMap(\.objectValue)
        let ana = try #require(people.first { $0["userName"] == "ana@example.com" })
        #expect(ana["name"]?.objectValue?["familyName"] == "Sol, jr.")
        #expect(ana["emails"]?.arrayValue?.first?.objectValue?["value"] == "ana@work.example")
        #expect(ana["addresses"]?.arrayValue?.first?.objectValue?["locality"] == "B 12")
        let enterprise = ana["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]
        #expect(enterprise?.objectValue?["department"] == "Sales")
        #expect(people.contains { $0["userName"] == "bo@example.com" && $0["active"] == false })
        #expect(try await test.importing(path, options).summary.known == 2)
      }
    }
  }

  @Test("a column that is for nothing known is named, with what to do")
  func unknownColumn() async throws {
    try await ImportedFile.with("userName,shoeSize\na,42\n", named: "people.csv") { path in
      try await withTestLedger { test in
        let error = await #expect(throws: SourceError.self) { try await test.importing(path) }
        #expect(error?.place == "people.csv:1, column 2")
        #expect(error?.reason.contains("shoeSize= to leave it out") == true)
        var options = ResourceImport()
        options.columns = ["shoe": "title"]
        let other = await #expect(throws: SourceError.self) { try await test.importing(path, options) }
        #expect(other?.reason.contains("no column is named shoe") == true)
      }
    }
  }

  @Test("bulk requests give their POST operations, with references to each other", arguments: [true, false])
  func bulk(isPretty: Bool) async throws {
    let team = ImportedFile.team("team", ["bulkId:one"])
    let bulk: JSONValue = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      "Operations": [
        ["method": "POST", "path": "/Groups", "bulkId": "team", "data": team],
        ["method": "POST", "path": "/Users", "bulkId": "one", "data": ImportedFile.person(1)],
        ["method": "DELETE", "path": "/Users/x"],
        [
          "method": "POST", "path": "/Groups", "bulkId": "lost",
          "data": ImportedFile.team("lost", ["bulkId:nobody"]),
        ],
        ["method": "POST", "path": "/Users", "bulkId": "two", "data": ImportedFile.person(2)],
      ],
    ]
    let line = String(decoding: bulk.serialized(), as: UTF8.self)
    let text = isPretty ? line.replacing(",", with: ",\n  ") : line + "\n"
    try await ImportedFile.with(text, named: "bulk.json") { path in
      try await withTestLedger { test in
        let (summary, rejects) = try await test.importing(path)
        #expect(summary.read == 5)
        #expect(summary.created == 3)
        #expect(rejects.map(\.index) == [2, 3])
        #expect(rejects.last?.error.detail.contains("bulkId:nobody") == true)
        #expect(try await test.everybody().contains { $0.hasSuffix("[\"person-1@example.com\"]") })
        let again = try await test.importing(path)
        #expect(again.summary.known == 3)
        #expect(again.rejects == rejects)
      }
    }
  }

  @Test("a list of another service and an array are read too")
  func lists() async throws {
    let people = (0..<3).map { ImportedFile.person($0) }
    let list: JSONValue = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 3,
      "Resources": .array(people),
    ]
    let text = ImportedFile.lines([list, .array([ImportedFile.person(4)])])
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        let (summary, _) = try await test.importing(path)
        #expect(summary.created == 4)
      }
    }
  }
}
