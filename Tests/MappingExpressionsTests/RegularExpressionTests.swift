import MappingExpressions
import Testing

@Suite("regular expressions")
struct RegularExpressionTests {
  /// A pattern, a text, and the first match; nil for none.
  static let first: [(String, String, String?)] = [
    ("a|ab", "xab", "a"), ("a*?b", "aab", "aab"), ("a{2}", "aaa", "aa"), ("a{2,}", "aaaa", "aaaa"),
    ("a{1,2}?", "aa", "a"), ("a{,2}", "a{,2}", "a{,2}"), ("x{a}", "x{a}", "x{a}"), ("", "abc", ""),
    ("[^a-c]+", "abcxyz", "xyz"), ("[x-zé-üa-cbà-í]+", "!ëzöb", "ëzöb"), ("[]a]+", "]a", "]a"),
    ("[a-]+", "a-a", "a-a"),
    ("[\\w-[aeiou]]+", "aebcd", "bcd"),
    ("[+-.]", "-", "-"), ("[\\]]", "]", "]"), ("[\\d.]+", "v1.2", "1.2"),
    ("\\p{Lu}\\p{Ll}+", "élan Éva", "Éva"),
    ("\\P{L}+", "ab12", "12"), ("\\p{IsCyrillic}+", "abв г", "в"), ("\\u0041\\x42", "AB", "AB"),
    ("\\bcat\\b", "concat cat", "cat"), ("\\Bcat", "cat concat", "cat"), ("^b$", "a\nb", nil),
    ("(?m)^b$", "a\nb\nc", "b"),
    ("a$", "a\n", "a"), ("a\\z", "a\n", nil), ("a\\Z", "a\n", "a"), (".", "\n", nil), ("(?s).", "\n", "\n"),
    ("(?i)straSSe", "STRASSE", "STRASSE"), ("(?i)É", "é", "é"), ("(?i:a)b", "AB", nil),
    ("(?i:a)b", "Ab", "Ab"),
    ("a(?i)b|c", "C", "C"), ("(a)(?i)b", "aB", "aB"), ("(?x) a b # rest", "ab", "ab"),
    ("a(?#note)b", "ab", "ab"),
    ("(\\w)\\1", "abccd", "cc"), ("(?<q>['\"]).*?\\k<q>", "x'a\"b'", "'a\"b'"), ("(?i)(a)\\1", "aA", "aA"),
    ("(?=a)\\w+", "ba1", "a1"), ("\\w+(?!\\w|-)", "ab-cd", "cd"), ("(?<=\\$)\\d+", "5 $42", "42"),
    ("(?<!\\d)\\d{2}(?!\\d)", "123 45", "45"), ("(?<=a.*)c", "abc", "c"), ("(?<=(a|ab))c", "abc", "c"),
    ("(?>a*)ab", "aaab", nil), ("(?>a|ab)c", "abc", nil), ("(a*)*b", "aab", "aab"), ("(a*)+$", "aaab", ""),
    ("(?:a?){3}b", "aab", "aab"), ("(a|b)*?c", "abac", "abac"), ("(?'n'a)", "a", "a"), ("\\d+", "٣", "٣"),
    ("\\.\\*\\[", ".*[", ".*["), ("\\cA", "\u{01}", "\u{01}"), ("(?n)(a)(?<x>b)\\k<x>", "abb", "abb"),
    ("😀+", "a😀😀", "😀😀"), ("(?:)*x", "x", "x"), ("\\s+", "a\u{00A0}\u{2003}b", "\u{00A0}\u{2003}"),
  ]

  @Test("find the first match", arguments: first)
  func firstMatch(_ pattern: String, _ text: String, _ match: String?) throws {
    #expect(try BoundedRegularExpression(pattern).firstMatch(in: text)?.text == match)
  }

  @Test(
    "match a whole text or not",
    arguments: [
      ("[1-9][0-9]", "42", true), ("[1-9][0-9]", "142", false), ("a|ab", "ab", true), ("a*?", "aaa", true),
      ("a", "a\n", false), ("a$", "a\n", false), (".*@x", "me@x", true), ("", "", true), ("", "a", false),
    ])
  func fullMatch(_ pattern: String, _ text: String, _ matches: Bool) throws {
    #expect(try BoundedRegularExpression(pattern).fullMatch(text) == matches)
  }

  @Test(
    "replace matches as .NET does",
    arguments: [
      ("a*", "baac", "x", "xbxxcx"), ("(\\w+) (\\w+)", "John Smith", "$2, $1", "Smith, John"),
      ("(?<f>\\w+)@", "me@x", "${f}+${g}$3", "me+${g}$3x"), ("b", "abc", "[$`|$&|$'|$_]", "a[a|b|c|abc]c"),
      ("(a)(b)?", "a", "<$1$2$+>", "<a>"), ("(?<n>a)(b)", "ab", "$1-$2-${n}", "b-a-a"),
      ("x", "abc", "y", "abc"),
      ("$", "ab", "!", "ab!"), ("b", "abc", "$", "a$c"), ("(?=b)", "ab", "-", "a-b"),
    ])
  func replacement(_ pattern: String, _ text: String, _ template: String, _ result: String) throws {
    #expect(try BoundedRegularExpression(pattern).replacingMatches(in: text, with: template) == result)
  }

  @Test(
    "say what is wrong and where",
    arguments: [
      ("(a", 0), ("{2}", 0), ("a|{1,}", 2), ("a)", 1), ("[a", 0), ("*a", 0), ("a**", 2), ("a++", 2),
      ("a{2}{3}", 4), ("a{3,2}", 1),
      ("[b-a]", 1),
      ("\\q", 0), ("\\", 0), ("(?P<n>a)", 2), ("(?<n a)", 4), ("\\k<n>", 0), ("(a)\\2", 3), ("(?z)", 2),
      ("\\p{Xx}", 1),
      ("[\\d-z]", nil), ("[a-\\d]", 1), ("a{2000}", 1), ("\\x4", 0), ("(?(1)a|b)", 2), ("\\G", 0),
      ("\\ud800", 0),
      ("((a{500}){500}){500}", 0),
    ])
  func invalid(_ pattern: String, _ position: Int?) {
    do {
      _ = try BoundedRegularExpression(pattern)
      #expect(position == nil)
    } catch {
      guard case .invalid(let found, let message) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(found == position)
      #expect(!message.isEmpty)
    }
  }

  @Test(
    "end after a bounded number of steps",
    arguments: [
      ("(a+)+$", String(repeating: "a", count: 40) + "!"), ("(a|a)*b", String(repeating: "a", count: 40)),
      ("(a|aa)+$", String(repeating: "a", count: 60) + "!"), ("(.*)*x", String(repeating: "ab", count: 30)),
      ("(?:(?:a?)*)*b", String(repeating: "a", count: 60)),
      ("(\\w+\\s?)+:", String(repeating: "word ", count: 20)),
    ])
  func bounded(_ pattern: String, _ text: String) throws {
    let expression = try BoundedRegularExpression(pattern)
    let limit = RegularExpressionError.stepLimit(1_000_000 + 16 * text.unicodeScalars.count)
    #expect(throws: limit) { try expression.firstMatch(in: text) }
    #expect(throws: limit) { try expression.fullMatch(text) }
  }

  @Test("give named groups that took part")
  func groups() throws {
    let match = try BoundedRegularExpression("(?<a>x)|(?<b>y)").firstMatch(in: "zy")
    #expect(match?.groups == ["b": "y"])
    #expect(match?.range == 1..<2)
  }

  @Test("are refused when nested too deep or too long")
  func nesting() {
    let deep = String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)
    #expect(throws: RegularExpressionError.self) { try BoundedRegularExpression(deep) }
    #expect(throws: RegularExpressionError.self) {
      try BoundedRegularExpression(String(repeating: "[a-[", count: 2000))
    }
    #expect(throws: RegularExpressionError.self) {
      try BoundedRegularExpression(String(repeating: "a", count: 10_001))
    }
  }

  @Test("ignore case when asked")
  func ignoringCase() throws {
    #expect(try BoundedRegularExpression("[a-c]+Ö", ignoringCase: true).fullMatch("ABcö"))
    #expect(try BoundedRegularExpression("a") != BoundedRegularExpression("a", ignoringCase: true))
  }
}
