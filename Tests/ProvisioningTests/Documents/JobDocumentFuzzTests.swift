import Foundation
import Provisioning
import Testing

@Suite struct `Job document from anywhere` {
  /// SplitMix64, so that a failing seed can be run again.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  static func mutated(_ text: String, _ generator: inout Generator) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
      default: bytes.replaceSubrange(place..<min(place + 5, bytes.count), with: Array("[{\"'&".utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: 0..<8) func `damaged files are refused or read, never fatal`(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let schema = JobFiles.schema(
      JobFiles.attribute("title", #"Switch([a], , "b", Join(" ", [c], "d"))"#),
      scope: #"{"groups": [{"clauses": [{"sourceOperandName": "a", "operatorName": "REGEX MATCH", "#
        + #""targetOperand": {"values": ["[a-z]+(b|c)"]}}]}]}"#)
    for _ in 0..<60 {
      let files = try JobFiles([
        "job.yaml": Self.mutated(`Job document`.full, &generator),
        "schema.json": Self.mutated(schema, &generator),
      ])
      let problems = files.problems(in: "job.yaml")
      #expect((try? files.job()) != nil || !problems.isEmpty)
    }
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n ", "'", "&a [", "{\"a\":", "[[]"])
  func `depth does not overflow the stack`(text: String) throws {
    let deep = String(repeating: text, count: 20_000)
    let files = try JobFiles(["job.yaml": deep, "job.json": deep])
    #expect(!files.problems(in: "job.yaml").isEmpty)
    #expect(!files.problems(in: "job.json").isEmpty)
  }
}
