/// People as Microsoft Entra ID writes them, all different, the same for the same seed.
///
/// Each is made from its index alone, so that there may be as many as one likes and none is kept.
package struct People: Sendable {
  private let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// Appends the SCIM User with this index as one line of JSON, without the line's end.
  package func append(_ index: Int, to bytes: inout [UInt8]) {
    var generator = generator(index)
    let (given, family) = People.name(&generator)
    let title = People.pick(People.titles, &generator)
    let department = People.pick(People.departments, &generator)
    let phone = 10_000_000 + generator.next() % 90_000_000
    let (high, low) = (generator.next(), generator.next())
    let isActive = !generator.next().isMultiple(of: 20)
    bytes += Text.schemas
    People.append(objectID: high, low, to: &bytes)
    bytes += Text.userName
    People.append(address: index, given, family, to: &bytes)
    bytes += isActive ? Text.active : Text.inactive
    People.append(name: given, family, to: &bytes)
    bytes += Text.email
    People.append(address: index, given, family, to: &bytes)
    bytes += Text.formatted
    People.append(name: given, family, to: &bytes)
    bytes += Text.familyName
    bytes += family.bytes
    bytes += Text.givenName
    bytes += given.bytes
    bytes += Text.title
    bytes += title
    bytes += Text.phone
    People.append(decimal: phone, to: &bytes)
    bytes += Text.employeeNumber
    People.append(decimal: UInt64(100_000 + index), to: &bytes)
    bytes += Text.department
    bytes += department
    bytes += Text.end
  }

  /// The SCIM User with this index.
  package func body(_ index: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(720)
    append(index, to: &bytes)
    return bytes
  }

  /// The userName of the person with this index.
  package func userName(_ index: Int) -> String {
    var generator = generator(index)
    let (given, family) = People.name(&generator)
    var bytes: [UInt8] = []
    People.append(address: index, given, family, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func generator(_ index: Int) -> SplitMix64 {
    SplitMix64(state: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
  }

  private static func pick<Word>(_ words: [Word], _ generator: inout SplitMix64) -> Word {
    words[Int(truncatingIfNeeded: generator.next() % UInt64(words.count))]
  }

  /// What is drawn from the generator first.
  private static func name(_ generator: inout SplitMix64) -> (given: Name, family: Name) {
    let given = pick(givenNames, &generator)
    return (given, pick(familyNames, &generator))
  }

  private static func append(name given: Name, _ family: Name, to bytes: inout [UInt8]) {
    bytes += given.bytes
    bytes.append(UInt8(ascii: " "))
    bytes += family.bytes
  }

  private static func append(address index: Int, _ given: Name, _ family: Name, to bytes: inout [UInt8]) {
    bytes += given.plain
    bytes.append(UInt8(ascii: "."))
    bytes += family.plain
    bytes.append(UInt8(ascii: "."))
    append(decimal: UInt64(index), to: &bytes)
    bytes += Text.domain
  }

  private static func append(decimal value: UInt64, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = value
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// An object id as Entra has them: a version 4 UUID.
  private static func append(objectID high: UInt64, _ low: UInt64, to bytes: inout [UInt8]) {
    let low = low & 0x0FFF_FFFF_FFFF_FFFF | 0xA000_0000_0000_0000
    let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    append(digits: high >> 32, 8, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(digits: high >> 16, 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(digits: high, 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(digits: low >> 48, 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(digits: low, 12, to: &bytes)
  }

  /// The last hexadecimal digits of a number.
  private static func append(digits value: UInt64, _ count: UInt64, to bytes: inout [UInt8]) {
    for place in (0..<count).reversed() {
      let digit = UInt8(truncatingIfNeeded: value >> (4 * place) & 0xF)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }
  }
}

extension People {
  /// What is the same in all of them.
  private enum Text {
    static let schemas = Array(
      (#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","#
        + #""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":""#).utf8)
    static let userName = Array(#"","userName":""#.utf8)
    static let active = Array(#"","active":true,"displayName":""#.utf8)
    static let inactive = Array(#"","active":false,"displayName":""#.utf8)
    static let email = Array(#"","emails":[{"primary":true,"type":"work","value":""#.utf8)
    static let formatted = Array(#""}],"meta":{"resourceType":"User"},"name":{"formatted":""#.utf8)
    static let familyName = Array(#"","familyName":""#.utf8)
    static let givenName = Array(#"","givenName":""#.utf8)
    static let title = Array(#""},"title":""#.utf8)
    static let phone = Array(#"","phoneNumbers":[{"type":"work","value":"+49 30 "#.utf8)
    static let employeeNumber = Array(
      #""}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":""#.utf8)
    static let department = Array(#"","department":""#.utf8)
    static let end = Array(#""}}"#.utf8)
    static let domain = Array("@example.com".utf8)
  }
}
