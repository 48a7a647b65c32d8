extension ExpressionEvaluator {
  mutating func generated(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    switch call.function {
    case .guid: return .string(guid())
    case .randomString: return .string(try randomString(call))
    default: return context.defaultDomain.map { .string($0) } ?? .null
    }
  }

  /// RFC 9562 §5.4
  private mutating func guid() -> String {
    let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for (index, half) in [high, low].enumerated() {
      for place in 0..<16 {
        if index == 0, place == 8 || place == 12 { bytes.append(UInt8(ascii: "-")) }
        if index == 1, place == 0 || place == 4 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digits[Int(half >> UInt64(60 - 4 * place) & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let kinds = [
    "0123456789", "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
  ].map { Array($0.unicodeScalars) }

  /// At least so many of each kind. What is over comes from the kinds that are asked for; when none is, from
  /// letters and digits.
  private mutating func randomString(_ call: ExpressionCall) throws(ExpressionError) -> String {
    let length = try requiredInteger(call, 0)
    guard (0...Int64(ExpressionLimits.randomString)).contains(length) else {
      throw error(.tooLong(limit: ExpressionLimits.randomString), call, 0)
    }
    var least: [Int] = []
    for index in 1...4 {
      let count = try requiredInteger(call, index)
      guard (0...length).contains(count) else {
        throw typeError(call, index, "0 to \(length)", .integer(count))
      }
      least.append(Int(count))
    }
    guard least.reduce(0, +) <= Int(length) else {
      throw typeError(call, 0, "at least the sum of the minimums", .integer(length))
    }
    let avoided = Set((try string(call, 5) ?? "").unicodeScalars)
    let kinds = Self.kinds.map { kind in kind.filter { !avoided.contains($0) } }
    for (index, count) in least.enumerated() where count > 0 && kinds[index].isEmpty {
      throw typeError(call, 5, "some characters of each kind that is asked for left over", .string("all"))
    }
    var result: [Unicode.Scalar] = []
    for (kind, count) in zip(kinds, least) {
      for _ in 0..<count { result.append(kind[random.next(below: kind.count)]) }
    }
    let asked = zip(kinds, least).filter { $0.1 > 0 }.flatMap(\.0)
    let others = asked.isEmpty ? kinds[0] + kinds[2] + kinds[3] : asked
    guard !others.isEmpty || result.count == Int(length) else {
      throw typeError(call, 5, "some characters left over", .string("all"))
    }
    while result.count < Int(length) { result.append(others[random.next(below: others.count)]) }
    for index in result.indices.reversed() { result.swapAt(index, random.next(below: index + 1)) }
    return result.asString
  }
}
