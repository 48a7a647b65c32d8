import Synchronization

/// Numbers from 0, each given once.
package final class Counter: Sendable {
  private let value = Atomic(0)

  package init() {}

  package func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}
