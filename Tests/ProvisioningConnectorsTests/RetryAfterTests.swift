import Testing

@testable import ProvisioningConnectors

@Suite("Retry-After")
struct RetryAfterTests {
  @Test(
    "the three forms of a date mean the same (RFC 9110 §5.6.7)",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
      ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("", nil),
      ("Sun, 06 Nov 99999999999999999999 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
    ])
  func dates(_ text: String, _ seconds: Int?) {
    #expect(HTTPDate.seconds(text) == seconds)
  }

  @Test(
    "seconds are bounded, and a date that is past is now",
    arguments: [
      ("0", 0), (" 30 ", 30), ("99999999999999999999999", 31_536_000), ("-1", nil), ("1.5", nil), ("", nil),
      ("Sun, 06 Nov 1994 08:49:36 GMT", 0), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
    ])
  func seconds(_ text: String, _ seconds: Int?) {
    #expect(RetryAfter.seconds(text, answeredAt: "Sun, 06 Nov 1994 08:49:37 GMT") == seconds)
  }
}
