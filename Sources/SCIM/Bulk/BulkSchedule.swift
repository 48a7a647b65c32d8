/// The order in which the operations of a bulk request are carried out.
///
/// It is the order of the request, but an operation waits for those that make what it refers to; operations on
/// one resource keep their order all the same, as far as that can be had. Resources that refer to each
/// other in a circle come together.
public struct BulkSchedule: Sendable, Equatable {
  /// The operations that are carried out at one time: one, or all of a circle.
  public struct Step: Sendable, Equatable {
    /// Indices in ascending order.
    public var operations: [Int]
    public var isCircular: Bool
  }

  public private(set) var steps: [Step] = []

  /// - Parameters:
  ///   - needs: For each operation the operations whose resources it refers to.
  ///   - targets: For each operation the path of the resource it changes; nil where it makes one.
  public init(needs: [Set<Int>], targets: [String?]) {
    let circles = Self.circles(needs)
    var stepOf = Array(repeating: 0, count: needs.count)
    for (step, circle) in circles.enumerated() { for operation in circle { stepOf[operation] = step } }
    var waitsFor: [Set<Int>] = circles.enumerated().map { step, circle in
      Set(circle.flatMap { needs[$0] }.map { stepOf[$0] }).subtracting([step])
    }
    // Order alone, so it gives way where it would make a circle of its own.
    var follows: [Set<Int>] = Array(repeating: [], count: circles.count)
    var last: [String: Int] = [:]
    for (operation, target) in targets.enumerated() {
      guard let target else { continue }
      if let earlier = last[target], stepOf[earlier] != stepOf[operation] {
        follows[stepOf[operation]].insert(stepOf[earlier])
      }
      last[target] = operation
    }
    // In the order of their first operations, so that the first one ready is the next in the request.
    var waiting = circles.indices.sorted { circles[$0][0] < circles[$1][0] }
    while let place = waiting.firstIndex(where: { waitsFor[$0].isEmpty && follows[$0].isEmpty })
      ?? waiting.firstIndex(where: { waitsFor[$0].isEmpty })
    {
      let step = waiting.remove(at: place)
      let circle = circles[step]
      steps.append(
        Step(operations: circle, isCircular: circle.contains { !needs[$0].isDisjoint(with: circle) }))
      for other in waiting {
        waitsFor[other].remove(step)
        follows[other].remove(step)
      }
    }
  }

  /// The sets of operations that need each other, all the others each alone (Tarjan's strongly connected
  /// components, without recursion, since the client decides how deep it would go).
  private static func circles(_ needs: [Set<Int>]) -> [[Int]] {
    let edges = needs.map { $0.sorted() }
    var found: [[Int]] = []
    var order = Array(repeating: -1, count: needs.count)
    var low = order
    var isOpen = Array(repeating: false, count: needs.count)
    var open: [Int] = []
    var next = 0
    for root in needs.indices where order[root] < 0 {
      var path: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = path.last {
        if edge == 0 {
          (order[node], low[node]) = (next, next)
          next += 1
          open.append(node)
          isOpen[node] = true
        }
        path[path.count - 1].edge += 1
        if edge < edges[node].count {
          let target = edges[node][edge]
          if order[target] < 0 {
            path.append((target, 0))
          } else if isOpen[target] {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[parent.node] = min(low[parent.node], low[node]) }
        guard low[node] == order[node] else { continue }
        var circle: [Int] = []
        while let member = open.popLast() {
          isOpen[member] = false
          circle.append(member)
          if member == node { break }
        }
        found.append(circle.sorted())
      }
    }
    return found
  }
}
