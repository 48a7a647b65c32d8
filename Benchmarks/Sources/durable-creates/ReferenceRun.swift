import BenchmarkKit
import CReference

/// The loop in C on bare LMDB.
struct ReferenceRun {
  var directory: String
  var recordBytes: Int
  var callers: Int
  var seconds: Double

  func measure(seed: UInt64) throws -> Measurement {
    let result = unsafe reference_run(
      directory, UInt64(recordBytes), UInt32(callers), seconds, seed)
    guard result.status == 0 else { throw BenchmarkError.referenceFailed(status: result.status) }
    return Measurement(creates: Int(result.records), seconds: result.seconds)
  }
}
