import FoundationEssentials
import Glibc
import NIOCore

/// An open directory, through which sockets in it can be named however long its path is.
///
/// The address of a Unix domain socket holds 107 bytes (unix(7)); `/proc/self/fd/N` is always short.
struct LedgerDirectory {
  static let socketName = "control.sock"

  let path: String
  private let handle: NIOFileHandle
  private let descriptor: CInt

  /// - Throws: `ControlError.unreachable` where the directory cannot be opened.
  init(opening path: String) throws(ControlError) {
    self.path = path
    do {
      handle = try NIOFileHandle(_deprecatedPath: path, flags: .posix(flags: O_DIRECTORY, mode: 0))
      descriptor = try handle.withUnsafeFileDescriptor { $0 }
    } catch {
      throw ControlError.unreachable("The directory \(path) cannot be opened: \(error)")
    }
  }

  /// A short path of something in the directory, good as long as the directory is open.
  func shortPath(of name: String) -> String { "/proc/self/fd/\(descriptor)/\(name)" }

  /// The lasting path of something in the directory.
  func fullPath(of name: String) -> String { path + "/" + name }

  /// Whether there is a socket, of a running server or left behind by one.
  static func hasSocket(in path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + socketName)
  }

  func close() { try? handle.close() }
}
