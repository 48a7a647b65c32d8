import Glibc

/// Lets one thread at a time write, and tells a thread that is writing already instead of blocking it
/// for ever.
///
/// `@unchecked Sendable`: the only state is a POSIX mutex, whose address never changes and which POSIX
/// makes safe to use from every thread.
@safe final class WriterGate: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    var attributes = pthread_mutexattr_t()
    unsafe pthread_mutexattr_init(&attributes)
    unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ERRORCHECK))
    unsafe pthread_mutex_init(mutex, &attributes)
    unsafe pthread_mutexattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Waits until no other thread writes.
  ///
  /// - Throws: ``LMDBError/Code/nestedWrite`` if this thread does.
  func lock() throws(LMDBError) {
    let status = unsafe pthread_mutex_lock(mutex)
    if status == EDEADLK { throw LMDBError(.nestedWrite, operation: "write") }
    try check(status, "pthread_mutex_lock")
  }

  func unlock() { unsafe pthread_mutex_unlock(mutex) }
}
