import EventLog
import Foundation
import JSONTape
import Provisioning
import Testing

@testable import ProvisioningJobs

/// Values that nobody may read stand nowhere in clear.
@Suite struct SealTests {
  private static let secret = "correct horse battery staple"

  private func importSecret(_ job: TestJob, _ key: SourceKey = .user("u")) async throws -> Position {
    try await job.append(
      SourceImported(
        change: .full, attributes: ["displayName": "Ada", "pin": .string(SealTests.secret), "list": ["x"]],
        sealed: ["pin", "list", "absent"]), key)
  }

  @Test func `a sealed value is given to the job alone`() async throws {
    try await withTestJob { job, _ in
      let position = try await importSecret(job)
      #expect(
        try job.ledger.entry(.user("u"))?.object.attributes
          == ["displayName": "Ada", "pin": .string(SealTests.secret), "list": ["x"]])
      let shown = try #require(try job.ledger.event(at: position)?.facts["attributes"]?.objectValue)
      #expect(shown == ["displayName": "Ada", "pin": "[Redact]", "list": "[Redact]"])
      let opened = try #require(try job.ledger.unsealedEvent(at: position)?.facts["attributes"]?.objectValue)
      #expect(opened["pin"] == .string(SealTests.secret))
    }
  }

  @Test func `no record, row or file shows it`() async throws {
    try await withTestJob { job, directory in
      let position = try await importSecret(job)
      let record = try #require(try job.ledger.log.record(at: position))
      let needles = [
        Array(SealTests.secret.utf8), Array(Data(SealTests.secret.utf8).base64EncodedString().utf8),
      ]
      for section in record.sections {
        for needle in needles { #expect(!section.bytes.contains(needle)) }
      }
      for event in try job.ledger.events(from: Position(1), limit: 99) {
        #expect(!event.facts.description.contains(SealTests.secret))
      }
      await job.ledger.close()
      let file = try Data(contentsOf: URL(fileURLWithPath: directory + "/log/data.mdb"))
      for needle in needles { #expect(file.firstRange(of: needle) == nil) }
      #expect(file.firstRange(of: Array("displayName".utf8)) != nil, "the file is the one that is written")
    }
  }

  @Test func `the same event makes the same record, another one another`() throws {
    let seal = Seal(key: [UInt8](repeating: 7, count: 32))
    func close(_ value: JSONValue, _ event: UInt64, _ id: String = "u") throws -> JSONValue {
      try seal.close(value, attribute: "pin", of: .user(id), event: EventMaker.id(event))
    }
    let first = try close("a", 1)
    #expect(try close("a", 1) == first)
    #expect(try close("b", 1) != first)
    #expect(try close("a", 2) != first)
    #expect(try seal.open(first, attribute: "pin", of: .user("u")) == "a")
    #expect(throws: JobLedgerError.sealBroken(attribute: "pin")) {
      try seal.open(first, attribute: "pin", of: .user("v"))
    }
    #expect(throws: JobLedgerError.sealBroken(attribute: "pin")) {
      try Seal(key: [UInt8](repeating: 8, count: 32)).open(first, attribute: "pin", of: .user("u"))
    }
    #expect(throws: JobLedgerError.sealBroken(attribute: "pin")) {
      try seal.open("plain", attribute: "pin", of: .user("u"))
    }
  }

  @Test func `without its key a ledger does not open`() async throws {
    try await withTestJob { job, directory in
      _ = try await importSecret(job)
      await job.ledger.close()
      try FileManager.default.removeItem(atPath: directory + "/key")
      #expect(throws: JobLedgerError.keyMissing(path: directory + "/key")) {
        _ = try JobLedger(opening: directory, options: TestJob.options)
      }
    }
  }
}
