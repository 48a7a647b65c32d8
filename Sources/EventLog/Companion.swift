import Dispatch
import LMDB

/// A second thread for what can be done beside the work of the first.
package final class Companion: Sendable {
  private let queue: DispatchQueue

  package init(label: String) { queue = DispatchQueue(label: label) }

  /// Begins some work; one piece is done after the other.
  package func begin<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Begun<Value> {
    let begun = Begun<Value>()
    queue.async { begun.finish(body()) }
    return begun
  }

  /// Work that a companion does.
  package final class Begun<Value: Sendable>: Sendable {
    private let result = Locked<Value?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    fileprivate init() {}

    fileprivate func finish(_ value: Value) {
      result.withLock { $0 = value }
      isDone.signal()
    }

    /// What came of it, once it is done. To be asked once.
    package func value() -> Value {
      while true {
        isDone.wait()
        if let value = result.withLock({ $0 }) { return value }
      }
    }
  }
}
