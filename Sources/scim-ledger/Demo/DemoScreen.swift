/// What the demo says as it goes.
struct DemoScreen {
  private var chapters = 0

  mutating func chapter(_ title: String) {
    chapters += 1
    Console.line("\n" + TextStyle.bold("\(chapters)  \(title)"))
  }

  /// A step that came out as expected.
  func done(_ text: String) {
    Console.line(TextStyle.green("   ✓ ") + text.visible)
  }

  /// What stands under a step.
  func aside(_ text: String) {
    Console.line(TextStyle.dim("     " + text.visible))
  }
}
