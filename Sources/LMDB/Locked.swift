import Glibc

/// A value that one thread at a time can reach.
///
/// It does what the standard library's `Mutex` does, on a POSIX mutex instead of a futex: the thread sanitizer
/// knows what a POSIX mutex orders, but sees nothing of a contended futex and then takes what the lock
/// guards for a race.
///
/// `@unchecked Sendable`: the value is reached through `withLock` alone, under the mutex, and comes in and
/// out as `sending`, so nobody outside keeps a part of it. Neither address changes before `deinit`.
@safe public final class Locked<Value: ~Copyable>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let value: UnsafeMutablePointer<Value>

  public init(_ value: consuming sending Value) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe self.value = .allocate(capacity: 1)
    unsafe self.value.initialize(to: value)
  }

  deinit {
    unsafe value.deinitialize(count: 1)
    unsafe value.deallocate()
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Waits for the lock and gives the value to `body`, which must not ask for the same lock.
  public func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try unsafe body(&value.pointee)
  }
}
