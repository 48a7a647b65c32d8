extension ExpressionEvaluator {
  mutating func date(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .now: return .string(DateTimeFormat.language.string(from: try now(call)))
    case .cDate: return .string(DateTimeFormat.language.string(from: try dateTime(call, 0)))
    case .dateAdd:
      let interval = try interval(call)
      let count = try requiredInteger(call, 1)
      let date = try dateTime(call, 2)
      guard let sum = interval.adding(count, to: date) else {
        throw typeError(call, 1, "a number that leads to a date of the years 1 to 9999", .integer(count))
      }
      return .string(DateTimeFormat.language.string(from: sum))
    case .dateDiff:
      let interval = try interval(call)
      let earlier = try dateTime(call, 1)
      return .integer(interval.difference(from: earlier, to: try dateTime(call, 2)))
    case .dateFromNum:
      let value = try requiredInteger(call, 0)
      let (ticks, overflowed) = value.addingReportingOverflow(DateTime.fileTimeOrigin)
      guard !overflowed, let date = DateTime(ticks: ticks) else {
        throw typeError(call, 0, "a file time of the years 1 to 9999", .integer(value))
      }
      return .string(DateTimeFormat.language.string(from: date))
    case .numFromDate: return .integer(try dateTime(call, 0).ticks - DateTime.fileTimeOrigin)
    default: return try formatted(call)
    }
  }

  private func now(_ call: ExpressionCall) throws(ExpressionError) -> DateTime {
    guard let now = DateTime(unixMicroseconds: context.now) else {
      throw error(.dateFormat(parameter: "now", format: "of the years 1 to 9999"), call)
    }
    return now
  }

  private mutating func interval(_ call: ExpressionCall) throws(ExpressionError) -> DateInterval {
    let name = try string(call, 0) ?? ""
    guard let interval = DateInterval(rawValue: name) else {
      throw typeError(call, 0, DateInterval.expected, .string(name))
    }
    return interval
  }

  /// The argument as a date. Null and the empty text are none: a rule for them belongs into a Switch around
  /// it.
  private mutating func dateTime(_ call: ExpressionCall, _ index: Int) throws(ExpressionError) -> DateTime {
    let text = try string(call, index) ?? ""
    guard let date = DateTime(reading: text) else {
      let hint = text.isEmpty ? "; it is empty: give a rule for that, as in Switch([x], [x], \"\", …)" : ""
      throw error(
        .dateFormat(
          parameter: call.function.parameterName(at: index),
          format: "2020-03-16, 2020-03-16T07:00:00-07:00 or 3/16/2020 7:00:00 AM\(hint)"), call, index)
    }
    return date
  }

  private mutating func formatted(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    guard let source = try string(call, 0) else { return .null }
    let names = try string(call, 1)
    guard let styles = DateTimeStyles(names ?? "") else {
      throw typeError(
        call, 1, "names of .NET's DateTimeStyles with commas between them", .string(names ?? ""))
    }
    let input = try format(call.preparation.inputFormat, call, 2)
    let output = try format(call.preparation.outputFormat, call, 3)
    guard let date = input.date(from: source, styles: styles, today: try now(call)) else {
      // A format that came from an attribute is personal data perhaps.
      let format = call.argument(2)?.literal ?? "given"
      throw error(.dateFormat(parameter: "source", format: format), call, 0)
    }
    return try made(output.string(from: date), call)
  }

  private mutating func format(_ prepared: DateTimeFormat?, _ call: ExpressionCall, _ index: Int)
    throws(ExpressionError) -> DateTimeFormat
  {
    if let prepared { return prepared }
    let text = try string(call, index) ?? ""
    guard let format = DateTimeFormat(text) else {
      throw typeError(call, index, "a .NET date format such as yyyy-MM-dd", .string(text))
    }
    return format
  }
}
