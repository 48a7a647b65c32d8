import Foundation
import LedgerTestKit
import ScimLedger
import Testing

/// Files of every form, with broken records among the good ones.
@Suite struct LogReadingTests {
  private func read(_ files: [(name: String, text: String)]) async throws -> ProvisioningLogReading {
    try await withTemporaryDirectory { path in
      let paths = files.map { path + "/" + $0.name }
      for (file, place) in zip(files, paths) {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: place))
      }
      return ProvisioningLogReading(files: paths)
    }
  }

  private static func record(_ id: String) -> String {
    LogRecords.summary { $0["id"] = .string(id) }.description
  }

  static let forms: [(name: String, text: String)] = [
    ("one record", record("1")), ("a list", "[\(record("1")), \(record("2"))]"),
    ("a page", "{\"@odata.nextLink\": \"https://x\", \"value\": [\(record("1")),\n\(record("2"))]}"),
    ("lines", "\(record("1"))\n\n\(record("2"))\r\n"),
    (
      "pages one behind the other",
      "{\"value\": [\n\(record("1"))\n]\n}\n{\"value\": [\n\(record("2"))\n]\n}\n"
    ),
    ("pages as a list", "[{\"value\": [\(record("1"))]}, {\"value\": [\(record("2"))]}]"),
    ("with a byte order mark", "\u{FEFF}[\(record("1"))]"),
  ]

  @Test("JSON is taken as a record, a list, pages, or lines", arguments: forms)
  func json(_ name: String, _ text: String) async throws {
    let reading = try await read([("log.json", text)])
    #expect(reading.problems == [])
    #expect(reading.records.map(\.summary.id) == Array(["1", "2"].prefix(reading.records.count)))
    #expect(!reading.records.isEmpty)
  }

  static let broken: [(name: String, text: String, good: Int, places: [String])] = [
    ("a line that is cut off", "\(record("1"))\n{\"id\": \"2\"\n\(record("3"))\n", 2, ["log.json:2:11"]),
    ("a first line that is cut off", "{\"id\": \n\(record("2"))\n\(record("3"))\n", 2, ["log.json:1:8"]),
    ("an element that is no object", "[\(record("1")),\n7,\n\(record("3"))]", 2, ["log.json:2"]),
    (
      "a record without a time", "[\(record("1")),\n{\"id\": \"x\", \"action\": \"create\"}]", 1,
      ["log.json:2"]
    ),
    ("a list that is cut off", "[\(record("1")),\n", 0, ["log.json:2:1"]),
    ("an empty file", " \n", 0, ["log.json"]), ("an empty list", "[]", 0, []),
    ("a letter", "Dear Sir,\nI write to you\n", 0, ["log.json:1, column 2"]),
  ]

  @Test("what can't be read is named with its place, and costs the rest nothing", arguments: broken)
  func problems(_ name: String, _ text: String, _ good: Int, _ places: [String]) async throws {
    let reading = try await read([("log.json", text)])
    #expect(reading.records.count == good)
    #expect(reading.problems.map(\.place) == places, "\(reading.problems)")
  }

  private static let log = """
    Id,Activity Date Time,Change Id,Job Id,Cycle Id,Provisioning Action,Duration In Milliseconds,Status,\
    StatusInfo.ErrorCode,StatusInfo.Reason,SourceIdentity.Id,SourceIdentity.DisplayName,SourceIdentity.IdentityType,\
    Target Identity Id,InitiatedBy,Ticket
    r-1,2026-02-02T03:45:00.1234567Z,ch-1,j-1,c-1,Update,412,Success,,,s-1,"Ana
    Silva",User,t-1,Service,INC-7
    r-2,2026-02-02T03:46:00Z,ch-2,j-1,c-1,Create,5,Failure,EntryConflict,"said ""no"", twice",s-2,Ben,User,,Service,
    """
  private static let steps = """
    Change Id,Name,Provisioning Step Type,Status,Description,Details
    CH-1,EntryImportUpdate,import,Success,"Received
    Ana","{""UserPrincipalName"": ""ana@example.com""}"
    ch-1,EntryExportUpdate,export,Success,done,
    ch-2,EntryExportAdd,export,Failure,"refused, with 409",
    """
  private static let properties = """
    ChangeId,DisplayName,OldValue,NewValue
    ch-1,title,"Clerk
    first class",Director
    ch-1,displayName,,Ana
    """

  @Test("the three CSV files are joined by the change, in any order, line breaks within quotes and all")
  func tables() async throws {
    let files = [
      ("ProvisioningLogs_ProvisioningSteps.csv", Self.steps), ("ProvisioningLogs.csv", Self.log),
      ("ProvisioningLogs_ModifiedProperties.csv", Self.properties),
    ]
    let reading = try await read(files)
    #expect(reading.problems == [])
    #expect(reading.records.map(\.form) == [.csv, .csv])
    let (first, second) = (reading.records[0].summary, reading.records[1].summary)
    #expect(first.id == "r-1" && first.activityDateTime == 1_770_003_900_123_456)
    #expect(first.provisioningAction == .update && first.durationInMilliseconds == 412)
    #expect(first.sourceIdentity.displayName == "Ana\nSilva" && first.targetIdentity.id == "t-1")
    #expect(first.provisioningSteps.map(\.kind) == [.import, .export])
    #expect(first.provisioningSteps[0].description == "Received\nAna")
    #expect(first.provisioningSteps[0].details["UserPrincipalName"] == "ana@example.com")
    #expect(first.modifiedProperties.map(\.name) == ["title", "displayName"])
    #expect(first.modifiedProperties[0].old == "Clerk\nfirst class")
    #expect(first.modifiedProperties[1].old == nil)
    #expect(second.provisioningStatusInfo.status == .failure)
    #expect(second.provisioningStatusInfo.errorInformation?.reason == "said \"no\", twice")
    // What Graph has no member for is kept as it is.
    #expect(reading.records[0].json["Ticket"] == "INC-7")
    #expect(first.initiatedBy.displayName == "Service")
  }

  @Test("no file, however broken, ends the process or loses a record in silence")
  func mutations() async throws {
    var generator = SeededGenerator(seed: 7)
    let samples =
      Self.forms.map(\.text) + [Self.log, Self.steps, Self.properties, LogRecords.audit.description]
    try await withTemporaryDirectory { path in
      for round in 0..<300 {
        var bytes = Array(samples[round % samples.count].utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: place)
          default: bytes.insert(Array("\"{}[],:\n0".utf8).randomElement(using: &generator) ?? 0, at: place)
          }
        }
        let file = path + "/log"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let reading = ProvisioningLogReading(files: [file])
        for record in reading.records { #expect(!record.summary.id.isEmpty) }
      }
    }
  }

  @Test("rows of CSV that belong to nothing, and files of something else, are named")
  func strays() async throws {
    let reading = try await read([
      ("steps.csv", Self.steps), ("people.csv", "name,age\nAna,7\n"),
      ("log.csv", "Id,ChangeId,Status\nr-1,ch-1,Success\nr-2,ch-2\n"),
    ])
    #expect(reading.records.isEmpty)
    #expect(
      reading.problems.map(\.place) == ["people.csv:1", "log.csv:3", "log.csv:2", "steps.csv:5"],
      "\(reading.problems)")
    let missing = ProvisioningLogReading(files: ["/nowhere/log.json"])
    #expect(missing.problems.map(\.place) == ["log.json"])
  }
}
