extension People {
  /// A word, and how it stands in an address: in lower case and ASCII.
  struct Name: Sendable {
    var bytes: [UInt8]
    var plain: [UInt8]

    init(_ text: String) {
      bytes = Array(text.utf8)
      plain = Array(String(text.lowercased().map { Name.plainLetters[$0] ?? $0 }).utf8)
    }

    private static let plainLetters: [Character: Character] = [
      "ż": "z", "í": "i", "ø": "o", "á": "a", "š": "s", "ë": "e", "ü": "u", "ć": "c",
    ]
  }

  static let givenNames = [
    "Ana", "Bogdan", "Chiara", "David", "Elif", "Farid", "Grażyna", "Hugo", "Ingrid", "Jonas", "Katarína",
    "Liam", "Mei", "Nikolai", "Olena", "Pedro", "Quentin", "Rania", "Søren", "Tomáš", "Ursula", "Viktor",
    "Wanjiru", "Xenia", "Yusuf", "Zoë",
  ].map(Name.init)

  static let familyNames = [
    "Almeida", "Bauer", "Conti", "Dubois", "Eriksson", "Fernández", "Grünwald", "Horváth", "Ivanova",
    "Jensen",
    "Kowalski", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrović", "Quispe", "Rossi", "Schneider",
    "Tanaka", "Uzun", "Vasquez", "Weiss", "Yilmaz", "Zhang",
  ].map(Name.init)

  /// Titles and departments are as they stand in JSON, some with what Entra escapes there.
  static let titles: [[UInt8]] = [
    "Account Manager", "Software Engineer", "Nurse", "Controller", "Head of Research", "Technician",
    "Recruiter", "Lawyer",
    #"Engineer \"on call\""#, "Geschäftsführer",
  ].map { Array($0.utf8) }

  static let departments: [[UInt8]] = [
    "Sales", "Engineering", "Intensive Care", "Finance", "Research", "Facilities", "People", "Legal",
    #"R\u0026D"#, "Qualité",
  ].map { Array($0.utf8) }
}
