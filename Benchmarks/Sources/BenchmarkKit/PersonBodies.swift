/// Bodies of POST /Users as Microsoft Entra ID writes them, all different, the same for the same seed.
package struct PersonBodies: Sendable {
  private let seed: UInt64
  private let prepared: [[UInt8]]
  /// The mean length of the first thousand, in bytes.
  package let meanBytes: Int

  /// - Parameter prepared: How many bodies are made now, so that making them is not measured.
  package init(seed: UInt64, prepared count: Int) {
    self.seed = seed
    prepared = (0..<max(count, 1)).map { PersonBodies.body($0, seed: seed) }
    let sample = prepared.prefix(1000)
    meanBytes = sample.reduce(0) { $0 + $1.count } / sample.count
  }

  package subscript(index: Int) -> [UInt8] {
    index < prepared.count ? prepared[index] : PersonBodies.body(index, seed: seed)
  }

  /// The userName of the body with this index.
  package func userName(_ index: Int) -> String {
    var generator = PersonBodies.generator(index, seed: seed)
    return PersonBodies.name(index, &generator).address
  }

  private static func generator(_ index: Int, seed: UInt64) -> SplitMix64 {
    SplitMix64(state: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
  }

  private static func pick(_ words: [String], _ generator: inout SplitMix64) -> String {
    words[Int(truncatingIfNeeded: generator.next() % UInt64(words.count))]
  }

  /// What is drawn from the generator first.
  private static func name(
    _ index: Int, _ generator: inout SplitMix64
  ) -> (given: String, family: String, address: String) {
    let given = pick(givenNames, &generator)
    let family = pick(familyNames, &generator)
    return (given, family, "\(plain(given)).\(plain(family)).\(index)@example.com")
  }

  private static func body(_ index: Int, seed: UInt64) -> [UInt8] {
    var generator = generator(index, seed: seed)
    let (given, family, address) = name(index, &generator)
    let (title, department) = (pick(titles, &generator), pick(departments, &generator))
    let phone = 10_000_000 + generator.next() % 90_000_000
    let text = """
      {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",\
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],\
      "externalId":"\(objectID(&generator))","userName":"\(address)","active":true,\
      "displayName":"\(given) \(family)","emails":[{"primary":true,"type":"work","value":"\(address)"}],\
      "meta":{"resourceType":"User"},"name":{"formatted":"\(given) \(family)",\
      "familyName":"\(family)","givenName":"\(given)"},"title":"\(title)",\
      "phoneNumbers":[{"type":"work","value":"+49 30 \(phone)"}],\
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":\
      {"employeeNumber":"\(100_000 + index)","department":"\(department)"}}
      """
    return Array(text.utf8)
  }

  /// A name as addresses have it: lower case and ASCII.
  private static func plain(_ name: String) -> String {
    String(name.lowercased().map { plainLetters[$0] ?? $0 })
  }

  private static let plainLetters: [Character: Character] = [
    "ż": "z", "í": "i", "ø": "o", "á": "a", "š": "s", "ë": "e", "ü": "u", "ć": "c",
  ]

  /// An object id as Entra has them: a version 4 UUID.
  private static func objectID(_ generator: inout SplitMix64) -> String {
    let digits = Array(hexadecimal(generator.next()) + hexadecimal(generator.next()))
    let parts = [digits[0..<8], digits[8..<12], digits[13..<16], digits[17..<20], digits[20..<32]]
    return
      "\(String(parts[0]))-\(String(parts[1]))-4\(String(parts[2]))-a\(String(parts[3]))-\(String(parts[4]))"
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static let givenNames = [
    "Ana", "Bogdan", "Chiara", "David", "Elif", "Farid", "Grażyna", "Hugo", "Ingrid", "Jonas", "Katarína",
    "Liam", "Mei", "Nikolai", "Olena", "Pedro", "Quentin", "Rania", "Søren", "Tomáš", "Ursula", "Viktor",
    "Wanjiru", "Xenia", "Yusuf", "Zoë",
  ]
  private static let familyNames = [
    "Almeida", "Bauer", "Conti", "Dubois", "Eriksson", "Fernández", "Grünwald", "Horváth", "Ivanova",
    "Jensen",
    "Kowalski", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrović", "Quispe", "Rossi", "Schneider",
    "Tanaka", "Uzun", "Vasquez", "Weiss", "Yilmaz", "Zhang",
  ]
  private static let titles = [
    "Account Manager", "Software Engineer", "Nurse", "Controller", "Head of Research", "Technician",
    "Recruiter", "Lawyer",
  ]
  private static let departments = [
    "Sales", "Engineering", "Intensive Care", "Finance", "Research", "Facilities", "People", "Legal",
  ]
}
