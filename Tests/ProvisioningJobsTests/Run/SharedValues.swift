import Synchronization

/// An id that an interception learns of later.
final class LateID: Sendable {
  private let id = Mutex<String?>(nil)

  var value: String? {
    get { id.withLock { $0 } }
    set { id.withLock { $0 = newValue } }
  }
}

final class Flag: Sendable {
  private let flag = Mutex(false)

  var value: Bool {
    get { flag.withLock { $0 } }
    set { flag.withLock { $0 = newValue } }
  }
}
