import SCIM
import Testing

@Suite struct BulkScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var needs: [Set<Int>]
    var targets: [String?]?
    /// The operations in order; a circle's together.
    var order: [[Int]]
    var circular: [Bool]?

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing", needs: [], order: []),
    Case(
      name: "independent operations keep the request's order", needs: [[], [], []], order: [[0], [1], [2]]),
    Case(name: "one waits for a later one", needs: [[2], [], []], order: [[1], [2], [0]]),
    Case(name: "a chain backwards", needs: [[1], [2], [3], []], order: [[3], [2], [1], [0]]),
    Case(
      name: "two need each other", needs: [[1], [0], []], order: [[0, 1], [2]], circular: [true, false]),
    Case(name: "one needs itself", needs: [[0], []], order: [[0], [1]], circular: [true, false]),
    Case(
      name: "two circles, one of which needs the other", needs: [[1, 3], [0], [], [4], [3]],
      order: [[2], [3, 4], [0, 1]], circular: [false, true, true]),
    Case(
      name: "what needs a circle waits for all of it", needs: [[2], [], [3], [2]],
      order: [[1], [2, 3], [0]], circular: [false, true, false]),
    Case(
      name: "operations on one resource keep their order", needs: [[2], [], []], targets: ["a", "a", nil],
      order: [[2], [0], [1]]),
    Case(
      name: "order gives way to need", needs: [[2], [], [1]], targets: ["a", "a", nil],
      order: [[1], [2], [0]]),
  ]

  @Test("operations come in the order of the request as far as their needs allow", arguments: cases)
  func order(_ test: Case) {
    let schedule = BulkSchedule(
      needs: test.needs, targets: test.targets ?? Array(repeating: nil, count: test.needs.count))
    #expect(schedule.steps.map(\.operations) == test.order)
    #expect(schedule.steps.map(\.isCircular) == test.circular ?? test.order.map { _ in false })
  }

  @Test("any needs give an order that fulfils them", arguments: 0..<200 as Range<UInt64>)
  func random(_ seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let count = 1 + next(12)
    let needs = (0..<count).map { _ in Set((0..<next(3)).map { _ in next(count) }) }
    let targets = (0..<count).map { _ in next(2) == 0 ? nil : "\(next(3))" }
    let schedule = BulkSchedule(needs: needs, targets: targets)
    var done: Set<Int> = []
    for step in schedule.steps {
      let own = Set(step.operations)
      #expect(done.isDisjoint(with: own), "seed \(seed)")
      for operation in own {
        #expect(needs[operation].subtracting(own).isSubset(of: done), "seed \(seed)")
        let reached = reach(operation, needs)
        #expect(step.isCircular == reached.contains(operation), "seed \(seed)")
        #expect(
          own == reached.filter { reach($0, needs).contains(operation) }.union([operation]), "seed \(seed)")
      }
      done.formUnion(own)
    }
    #expect(done.count == count, "seed \(seed)")
  }

  /// What an operation needs, directly or through others.
  private func reach(_ operation: Int, _ needs: [Set<Int>]) -> Set<Int> {
    var found: Set<Int> = []
    var open = Array(needs[operation])
    while let next = open.popLast() {
      if found.insert(next).inserted { open.append(contentsOf: needs[next]) }
    }
    return found
  }

  @Test("a chain of a thousand needs no deep stack")
  func deep() {
    let count = 1000
    let schedule = BulkSchedule(
      needs: (0..<count).map { $0 + 1 < count ? [$0 + 1] : [0] }, targets: Array(repeating: nil, count: count)
    )
    #expect(schedule.steps.map(\.operations) == [Array(0..<count)])
    #expect(schedule.steps.map(\.isCircular) == [true])
  }
}
