import Dispatch
import LMDB

/// Pure work on several processors at once.
package enum Concurrently {
  /// Does so many pieces of work, as many at a time as there are processors, and returns what came of each, in
  /// their order. The calling thread takes part and waits.
  package static func map<Value: Sendable>(
    _ count: Int, _ body: @Sendable (_ index: Int) -> Value
  ) -> [Value] {
    guard count > 1 else { return (0..<count).map(body) }
    let found = Locked<[Value?]>([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let value = body(index)
      found.withLock { $0[index] = value }
    }
    return found.withLock { $0.compactMap { $0 } }
  }
}
