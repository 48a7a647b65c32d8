import Directory
import Testing

@Suite struct EntityTagTests {
  struct Condition: Sendable, CustomTestStringConvertible {
    var text: String
    var matches: Bool
    init(_ text: String, _ matches: Bool) { (self.text, self.matches) = (text, matches) }

    var testDescription: String { text.debugDescription }
  }

  @Test(
    "a condition names version 7 or does not",
    arguments: [
      Condition(#"W/"7""#, true), Condition(#""7""#, true), Condition("*", true),
      Condition(#"W/"6", W/"7""#, true), Condition(#"W/"6",W/"7",W/"8""#, true),
      Condition("  W/\"7\"\t", true), Condition(#"W/"6" , * "#, true),
      Condition(#"W/"70""#, false), Condition(#"W/"6""#, false), Condition("7", false),
      Condition("W/7", false), Condition("", false), Condition(",", false), Condition(" , ", false),
      Condition(#"w/"7""#, false), Condition(#"W/ "7""#, false), Condition("**", false),
    ])
  func matches(_ condition: Condition) {
    #expect(EntityTag.matches(condition.text, version: "W/\"7\"") == condition.matches)
  }
}
