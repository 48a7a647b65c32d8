import SCIM

extension Version1 {
  /// A query with its attribute names as 2.0 has them. Parameters that name none stay as they were sent.
  static func canonicalQuery(_ query: String, tolerances: inout [Tolerance]) -> String {
    let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    var rewritten: [String] = []
    for pair in pairs {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map { PercentEncoding.decode($0, plusIsSpace: true) } ?? ""
      let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
      let canonical =
        switch name.lowercased() {
        case "filter": canonicalFilter(value, tolerances: &tolerances)
        case "attributes", "excludedattributes": canonicalNames(value)
        case "sortby": canonicalName(value)
        default: value
        }
      rewritten.append(
        canonical == value
          ? String(decoding: Array(pair), as: UTF8.self) : "\(name)=\(PercentEncoding.encode(canonical))")
    }
    return rewritten.joined(separator: "&")
  }

  private static func canonicalNames(_ list: String) -> String {
    list.split(separator: ",", omittingEmptySubsequences: false).map { name in
      canonicalName(String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
    }.joined(separator: ",")
  }

  /// A filter with its attribute names as 2.0 has them; what it compares them with is left alone.
  ///
  /// 1.1 has no `ne`, `ew` and `not` and no value paths (SCIM 1.1 protocol §3.2.2.1); they are taken all the
  /// same, since a client that sends them means what 2.0 says.
  static func canonicalFilter(_ filter: String, tolerances: inout [Tolerance]) -> String {
    var result: [UInt8] = []
    var token: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    var foreign = false

    func end() {
      let text = String(decoding: token, as: UTF8.self)
      foreign = foreign || ["ne", "ew", "not"].contains { text.equalsIgnoringASCIICase($0) }
      result += Array(canonicalName(text).utf8)
      token = []
    }
    for byte in filter.utf8 {
      if isQuoted {
        result.append(byte)
        isQuoted = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"):
        end()
        result.append(byte)
        foreign = foreign || byte == UInt8(ascii: "[")
      case UInt8(ascii: "\""):
        end()
        result.append(byte)
        isQuoted = true
      default: token.append(byte)
      }
    }
    end()
    if foreign {
      tolerances.append(
        Tolerance(rule: "version2FilterOperator", path: "filter", detail: "read as SCIM 2.0 has it"))
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension PercentEncoding {
  /// Every byte but the unreserved characters of RFC 3986 §2.3 as `%XX`.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
