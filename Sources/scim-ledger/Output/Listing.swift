/// Labelled lines under a heading, for one thing with many sides.
struct Listing {
  private var lines: [(label: String, text: String)] = []
  private let heading: String?
  /// Narrower than this, nothing is wrapped.
  private static let readable = 20

  init(_ heading: String? = nil) { self.heading = heading }

  /// Adds a line; nil and empty texts are left out.
  mutating func add(_ label: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    lines.append((label.visible, text.visible))
  }

  mutating func add(_ label: String, _ number: Int) { add(label, String(number)) }

  /// The lines with their texts below one another; empty when there are none.
  func rendered() -> String {
    guard !lines.isEmpty else { return "" }
    let widest = lines.reduce(0) { max($0, $1.label.displayWidth) }
    var text = heading.map { TextStyle.bold($0.visible) + "\n" } ?? ""
    let indent = heading == nil ? "" : "  "
    let start = indent.count + widest + 2
    for line in lines {
      text += indent + TextStyle.dim(line.label.padded(toWidth: widest, alignment: .left)) + "  "
      text += Console.width.map { wrapped(line.text, toWidth: $0, start) } ?? line.text
      text += "\n"
    }
    return text
  }

  /// A text that goes on below itself on a terminal that is too narrow for it.
  private func wrapped(_ text: String, toWidth width: Int, _ start: Int) -> String {
    text.wrapped(toWidth: max(width - start, Self.readable), indent: String(repeating: " ", count: start))
  }
}
