/// What the demo says as it goes.
struct DemoScreen {
  private var chapters = 0

  mutating func chapter(_ title: String) {
    chapters += 1
    Console.line("\n" + TextStyle.bold("\(chapters)  \(title)"))
  }

  /// A step that came out as expected.
  func done(_ text: String) {
    Console.line(TextStyle.green("   ✓ ") + fitted(text.visible))
  }

  /// What stands under a step.
  func aside(_ text: String) {
    Console.line(TextStyle.dim("     " + fitted(text.visible)))
  }

  /// On a terminal the lines break between words and keep their indentation.
  private func fitted(_ text: String) -> String {
    guard let width = Console.width else { return text }
    return text.wrapped(toWidth: max(width - 5, 20), indent: "     ")
  }
}
