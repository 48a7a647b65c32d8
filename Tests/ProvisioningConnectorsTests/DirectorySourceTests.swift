import JSONTape
import Provisioning
import ProvisioningConnectors
import Testing

@Suite("Directory source")
struct DirectorySourceTests {
  static let lines = [
    "users.jsonl": """
    {"id":"u1","userPrincipalName":"babs@example.com","displayName":"Jensen, \\"Babs\\"\\nTour guide",\
    "accountEnabled":"True","proxyAddresses":["a@example.com","b@example.com"],"department":null}
    {"id":"u2","userPrincipalName":"mandy@example.com","manager":"u1","accountEnabled":"False"}

    {"objectId":"u3","userPrincipalName":"olaf@example.com","isSoftDeleted":"True"}
    {"id":"u4","userPrincipalName":"ümit@example.com","deletedDateTime":"2026-03-01T00:00:00Z"}
    """,
    "groups.jsonl": """
    {"id":"g1","displayName":"Guides","members":["u2"]}
    {"id":"g2","displayName":"Nobody"}
    """,
    "memberships.jsonl": """
    {"group":"g1","member":"u1"}
    {"group":"g1","member":"u2"}
    {"group":"g9","member":"u2"}
    """,
    "assignments.jsonl": """
    {"principal":"u1","appRole":{"id":"r1","displayName":"Administrator","value":"Admin"}}
    {"principal":"u1","appRole":{"value":"Reader"}}
    {"principal":"g1"}
    """,
  ]

  static let tables = [
    "users.csv": """
    \u{FEFF}id,userPrincipalName,displayName,accountEnabled,proxyAddresses[],manager,isSoftDeleted,deletedDateTime
    u1,babs@example.com,"Jensen, ""Babs""
    Tour guide",True,a@example.com;b@example.com,,,\r
    u2,mandy@example.com,,False,,u1,,\r
    "u3",olaf@example.com,"",,,,True,
    u4,ümit@example.com,,,,,,2026-03-01T00:00:00Z
    """,
    "groups.csv": "id,displayName,members[]\r\ng1,Guides,u2\r\ng2,Nobody,\r\n",
    "memberships.csv": "group,member\ng1,u1\ng1,u2\ng9,u2\n",
    "assignments.csv": """
    principal,appRole.id,appRole.displayName,appRole.value
    u1,r1,Administrator,Admin
    u1,,,Reader
    g1,,,
    """,
  ]

  @Test("JSON Lines and CSV of one directory give the same changes")
  func forms() async throws {
    let fromLines = try await TemporaryFolder.with(Self.lines) { folder in
      try await DirectorySource(path: folder.path).readAll()
    }
    let fromTables = try await TemporaryFolder.with(Self.tables) { folder in
      try await DirectorySource(path: folder.path + "/").readAll()
    }
    #expect(fromLines.problems == [])
    #expect(fromTables.problems == [])
    #expect(fromLines.changes == fromTables.changes)
    #expect(fromLines.isSnapshot)
    #expect(fromLines.ids == ["u1", "u2", "u3", "u4", "g1", "g2"])
  }

  @Test("members, managers, assignments and the recycle bin stand with their objects")
  func contents() async throws {
    let read = try await TemporaryFolder.with(Self.lines) { folder in
      try await DirectorySource(path: folder.path).readAll(limit: 2)
    }
    let admin: JSONValue = ["id": "r1", "displayName": "Administrator", "value": "Admin"]
    #expect(
      read.change("u1")
        == SourceChange(
          key: SourceKey(type: "User", id: "u1"), kind: .full,
          attributes: [
            "id": "u1", "objectId": "u1", "userPrincipalName": "babs@example.com",
            "displayName": "Jensen, \"Babs\"\nTour guide", "accountEnabled": "True",
            "proxyAddresses": ["a@example.com", "b@example.com"],
            "appRoleAssignments": [admin, ["value": "Reader"]],
          ]))
    #expect(read.change("u2")?.references == ["manager": .all(["u1"])])
    #expect(read.change("u2")?.attributes["appRoleAssignments"] == nil)
    #expect(read.change("u3")?.kind == .softDeleted)
    #expect(read.change("u4")?.kind == .softDeleted)
    #expect(read.change("g1")?.references == ["members": .all(["u2", "u1"])])
    #expect(
      read.change("g1")?.attributes["appRoleAssignments"]
        == [["id": "00000000-0000-0000-0000-000000000000"]])
    #expect(read.change("g2")?.references == [:])
  }

  @Test("what can't be read is told by file, line and column, and the rest is read")
  func problems() async throws {
    let files = [
      "users.jsonl": """
      {"id":"u1"}
      {"id":"u2","mail":}
      [1]
      {"mail":"a@example.com"}
      {"id":"u1","mail":"b@example.com"}
      {"id":"u3","manager":7.5,"members":{"a":1}}
      {"id":"\(String(repeating: "x", count: 300))"}
      {"id":"u4"}
      """,
      "groups.csv": """
      id,displayName,members[]
      g1,one,u1
      g2,"tw"o,u1
      g3,th"ree,u1
      g4,four
      g5,five,u1,u2
      g6,"six,u1
      g7,seven,u1
      """,
      "memberships.jsonl": #"{"group":"g1"}"#,
    ]
    try await TemporaryFolder.with(files) { folder in
      for limit in [1, 3, 500] {
        let read = try await DirectorySource(path: folder.path).readAll(limit: limit)
        #expect(read.ids == ["u1", "u4", "g1", "g7"])
        #expect(
          read.places == [
            "memberships.jsonl:1", "users.jsonl:2:19", "users.jsonl:3:1", "users.jsonl:4", "users.jsonl:5",
            "users.jsonl:6", "users.jsonl:7", "groups.csv:3, column 2", "groups.csv:4, column 2",
            "groups.csv:5",
            "groups.csv:6", "groups.csv:7",
          ])
        #expect(read.problems[4].reason.contains("DuplicateSourceEntries"))
        #expect(read.problems[7].reason.hasPrefix("displayName: "))
      }
    }
  }

  @Test(
    "a directory that can't be used is told by what is wrong with it",
    arguments: [
      ([:], "users.jsonl"),
      (["users.jsonl": "", "users.csv": "id\n"], "keep one"),
      (["groups.jsonl": ""], "without users"),
      (["users.csv": "name;id\nBabs;u1\n"], "no column is named id"),
      (["users.csv": "id,mail,mail[]\n"], "two columns named mail"),
      (["users.csv": "id,,mail\n"], "no name"),
      (["users.jsonl": "", "memberships.csv": "group,user\n"], "no column is named member"),
    ])
  func unusable(_ files: [String: String], _ reason: String) async throws {
    try await TemporaryFolder.with(files) { folder in
      let error = await #expect(throws: SourceError.self) {
        try await DirectorySource(path: folder.path).readAll()
      }
      #expect(error?.code == .unreadable)
      #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    }
  }

  @Test("an empty file is a directory without users")
  func empty() async throws {
    for name in ["users.jsonl", "users.csv"] {
      let read = try await TemporaryFolder.with([name: ""]) { folder in
        try await DirectorySource(path: folder.path).readAll()
      }
      #expect(read.changes == [])
      #expect(read.isSnapshot)
      #expect(read.watermark != nil)
    }
  }

  /// A directory with users, groups and deltas whose lines have many lengths.
  private static func files(_ form: String, seed: UInt64) -> [String: String] {
    var generator = SeededGenerator(state: seed)
    var users: [String] = []
    var groups: [String] = []
    for index in 0..<200 {
      let id = Int.random(in: 0..<10, using: &generator) == 0 ? "u0" : "u\(index)"
      let name = String(repeating: "née ", count: Int.random(in: 1..<100, using: &generator))
      users.append(form == "csv" ? "\(id),\"\(name)\n\"" : #"{"id":"\#(id)","displayName":"\#(name)"}"#)
    }
    for index in 0..<50 { groups.append(form == "csv" ? "g\(index),Group" : #"{"id":"g\#(index)"}"#) }
    users.insert(form == "csv" ? "u1" : "{", at: 7)
    if form == "csv" {
      users.insert("id,displayName", at: 0)
      groups.insert("id,displayName", at: 0)
    }
    return [
      "users.\(form)": users.joined(separator: "\n"), "groups.\(form)": groups.joined(separator: "\r\n"),
      "memberships.jsonl": (0..<300).map { #"{"group":"g\#($0 % 50)","member":"u\#($0)"}"# }
        .joined(separator: "\n"),
      "deltas/1.jsonl": (0..<40).map { #"{"type":"User","id":"u\#($0)","mail":null}"# }.joined(
        separator: "\n"),
      "deltas/2.jsonl": #"{"type":"Group","id":"g1","members@delta":[{"id":"u9"}]}"#,
    ]
  }

  @Test(
    "a read that goes on from any page, also in another process, equals the one without a break",
    arguments: ["jsonl", "csv"], [1, 2, 3] as [UInt64])
  func continuation(_ form: String, _ seed: UInt64) async throws {
    try await TemporaryFolder.with(Self.files(form, seed: seed)) { folder in
      let whole = try await DirectorySource(path: folder.path).readAll(limit: 100_000)
      #expect(whole.pages == 1)
      #expect(whole.changes.count > 250)
      #expect(whole.problems.count > 5)
      var generator = SeededGenerator(state: seed)
      let kept = DirectorySource(path: folder.path)
      for restarts in [false, true] {
        var parts = try await WholeRead.of(limits: { Int.random(in: 1..<60, using: &generator) }) {
          restarts ? DirectorySource(path: folder.path) : kept
        }
        #expect(parts.pages > 5)
        parts.pages = 1
        #expect(parts == whole)
      }
    }
  }
}
