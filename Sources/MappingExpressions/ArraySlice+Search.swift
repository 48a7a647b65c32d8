extension ArraySlice where Element: Equatable {
  /// How far from the start `sought` first stands, in time that grows with the sum of the lengths.
  func firstOffset(of sought: [Element]) -> Int? {
    guard let first = sought.first else { return 0 }
    guard sought.count <= count else { return nil }
    if sought.count <= 16 {
      for offset in 0...(count - sought.count) where self[startIndex + offset] == first {
        if self[(startIndex + offset)...].starts(with: sought) { return offset }
      }
      return nil
    }
    // Knuth, Morris and Pratt: what has matched tells where a match may begin next.
    let borders = Self.borders(of: sought)
    var matched = 0
    for (offset, element) in enumerated() {
      while matched > 0, sought[matched] != element { matched = borders[matched - 1] }
      if sought[matched] == element { matched += 1 }
      if matched == sought.count { return offset + 1 - matched }
    }
    return nil
  }

  /// For each beginning of `sought`, how long its longest end is that is a beginning too.
  private static func borders(of sought: [Element]) -> [Int] {
    var borders = [0]
    var length = 0
    for element in sought.dropFirst() {
      while length > 0, sought[length] != element { length = borders[length - 1] }
      if sought[length] == element { length += 1 }
      borders.append(length)
    }
    return borders
  }
}
