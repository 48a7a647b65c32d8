extension ExpressionFunction {
  /// One parameter of a function.
  public struct Parameter: Sendable, Hashable {
    public var name: String
    /// Whether it may be left out, with its comma or, at the end, without.
    public var isOptional: Bool
    /// Whether any number of arguments may stand for it, together with the repeating ones beside it.
    public var isRepeating: Bool

    fileprivate init(_ name: String, isOptional: Bool = false, isRepeating: Bool = false) {
      self.name = name
      self.isOptional = isOptional
      self.isRepeating = isRepeating
    }
  }

  /// The parameters in order.
  public var parameters: [Parameter] { Self.table[self] ?? [] }

  private static let table: [ExpressionFunction: [Parameter]] = [
    .append: [Parameter("source"), Parameter("suffix")],
    .appRoleAssignments: [Parameter("source")],
    .appRoleAssignmentsComplex: [Parameter("appRoleAssignments")],
    .assertiveAppRoleAssignmentsComplex: [Parameter("appRoleAssignments")],
    .bitAnd: [Parameter("value1"), Parameter("value2")],
    .cBool: [Parameter("expression")],
    .cDate: [Parameter("expression")],
    .cStr: [Parameter("value")],
    .coalesce: [Parameter("source", isRepeating: true)],
    .convertToBase64: [Parameter("source")],
    .convertToUTF8Hex: [Parameter("source")],
    .count: [Parameter("attribute")],
    .dateAdd: [Parameter("interval"), Parameter("value"), Parameter("dateTime")],
    .dateDiff: [Parameter("interval"), Parameter("date1"), Parameter("date2")],
    .dateFromNum: [Parameter("value")],
    .defaultDomain: [],
    .formatDateTime: [
      Parameter("source"),
      Parameter("dateTimeStyles", isOptional: true),
      Parameter("inputFormat"),
      Parameter("outputFormat"),
    ],
    .guid: [],
    .iif: [Parameter("condition"), Parameter("valueIfTrue"), Parameter("valueIfFalse")],
    .ignoreFlowIfNullOrEmpty: [Parameter("expression")],
    .inStr: [
      Parameter("value1"),
      Parameter("value2"),
      Parameter("start", isOptional: true),
      Parameter("compareType", isOptional: true),
    ],
    .isNull: [Parameter("expression")],
    .isNullOrEmpty: [Parameter("expression")],
    .isPresent: [Parameter("expression")],
    .isString: [Parameter("expression")],
    .item: [Parameter("attribute"), Parameter("index")],
    .join: [Parameter("separator"), Parameter("source", isRepeating: true)],
    .left: [Parameter("string"), Parameter("numChars")],
    .mid: [Parameter("source"), Parameter("start"), Parameter("length")],
    .normalizeDiacritics: [Parameter("source")],
    .not: [Parameter("source")],
    .now: [],
    .numFromDate: [Parameter("value")],
    .pCase: [Parameter("source"), Parameter("wordSeparators", isOptional: true)],
    .randomString: [
      Parameter("length"),
      Parameter("minimumNumbers"),
      Parameter("minimumSpecialCharacters"),
      Parameter("minimumCapital"),
      Parameter("minimumLowerCase"),
      Parameter("charactersToAvoid", isOptional: true),
    ],
    .redact: [Parameter("value")],
    .removeDuplicates: [Parameter("attribute")],
    .replace: [
      Parameter("source"),
      Parameter("oldValue", isOptional: true),
      Parameter("regexPattern", isOptional: true),
      Parameter("regexGroupName", isOptional: true),
      Parameter("replacementValue", isOptional: true),
      Parameter("replacementAttributeName", isOptional: true),
      Parameter("template", isOptional: true),
    ],
    .selectUniqueValue: [Parameter("uniqueValueRule", isRepeating: true)],
    .singleAppRoleAssignment: [Parameter("appRoleAssignments")],
    .split: [Parameter("source"), Parameter("delimiter")],
    .stripSpaces: [Parameter("source")],
    .switch: [
      Parameter("source"),
      Parameter("defaultValue", isOptional: true),
      Parameter("key", isRepeating: true),
      Parameter("value", isRepeating: true),
    ],
    .toLower: [Parameter("source"), Parameter("culture", isOptional: true)],
    .toUpper: [Parameter("source"), Parameter("culture", isOptional: true)],
    .word: [Parameter("string"), Parameter("wordNumber"), Parameter("delimiters")],
  ]

  /// The function as it is written, with `?` after what may be left out: `Join(separator, source1, source2,
  /// …)`.
  public var signature: String {
    let names = parameters.filter { !$0.isRepeating }.map { $0.isOptional ? "\($0.name)?" : $0.name }
    let repeating = parameters.filter(\.isRepeating)
    let repeated =
      repeating.isEmpty ? [] : [1, 2].flatMap { number in repeating.map { "\($0.name)\(number)" } }
    return "\(name)(\((names + repeated + (repeated.isEmpty ? [] : ["…"])).joined(separator: ", ")))"
  }
}
