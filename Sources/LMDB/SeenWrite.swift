import Glibc

/// A write transaction that reads of its own thread may look into.
///
/// `@unchecked Sendable`: whoever takes it asks `isOfThisThread` first, so the transaction is touched by the thread
/// that began it alone, and it is taken away before that thread ends the transaction.
struct SeenWrite: @unchecked Sendable {
  let live: LiveTransaction
  private let thread = pthread_self()

  init(_ live: LiveTransaction) { self.live = live }

  var isOfThisThread: Bool { pthread_equal(thread, pthread_self()) != 0 }
}
