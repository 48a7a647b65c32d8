/// How a piece of text stands out on a terminal that shows colours (ECMA-48 SGR).
enum TextStyle: String {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"

  func callAsFunction(_ text: String) -> String {
    Console.hasColours && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
