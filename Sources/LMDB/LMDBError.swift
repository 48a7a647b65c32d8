import CLMDB
import Glibc

/// What went wrong in the storage engine or in the files under it.
///
/// Two errors are equal when their codes are. The description says what was attempted, what is wrong and
/// what would put it right; it never carries stored bytes.
public struct LMDBError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure; branch on this.
  public let code: Code
  /// The call that failed, as LMDB or the C library names it, e.g. `mdb_put`.
  public let operation: String
  /// The file or directory concerned, where there is one.
  public let path: String?
  /// What was found, e.g. a length in bytes or the process that holds a lock.
  public let detail: String?

  public init(_ code: Code, operation: String, path: String? = nil, detail: String? = nil) {
    self.code = code
    self.operation = operation
    self.path = path
    self.detail = detail
  }

  public static func == (left: LMDBError, right: LMDBError) -> Bool { left.code == right.code }

  public var description: String {
    var text = operation
    if let path { text += " (\(path))" }
    text += ": \(code.explanation)"
    if let detail { text += " [\(detail)]" }
    return text
  }

  /// An error made of an LMDB return code or an `errno` value.
  init(status: Int32, operation: String, path: String? = nil) {
    self.init(Code(status: status), operation: operation, path: path)
  }

  /// The error of the C library call that has just failed on this thread.
  static func last(_ operation: String, path: String? = nil) -> LMDBError {
    LMDBError(status: errno, operation: operation, path: path)
  }
}

/// The one place where LMDB's return codes become errors.
@inline(__always)
func check(_ status: Int32, _ operation: String, path: String? = nil) throws(LMDBError) {
  if status != MDB_SUCCESS { throw LMDBError(status: status, operation: operation, path: path) }
}
