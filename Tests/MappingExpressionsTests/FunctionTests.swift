import JSONTape
import MappingExpressions
import Testing

/// An expression, an object, and what comes out.
struct FunctionCase: Sendable, CustomTestStringConvertible {
  var expression: String
  var object: JSONObject
  var result: JSONValue

  init(_ expression: String, _ object: JSONObject = [:], gives result: JSONValue) {
    self.expression = expression
    self.object = object
    self.result = result
  }

  var testDescription: String { expression }
}

@Suite("functions")
struct FunctionTests {
  static let ignored: JSONValue = "ignoreAttributeFlow"

  static let texts: [FunctionCase] = [
    .init(#"Append([a], "-x")"#, ["a": "b"], gives: "b-x"),
    .init(#"Append([a], "-x")"#, gives: nil),
    .init(#"Append([a], [b])"#, ["a": "b"], gives: "b"),
    .init(#"Join("/", [a], "", [b], [c])"#, ["a": "x", "c": "z"], gives: "x/z"),
    .init(#"Join("; ", [a], 7, [b])"#, ["a": ["x", "", "y"], "b": true], gives: "x; y; 7; True"),
    .init(#"Join(",", [a])"#, gives: ""),
    .init(#"Left([a], 2)"#, ["a": "Żółć"], gives: "Żó"),
    .init(#"Left([a], 0)"#, ["a": "abc"], gives: ""),
    .init(#"Left([a], -1)"#, ["a": "abc"], gives: "abc"),
    .init(#"Left([a], 9)"#, ["a": "abc"], gives: "abc"),
    .init(#"Left([a], 1)"#, gives: ""),
    .init(#"Left([a], 1)"#, ["a": "😀b"], gives: "😀"),
    .init(#"Mid([a], 2, 2)"#, ["a": "abcd"], gives: "bc"),
    .init(#"Mid([a], "2", "99")"#, ["a": "abcd"], gives: "bcd"),
    .init(#"Mid([a], 9, 1)"#, ["a": "abcd"], gives: ""),
    .init(#"Mid([a], 1, 1)"#, gives: nil),
    .init(#"Word([a], 2, " ,")"#, ["a": "one, two three"], gives: "two"),
    .init(#"Word([a], 9, " ")"#, ["a": "one two"], gives: ""),
    .init(#"Word([a], 0, " ")"#, ["a": "one two"], gives: ""),
    .init(#"Word([a], 1, " ")"#, gives: ""),
    .init(#"ToLower([a])"#, ["a": "ÀBCİ"], gives: "àbcİ"),
    .init(#"ToLower([a], "tr-TR")"#, ["a": "DIŞ İL"], gives: "dış il"),
    .init(#"ToUpper([a])"#, ["a": "straße ñ"], gives: "STRAßE Ñ"),
    .init(#"ToUpper([a], "az")"#, ["a": "diı"], gives: "DİI"),
    .init(#"ToUpper([a], "en-US")"#, ["a": "i"], gives: "I"),
    .init(#"StripSpaces([a])"#, ["a": " a b\tc "], gives: "ab\tc"),
    .init(#"NormalizeDiacritics([a])"#, ["a": "Łódź Ærø Nguyễn Straße"], gives: "Lodz AEroe Nguyen Strasse"),
    .init(#"NormalizeDiacritics([a])"#, ["a": "e\u{0301}\u{0302}! й 각 が"], gives: "e! й 각 が"),
    .init(#"PCase([a])"#, ["a": "JEAN-LUC o'NEIL 3rd"], gives: "Jean-Luc O'Neil 3Rd"),
    .init(#"PCase([a], " ")"#, ["a": "JEAN-LUC o'NEIL"], gives: "Jean-luc O'neil"),
    .init(#"CStr([a])"#, ["a": true], gives: "True"),
    .init(#"CStr([a])"#, ["a": .number(JSONNumber(1.5) ?? JSONNumber(0))], gives: "1.5"),
    .init(#"CStr([a])"#, gives: nil),
    .init(#"ConvertToBase64("é")"#, gives: "6QA="),
    .init(#"ConvertToBase64("")"#, gives: ""),
    .init(#"ConvertToUTF8Hex("é")"#, gives: "C3A9"),
  ]

  static let replacements: [FunctionCase] = [
    .init(#"Replace([a], "b", , , "x", , )"#, ["a": "abcb"], gives: "axcx"),
    .init(#"Replace([a], "b", , , [none])"#, ["a": "abcb"], gives: "ac"),
    .init(#"Replace([a], "b", , , "x", , )"#, gives: nil),
    .init(#"Replace([a], "<u>", , , , , "<u>.<u>@x")"#, ["a": "me"], gives: "me.me@x"),
    .init(##"Replace([a], , "\\d", , "#", , )"##, ["a": "a1b22"], gives: "a#b##"),
    .init(#"Replace([a], , "(?<x>\\w)(\\w)", , "$1${x}$$$9", , )"#, ["a": "ab"], gives: "ba$$9"),
    .init(#"Replace([a], , [p], , "-", , )"#, ["a": "a.b", "p": "\\."], gives: "a-b"),
    .init(#"Replace([a], , "(?<n>\\d+)x", "n", "0", , )"#, ["a": "1x 22x 3"], gives: "0x 0x 3"),
    .init(#"Replace([a], , "(?<n>\\d+)", "n", , [b], )"#, ["b": "tel 42"], gives: "42"),
    .init(#"Replace([a], , "(?<n>\\d+)", "n", , [b], )"#, ["a": "", "b": "none"], gives: nil),
    .init(#"Replace([a], , "(?<n>\\d+)", "n", , [b], )"#, ["a": "kept", "b": "42"], gives: "kept"),
  ]

  static let tests: [FunctionCase] = [
    .init("BitAnd(6, [a])", ["a": "3"], gives: 2),
    .init("BitAnd(&hff, -1)", gives: 255),
    .init(#"CBool([a] = [b])"#, ["a": "x", "b": "x"], gives: true),
    .init(#"CBool([a] = [b])"#, ["a": "x", "b": "X"], gives: false),
    .init("CBool([a])", ["a": 2], gives: true),
    .init("CBool([a])", ["a": "0"], gives: false),
    .init("CBool([a])", gives: false),
    .init(#"InStr("abcabc", "c", 4)"#, gives: 6),
    .init(#"InStr("abc", "B")"#, gives: 0),
    .init(#"InStr("abc", "B", , vbTextCompare)"#, gives: 2),
    .init(#"InStr("abc", "c", 9)"#, gives: 0),
    .init(#"InStr([a], "c")"#, gives: 0),
    .init(#"InStr([a], "aabaabaabaabaabaac")"#, ["a": "aabaabaabaabaabaabaabaabaac"], gives: 10),
    .init(#"InStr([a], "aabaabaabaabaabaad")"#, ["a": "aabaabaabaabaabaabaabaabaac"], gives: 0),
    .init("IsNull([a])", ["a": ""], gives: false),
    .init("IsNull([a])", ["a": nil], gives: true),
    .init("IsNullOrEmpty([a])", ["a": []], gives: true),
    .init("IsPresent([a])", ["a": "x"], gives: true),
    .init("IsPresent([a])", ["a": ""], gives: false),
    .init("IsString([a])", ["a": "x"], gives: true),
    .init("IsString([a])", ["a": 1], gives: false),
    .init("IsString([a])", gives: false),
    .init("Not([a])", ["a": "True"], gives: false),
    .init("Not([a])", ["a": false], gives: true),
    .init("Not([a])", ["a": "anything"], gives: true),
    .init("Not([a])", gives: true),
  ]

  static let choices: [FunctionCase] = [
    .init(#"IIF([a]="USA", [a], "other")"#, ["a": "USA"], gives: "USA"),
    .init(#"IIF([a]="USA", [a], "other")"#, gives: "other"),
    .init(#"IIF([a]="", "none", [a])"#, gives: "none"),
    .init(#"IIF([a], "yes", "no")"#, ["a": "true"], gives: "yes"),
    .init(#"IIF(Not([a]), "yes", "no")"#, ["a": false], gives: "yes"),
    .init(#"Switch([a], "d", "k", "v", "K", "V")"#, ["a": "K"], gives: "V"),
    .init(#"Switch([a], "d", "k", "v")"#, gives: "d"),
    .init(#"Switch([a], , "k", "v")"#, ["a": "z"], gives: nil),
    .init(#"Switch([a], "d", "", "none")"#, gives: "none"),
    .init(#"Switch([a], "d", "True", "on")"#, ["a": true], gives: "on"),
    .init(#"Switch(Count([a]), "many", "1", "one")"#, ["a": ["x"]], gives: "one"),
    .init(#"Coalesce([a], [b], "c")"#, ["b": "x"], gives: "x"),
    .init(#"Coalesce([a], [b], "c")"#, ["a": ""], gives: "c"),
    .init(#"Coalesce([a], [b])"#, ["a": ""], gives: ""),
    .init(#"Coalesce([a], [b])"#, gives: nil),
    .init("IgnoreFlowIfNullOrEmpty([a])", ["a": "x"], gives: "x"),
    .init("IgnoreFlowIfNullOrEmpty([a])", gives: ignored),
    .init(#"IIF([a]="x", IgnoreAttributeFlow, "y")"#, ["a": "x"], gives: ignored),
    .init(#"IIF([a]="x", IgnoreObjectFlow, "y")"#, ["a": "x"], gives: "ignoreObjectFlow"),
    .init(#"Join("", IgnoreObjectFlow, IgnoreAttributeFlow)"#, gives: "ignoreObjectFlow"),
    .init(#"Redact([a])"#, ["a": "secret"], gives: "secret"),
  ]

  static let values: [FunctionCase] = [
    .init("Count([a])", ["a": ["x", "y"]], gives: 2),
    .init("Count([a])", ["a": "x"], gives: 1),
    .init("Count([a])", gives: 0),
    .init("Item([a], 2)", ["a": ["x", "y"]], gives: "y"),
    .init("Item([a], 3)", ["a": ["x", "y"]], gives: nil),
    .init("RemoveDuplicates([a])", ["a": ["x", "X", "x", 1, 1]], gives: ["x", "X", 1]),
    .init("RemoveDuplicates([a])", ["a": "x"], gives: "x"),
    .init(#"Split([a], ",")"#, ["a": "x, y,, z "], gives: ["x", "y", "z"]),
    .init(#"Split([a], "--")"#, ["a": "x-y--z"], gives: ["x-y", "z"]),
    .init(#"Split([a], ",")"#, gives: nil),
    .init(#"DefaultDomain()"#, gives: "contoso.example"),
    .init("ToUpper([a])", ["a": ["x"]], gives: "X"),
    .init("[a]", ["a": ["x", 1]], gives: ["x", 1]),
    .init(#""x""#, gives: "x"),
  ]

  static let roles: [FunctionCase] = [
    .init("SingleAppRoleAssignment([appRoleAssignments])", assigned, gives: "admin"),
    .init("SingleAppRoleAssignment([r])", ["r": ["Owner"]], gives: "Owner"),
    .init("SingleAppRoleAssignment([r])", ["r": []], gives: nil),
    .init("AppRoleAssignments([appRoleAssignments])", assigned, gives: ["admin", "Reader"]),
    .init("AppRoleAssignmentsComplex([appRoleAssignments])", assigned, gives: complexRoles),
    .init("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", assigned, gives: complexRoles),
  ]

  static let assigned: JSONObject = [
    "appRoleAssignments": [
      ["id": "1", "value": "admin", "displayName": "Administrator"], ["id": "2", "displayName": "Reader"],
    ]
  ]
  static let complexRoles: JSONValue = [
    [
      "value": "admin", "display": "Administrator", "type": "WindowsAzureActiveDirectoryRole",
      "primary": false,
    ],
    ["value": "Reader", "display": "Reader", "type": "WindowsAzureActiveDirectoryRole", "primary": false],
  ]

  static let all = texts + replacements + tests + choices + values + roles

  @Test("give what they say", arguments: all)
  func result(_ line: FunctionCase) throws {
    #expect(try evaluated(line.expression, on: line.object) == line.result)
  }

  @Test("are all tried here or with the dates and the random ones", arguments: ExpressionFunction.allCases)
  func coverage(_ function: ExpressionFunction) {
    let elsewhere: Set<ExpressionFunction> = [.guid, .randomString, .selectUniqueValue]
    let tried = Self.all + DateFunctionTests.all
    #expect(elsewhere.contains(function) || tried.contains { $0.expression.contains(function.name + "(") })
  }

  @Test("say what they take and give", arguments: ExpressionFunction.allCases)
  func help(_ function: ExpressionFunction) {
    #expect(function.signature.hasPrefix(function.name + "("))
    #expect(function.summary.hasSuffix("."))
  }

  @Test("print their signature with repeating parameters")
  func signatures() {
    #expect(ExpressionFunction.join.signature == "Join(separator, source1, source2, …)")
    #expect(
      ExpressionFunction.switch.signature == "Switch(source, defaultValue?, key1, value1, key2, value2, …)")
    #expect(ExpressionFunction.now.signature == "Now()")
    #expect(ExpressionFunction.allCases.count == 46)
  }
}
