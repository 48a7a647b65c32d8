import SCIM
import Testing

@Suite struct `Date and time` {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
      ("2026-01-02T03:04:05.678Z", 1_767_323_045_678_000, "2026-01-02T03:04:05.678Z"),
      ("2026-01-02T05:04:05.678901+02:00", 1_767_323_045_678_901, "2026-01-02T03:04:05.678Z"),
      ("2026-01-01T22:04:05-05:00", 1_767_323_045_000_000, "2026-01-02T03:04:05.000Z"),
      ("2026-01-02T03:04:05", 1_767_323_045_000_000, "2026-01-02T03:04:05.000Z"),
      ("2024-02-29t12:00:00z", 1_709_208_000_000_000, "2024-02-29T12:00:00.000Z"),
      ("2000-02-29T00:00:00.1234567890123Z", 951_782_400_123_456, "2000-02-29T00:00:00.123Z"),
      ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999Z"),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000_000, "2017-01-01T00:00:00.000Z"),
      ("2016-12-31T24:00:00Z", 1_483_228_800_000_000, "2017-01-01T00:00:00.000Z"),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
      ("9999-12-31T23:59:59Z", 253_402_300_799_000_000, "9999-12-31T23:59:59.000Z"),
    ] as [(String, Int64, String)])
  func `a dateTime is read and written`(text: String, microseconds: Int64, written: String) throws {
    let dateTime = try #require(DateTime(parsing: text))
    #expect(dateTime.microseconds == microseconds)
    #expect(dateTime.description == written)
  }

  @Test(arguments: [
    "", "Z", "2026", "2026-01-02", "2026-01-02T", "2026-01-02T03:04Z", "2026-1-2T03:04:05Z",
    "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-02T25:00:00Z", "2026-01-02T24:00:01Z",
    "2026-01-02T03:60:00Z", "2026-01-02T03:04:61Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+15:00",
    "2026-01-02T03:04:05+14:30", "2026-01-02T03:04:05+0200", "2026-01-02T03:04:05Z ",
    "2026-01-02 03:04:05Z", "-2026-01-02T03:04:05Z", "２026-01-02T03:04:05Z", "2026-01-02T03:04:05ZZ",
    "2026-01-02T03:04:05." + String(repeating: "9", count: 100_000) + "Z",
  ])
  func `anything else is refused`(text: String) {
    #expect(DateTime(parsing: text) == nil)
  }

  @Test func `every day of four centuries survives writing and reading`() {
    let day: Int64 = 86_400_000_000
    for number in stride(from: Int64(-30_000), to: 120_000, by: 1) {
      let dateTime = DateTime(microseconds: number * day + 12_345_000)
      #expect(DateTime(parsing: dateTime.description) == dateTime)
    }
  }

  @Test(arguments: [Int64.min, .min + 1, -1, .max - 1, .max])
  func `no number of microseconds traps`(microseconds: Int64) {
    #expect(DateTime(microseconds: microseconds).description.hasSuffix("Z"))
  }

  @Test func `earlier is less`() {
    #expect(DateTime(microseconds: -1) < DateTime(microseconds: 0))
  }
}
