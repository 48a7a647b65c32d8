import BenchmarkKit
import CReference
import Crypto

/// What is compared with: a cursor over the log's records, called from C, with nothing above it.
struct BareReading {
  /// The folder of a ledger's log.
  var directory: String

  /// - Parameter hashing: Whether SHA-256 is computed of each record, as every reader of the ledger does.
  /// - Returns: How many records and bytes there are.
  func read(hashing: Bool) throws -> (records: Int, bytes: Int) {
    let reading =
      hashing
      ? unsafe reference_read(directory, "log") { bytes, size in
        var hash = SHA256()
        unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(start: bytes, count: Int(size)))
        return UInt64(hash.finalize().first { _ in true } ?? 0)
      } : unsafe reference_read(directory, "log", nil)
    guard reading.status == 0 else { throw BenchmarkError.referenceFailed(status: reading.status) }
    return (Int(reading.records), Int(reading.bytes))
  }
}
