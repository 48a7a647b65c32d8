extension ExpressionEvaluator {
  mutating func value(of call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .iif, .switch, .coalesce, .ignoreFlowIfNullOrEmpty, .selectUniqueValue, .redact:
      try choice(call)
    case .cBool, .isNull, .isNullOrEmpty, .isPresent, .isString, .not, .bitAnd, .inStr:
      try test(call)
    case .append, .join, .left, .mid, .word, .toLower, .toUpper, .stripSpaces, .normalizeDiacritics, .pCase,
      .cStr, .convertToBase64, .convertToUTF8Hex:
      try textual(call)
    case .replace: try replacement(call)
    case .now, .cDate, .dateAdd, .dateDiff, .dateFromNum, .numFromDate, .formatDateTime: try date(call)
    case .count, .item, .split, .removeDuplicates: try values(call)
    case .guid, .randomString, .defaultDomain: try generated(call)
    case .appRoleAssignments, .appRoleAssignmentsComplex, .assertiveAppRoleAssignmentsComplex,
      .singleAppRoleAssignment:
      try roles(call)
    }
  }
}
