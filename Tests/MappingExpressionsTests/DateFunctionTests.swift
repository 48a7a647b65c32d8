import JSONTape
import MappingExpressions
import Testing

@Suite("dates")
struct DateFunctionTests {
  static let all: [FunctionCase] = [
    .init("Now()", gives: "7/2/2021 3:33:38 PM"),
    .init(#"CDate("2020-02-29")"#, gives: "2/29/2020 12:00:00 AM"),
    .init(#"CDate("2020-02-29T23:30:15.1234567890-01:30")"#, gives: "3/1/2020 1:00:15 AM"),
    .init(#"CDate("2020-02-29 23:30Z")"#, gives: "2/29/2020 11:30:00 PM"),
    .init(#"CDate("20200229")"#, gives: "2/29/2020 12:00:00 AM"),
    .init(#"CDate("2020/2/9")"#, gives: "2/9/2020 12:00:00 AM"),
    .init(#"CDate(" 12/31/1999 12:05 am ")"#, gives: "12/31/1999 12:05:00 AM"),
    .init(#"CDate("31 Dec 1999 12:05:06 PM")"#, gives: "12/31/1999 12:05:06 PM"),
    .init(#"CDate("31-Dec-1999")"#, gives: "12/31/1999 12:00:00 AM"),
    .init(#"CDate("March 4, 2021")"#, gives: "3/4/2021 12:00:00 AM"),
    .init(#"CDate("Fri, 31 Dec 1999 23:59:59 GMT")"#, gives: "12/31/1999 11:59:59 PM"),
    .init(#"CDate("9999-12-31T23:59:59Z")"#, gives: "12/31/9999 11:59:59 PM"),
    .init(#"DateAdd("m", 1, "2021-01-31")"#, gives: "2/28/2021 12:00:00 AM"),
    .init(#"DateAdd("m", -13, CDate("2021-03-31T05:00:00Z"))"#, gives: "2/29/2020 5:00:00 AM"),
    .init(#"DateAdd("yyyy", 1, "2020-02-29")"#, gives: "2/28/2021 12:00:00 AM"),
    .init(#"DateAdd("h", "-1", Now())"#, gives: "7/2/2021 2:33:38 PM"),
    .init(#"DateAdd("n", 30, Now())"#, gives: "7/2/2021 4:03:38 PM"),
    .init(#"DateAdd("s", 22, Now())"#, gives: "7/2/2021 3:34:00 PM"),
    .init(#"DateAdd("ww", 1, Now())"#, gives: "7/9/2021 3:33:38 PM"),
    .init(#"DateDiff("yyyy", "2020-12-31", "2021-01-01")"#, gives: 1),
    .init(#"DateDiff("m", "2021-01-31", "2021-02-01")"#, gives: 1),
    .init(#"DateDiff("ww", "2021-07-03", "2021-07-04")"#, gives: 1),
    .init(#"DateDiff("d", "2021-07-03T13:00:00Z", "2021-07-04T12:00:00Z")"#, gives: 0),
    .init(#"DateDiff("d", "2021-07-04T12:00:00Z", "2021-07-03T11:00:00Z")"#, gives: -1),
    .init(#"DateFromNum([n])"#, ["n": "116444736000000000"], gives: "1/1/1970 12:00:00 AM"),
    .init(#"NumFromDate("1970-01-01T00:00:01Z")"#, gives: 116_444_736_010_000_000),
    .init(#"NumFromDate("2020-12-31 23:59:59-08:00")"#, gives: 132_539_615_990_000_000),
    .init(
      #"FormatDateTime([d], , "yyyy-MM-ddzzz", "yyyy-MM-dd")"#, ["d": "2020-12-31-08:00"], gives: "2020-12-31"
    ),
    .init(
      #"FormatDateTime([d], "yyyy-MM-dd", "dddd d MMMM yyyy")"#, ["d": "2021-03-04"],
      gives: "Thursday 4 March 2021"),
    .init(
      #"FormatDateTime([d], , "o", "r")"#, ["d": "2021-03-04T05:06:07.8900000Z"],
      gives: "Thu, 04 Mar 2021 05:06:07 GMT"),
    .init(#"FormatDateTime([d], , "ddMMyy", "d.M.yyyy")"#, ["d": "010249"], gives: "1.2.2049"),
    .init(#"FormatDateTime([d], , "ddMMyy", "d.M.yyyy")"#, ["d": "010250"], gives: "1.2.1950"),
    .init(
      #"FormatDateTime([d], , "HH:mm", "yyyy-MM-dd h:mm tt")"#, ["d": "17:05"], gives: "2021-07-02 5:05 PM"),
    .init(
      #"FormatDateTime([d], , "yyyy-MM-ddTHH:mm:ss.FFFK", "HH:mm:ss.FF|ff|K|zz")"#,
      ["d": "2021-01-01T10:00:00.5+02:00"], gives: "08:00:00.5|50|Z|+00"),
    .init(
      #"FormatDateTime([d], , "yyyy-MM-ddTHH:mm:ss.FFFK", "HH:mm:ss.FF|K")"#, ["d": "2021-01-01T10:00:00"],
      gives: "10:00:00|"),
    .init(#"FormatDateTime([d], , "yyyy-MM-dd", "yyyy")"#, gives: nil),
    .init(#"FormatDateTime([d], "AllowWhiteSpaces", "yyyy", "yy")"#, ["d": " 2021 "], gives: "21"),
    .init(#"IIF(Now() > CDate("2021-01-01"), "later", "earlier")"#, gives: "later"),
    .init(#"IIF(DateDiff("d", Now(), "2021-07-10") < 14, "soon", "late")"#, gives: "soon"),
  ]

  @Test("come out", arguments: all)
  func result(_ line: FunctionCase) throws {
    #expect(try evaluated(line.expression, on: line.object) == line.result)
  }

  @Test(
    "that are none are refused",
    arguments: [
      "2021-02-29", "2021-13-01", "2021-00-01", "0000-01-01", "2021-01-01T24:00:00", "2021-01-01T10:60",
      "2021-01-01T10:00:61", "2021-01-01+15:00", "13/13/2021", "2021", "1/1/21", "tomorrow", "", " ",
      "2021-01-01T", "2021-01-01 13:00 PM", "Monday, 2021-07-02", "2021-01-01x", "0001-01-01+01:00",
      "99999-01-01", "9999-12-31T23:59:59-01:00",
    ])
  func refusal(_ text: String) {
    let error = failure("CDate([d])", on: ["d": .string(text)])
    guard case .dateFormat(let parameter, let format) = error?.reason else {
      Issue.record("\(text) is read")
      return
    }
    #expect(parameter == "expression")
    #expect(format.contains("empty") == text.isEmpty)
  }

  @Test(
    "beyond the calendar are refused",
    arguments: [
      #"DateAdd("yyyy", 9000, "2021-01-01")"#, #"DateAdd("yyyy", -9000, "2021-01-01")"#,
      #"DateAdd("m", 9223372036854775807, "2021-01-01")"#,
      #"DateAdd("s", 9223372036854775807, "2021-01-01")"#,
      #"DateAdd("ww", -9223372036854775808, "2021-01-01")"#, "DateFromNum(9223372036854775807)",
      "DateFromNum(-9223372036854775807)",
    ])
  func calendar(_ text: String) {
    guard case .argumentType = failure(text)?.reason else {
      Issue.record("\(text) gives a date")
      return
    }
  }

  @Test(
    "in another format than the one given are refused",
    arguments: [
      ("yyyy-MM-dd", "2021-1-01"), ("yyyy-MM-dd", "2021-01-01 "), ("d/M/yyyy", "1/2/21"),
      ("h:mm tt", "13:00 PM"),
      ("dddd yyyy-MM-dd", "Monday 2021-07-02"), ("yyyyMMdd", "2021010"), ("fff", "12"), ("yyyy", "۲۰۲۱"),
    ])
  func format(_ format: String, _ text: String) {
    let error = failure("FormatDateTime([d], \"None\", \"\(format)\", \"yyyy\")", on: ["d": .string(text)])
    #expect(error?.reason == .dateFormat(parameter: "source", format: format))
    #expect(error?.description.contains(text) == false)
  }

  @Test("are found again by day, in every year from 1 to 9999")
  func calendarRoundTrip() throws {
    let adding = try CompiledExpression(parsing: #"DateAdd("d", [n], "0001-01-01")"#)
    let counting = try CompiledExpression(parsing: #"DateDiff("d", "0001-01-01", [d])"#)
    // An odd step meets every month and every kind of leap year.
    for day in stride(from: 0, to: 3_652_059, by: 997) {
      let sum = try adding.evaluate(in: ExpressionContext(object: ["n": .number(JSONNumber(day))]))
      let object: JSONObject = ["d": sum.value?.json ?? .null]
      #expect(try counting.evaluate(in: ExpressionContext(object: object)).value == .integer(Int64(day)))
    }
  }
}
