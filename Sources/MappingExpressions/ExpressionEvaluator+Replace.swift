extension ExpressionEvaluator {
  mutating func replacement(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let source = try string(call, 0)
    let mode = ReplaceMode(call.arguments)
    if mode == .attribute {
      if let source, !source.isEmpty { return .string(source) }
      return try extraction(call)
    }
    guard let source else { return .null }
    switch mode {
    case .text:
      return try made(try replacing(in: source, with: try string(call, 4) ?? "", call), call)
    case .template:
      return try made(try replacing(in: try string(call, 6) ?? "", with: source, call), call)
    case .group:
      let pattern = try pattern(call)
      let group = try group(of: pattern, call)
      let replacement = try string(call, 4) ?? ""
      return try made(
        try matching(call) { () throws(RegularExpressionError) in
          try pattern.replacingGroup(group, in: source, with: replacement)
        }, call)
    default:
      let pattern = try pattern(call)
      let template =
        if let template = call.preparation.template { template } else {
          RegularExpressionTemplate(try string(call, 4) ?? "")
        }
      return try made(
        try matching(call) { () throws(RegularExpressionError) in
          try pattern.replacingMatches(in: source, with: template)
        }, call)
    }
  }

  /// What the group matched in the other attribute; null when nothing did.
  private mutating func extraction(_ call: ExpressionCall) throws(ExpressionError) -> ExpressionValue {
    let pattern = try pattern(call)
    let group = try group(of: pattern, call)
    guard let other = try string(call, 5) else { return .null }
    try check(other.utf8.count, call)
    let found = try matching(call) { () throws(RegularExpressionError) in
      try pattern.firstMatch(of: group, in: other)
    }
    return found.map { .string($0) } ?? .null
  }

  /// `text` with every `oldValue` replaced.
  private mutating func replacing(in text: String, with replacement: String, _ call: ExpressionCall)
    throws(ExpressionError) -> String
  {
    guard let old = try string(call, 1), !old.isEmpty else {
      throw typeError(call, 1, "a text that is not empty", .string(""))
    }
    let (bytes, sought) = (Array(text.utf8), Array(old.utf8))
    var result: [UInt8] = []
    var rest = bytes[...]
    while let offset = rest.firstOffset(of: sought) {
      result += rest.prefix(offset)
      result += replacement.utf8
      rest = rest.dropFirst(offset + sought.count)
      guard result.count <= ExpressionLimits.text else {
        throw error(.tooLong(limit: ExpressionLimits.text), call)
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private mutating func pattern(_ call: ExpressionCall) throws(ExpressionError) -> BoundedRegularExpression {
    if let pattern = call.preparation.pattern { return pattern }
    let text = try string(call, 2) ?? ""
    return try matching(call) { () throws(RegularExpressionError) in try BoundedRegularExpression(text) }
  }

  private mutating func group(of pattern: BoundedRegularExpression, _ call: ExpressionCall)
    throws(ExpressionError) -> Int
  {
    let name = try string(call, 3) ?? ""
    guard let group = pattern.group(named: name) else {
      throw typeError(call, 3, "the name of one of the pattern's groups", .string(name))
    }
    return group
  }

  private func matching<Result>(_ call: ExpressionCall, _ body: () throws(RegularExpressionError) -> Result)
    throws(ExpressionError) -> Result
  {
    do {
      return try body()
    } catch {
      throw self.error(error.reason, call, 2)
    }
  }
}
