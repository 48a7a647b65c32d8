import Glibc

/// A write transaction that reads of its own thread may look into.
///
/// `@unchecked Sendable`: the transaction is given out to the thread that it belongs to, and to no other.
struct SeenWrite: @unchecked Sendable {
  let live: LiveTransaction
  private let thread = pthread_self()

  init(_ live: LiveTransaction) { self.live = live }

  var isOfThisThread: Bool { pthread_equal(thread, pthread_self()) != 0 }
}
