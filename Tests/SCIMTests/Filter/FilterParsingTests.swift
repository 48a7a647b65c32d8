import JSONTape
import SCIM
import Testing

@Suite struct `Filter parsing` {
  static func equals(_ name: String, _ value: JSONValue) -> Filter {
    .comparison(AttributePath(name: name), .equal, value)
  }

  static let a = equals("a", 1)
  static let b = equals("b", 2)
  static let c = equals("c", 3)

  @Test(arguments: [
    ("a eq 1", a),
    (" a  EQ  1 ", a),
    ("(a eq 1)", a),
    ("a eq 1 and b eq 2", .and([a, b])),
    ("a eq 1 or b eq 2 and c eq 3", .or([a, .and([b, c])])),
    ("(a eq 1 or b eq 2) and c eq 3", .and([.or([a, b]), c])),
    ("a eq 1 AND(b eq 2 Or c eq 3)", .and([a, .or([b, c])])),
    ("not (a eq 1)", .not(a)),
    ("NOT(a eq 1) and b eq 2", .and([.not(a), b])),
    ("title pr", .present(AttributePath(name: "title"))),
    ("not eq 1", equals("not", 1)),
    ("pr pr", .present(AttributePath(name: "pr"))),
    ("null eq null", equals("null", nil)),
    ("a eq true", equals("a", true)),
    ("a eq -1.5e2", equals("a", -150)),
    (#"a eq "x \"y\" \\ \u00e9 )]""#, equals("a", "x \"y\" \\ é )]")),
    (#"a eq """#, equals("a", "")),
    ("a.b ne 1", .comparison(AttributePath(name: "a", subName: "b"), .notEqual, 1)),
    ("e[a eq 1 and not (b eq 2)]", .valuePath(AttributePath(name: "e"), .and([a, .not(b)]))),
    ("e[(a eq 1)] or b eq 2", .or([.valuePath(AttributePath(name: "e"), a), b])),
    ("urn:x:1.0:User:e[a eq 1]", .valuePath(AttributePath(schema: "urn:x:1.0:User", name: "e"), a)),
  ])
  func `a filter is read with its precedence`(text: String, filter: Filter) throws {
    #expect(try Filter(parsing: text) == filter)
  }

  @Test(
    arguments: zip(
      ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
      [
        Filter.Operator.equal, .notEqual, .contains, .startsWith, .endsWith, .greaterThan,
        .greaterThanOrEqual,
        .lessThan, .lessThanOrEqual,
      ]))
  func `every operator is known in any case`(name: String, comparison: Filter.Operator) throws {
    let filter = Filter.comparison(AttributePath(name: "a"), comparison, "x")
    #expect(try Filter(parsing: "a \(name) \"x\"") == filter)
    #expect(try Filter(parsing: "a \(name.uppercased()) \"x\"") == filter)
  }

  @Test(arguments: [
    ("", 0), ("   ", 3), ("a", 1), ("a ", 2), ("a eq", 4), ("a eq ", 5), ("a eqs 1", 2), ("a eq x", 5),
    ("a eq 'x'", 5), ("a eq \"x", 5), (#"a eq "\q""#, 5), ("a eq \"x\ty\"", 5), ("a eq \"x\"b", 8),
    ("a eq 01", 5), ("a eq {}", 5), ("a eq (1)", 5), ("a eq 1 b", 7), ("a eq 1 and", 10),
    ("a eq 1 or or b pr", 13),
    ("and a pr", 4), ("a pr)", 4), ("(a pr", 5), ("()", 1), ("not a pr", 4), ("not (a pr", 9), ("[a pr]", 0),
    ("e[]", 2), ("e[a pr", 6), ("e[a pr] b", 8), ("e [a pr]", 2), ("e[f[a pr]]", 2), ("e[a pr] pr", 8),
    ("e[a pr].b", 9), ("e[a pr].b.c pr", 9), ("a pr\u{9}and b pr", 4), ("äö eq 1", 0), ("a eq \"äö\" x", 10),
  ])
  func `what is no filter is refused with its place`(text: String, offset: Int) {
    let error = #expect(throws: SCIMError.self) { try Filter(parsing: text) }
    #expect(error?.scimType == .invalidFilter)
    #expect(error?.detail.contains("at offset \(offset):") == true, "\(error?.detail ?? "")")
  }

  @Test func `an error does not repeat the value`() {
    let error = #expect(throws: SCIMError.self) { try Filter(parsing: "userName eq Kowalski") }
    #expect(error?.detail.contains("Kowalski") == false)
  }

  @Test(arguments: [
    ("id eq 54D382A4-2050 and manager eq 2819c223", 2), ("externalId eq jyoung", 1),
    ("members[value eq abc]", 1), ("manager.value eq x", 1), ("id eq \"a\"", 0), ("externalId eq null", 0),
  ])
  func `a value without quotes is read beside an identifier alone`(text: String, count: Int) throws {
    var tolerances: [Tolerance] = []
    _ = try Filter(parsing: text, tolerances: &tolerances)
    #expect(tolerances.map(\.rule) == Array(repeating: "unquotedFilterValue", count: count))
  }

  @Test func `a comparison after a value path is read as one inside it`() throws {
    var tolerances: [Tolerance] = []
    let filter = try Filter(parsing: #"emails[type eq "work"].value eq "x""#, tolerances: &tolerances)
    #expect(filter == (try Filter(parsing: #"emails[type eq "work" and value eq "x"]"#)))
    #expect(tolerances.map(\.rule) == ["valuePathComparison"])
  }

  @Test func `nesting and length are bounded`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "a pr" + String(repeating: ")", count: depth)
    }
    #expect(try Filter(parsing: nested(32)) == .present(AttributePath(name: "a")))
    #expect(throws: SCIMError.self) { try Filter(parsing: nested(33)) }
    #expect(throws: SCIMError.self) { try Filter(parsing: nested(100_000)) }
    #expect(throws: SCIMError.self) {
      try Filter(parsing: "a eq \"\(String(repeating: "é", count: 4_096))\"")
    }
  }

  @Test(arguments: 0..<20)
  func `no text makes the parser fail otherwise than with an error`(seed: UInt64) {
    let parts = [
      "a", "emails", ".", "value", " ", " eq ", " and ", " or ", "not", "(", ")", "[", "]", "\"", "\"x\"",
      "\\",
      "1", "-", "null", "pr", "urn:", ":", "$ref", "é", "\u{0}", "manager",
    ]
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<(state % 12) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += parts[Int((state >> 33) % UInt64(parts.count))]
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      do {
        let filter = try Filter(parsing: text)
        _ = try? ResolvedFilter(filter, type: .user)
        _ = filter.equalities(in: .user)
      } catch {
        #expect(error.scimType == .invalidFilter)
      }
      _ = try? PatchPath(parsing: text, type: .user)
    }
  }
}
