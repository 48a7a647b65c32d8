import Foundation

/// The system's wall clock; nothing that is replayed reads it.
enum SystemTime {
  static func microseconds() -> Int64 {
    Int64(Date().timeIntervalSince1970 * 1_000_000)
  }
}
