import JSONTape
import Testing

struct `Errors` {
  @Test func `An error says what was wrong, where, and what would be right`() {
    #expect(
      JSONError(code: .tooDeep(limit: 64), offset: 64).description
        == "invalid JSON at byte 64: arrays and objects are nested deeper than 64 levels")
    #expect(
      JSONError(code: .expectedColon, offset: 5).description
        == "invalid JSON at byte 5: expected a colon after the member name")
  }

  @Test(arguments: [
    #"{"s3cret":"s3cret" "s3cret"}"#, #"{"s3cret":1,"s3cret":2}"#, #""s3cret\x""#, "\"s3cret", "s3cret",
    "[\"s3cret\",s3cret]", "\"s3cret\n\"",
  ])
  func `An error never tells what the input held`(text: String) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
    #expect(error.map { "\($0) \(String(reflecting: $0))".contains("s3cret") } == false)
  }
}
