/// Bodies of POST /Users, made before they are measured with.
package struct PersonBodies: Sendable {
  private let people: People
  private let prepared: [[UInt8]]
  /// The mean length of the first thousand, in bytes.
  package let meanBytes: Int

  /// - Parameter prepared: How many bodies are made now, so that making them is not measured.
  package init(seed: UInt64, prepared count: Int) {
    let people = People(seed: seed)
    self.people = people
    prepared = (0..<max(count, 1)).map(people.body)
    let sample = prepared.prefix(1000)
    meanBytes = sample.reduce(0) { $0 + $1.count } / sample.count
  }

  package subscript(index: Int) -> [UInt8] {
    index < prepared.count ? prepared[index] : people.body(index)
  }

  /// The userName of the body with this index.
  package func userName(_ index: Int) -> String { people.userName(index) }
}
