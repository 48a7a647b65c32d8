extension String {
  /// The text in lines of at most this display width, broken at spaces, the second and later ones indented.
  /// A word wider than that stays whole, so that it can be copied.
  func wrapped(toWidth width: Int, indent: String) -> String {
    lines(ofWidth: width).joined(separator: "\n" + indent)
  }

  /// The same as single lines.
  func lines(ofWidth width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if longer.displayWidth <= width || line.isEmpty {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
    return lines
  }
}
