import BenchmarkKit
import CReference
import ScimLedger

/// `scim-ledger import` from the process's start to its end, on a ledger that it makes.
struct LedgerImport: Contestant {
  var program: String
  var file: String
  var users: Int

  let name = "scim-ledger import, as a process"

  func run(in directory: String) throws -> Run {
    let ledger = directory + "/ledger"
    let outcome = try Program(program, ["import", file, "--data", ledger, "--output", "jsonl"]).run()
    guard let summary = try? JSONValue(parsing: Array(outcome.output.utf8)).objectValue,
      let created = summary["created"]?.intValue
    else { throw BenchmarkError.misunderstood(program: program, said: outcome.output) }
    guard created == users else { throw BenchmarkError.miscounted(answered: users, users: created) }
    return Run(
      count: users, seconds: outcome.seconds, processorSeconds: outcome.processorSeconds,
      privateBytes: outcome.privateBytes, diskBytes: Disk.bytes(in: ledger))
  }
}

/// The same puts into LMDB, from C, with bytes that are ready.
struct ReferenceImport: Contestant {
  var users: Int
  var recordBytes: Int
  var seed: UInt64

  let name = "LMDB in C, bytes made before"

  func run(in directory: String) throws -> Run {
    let settings = reference_import_settings(
      users: UInt64(users), record_size: UInt64(recordBytes), batch: 1000, run: 100_000, seed: seed)
    let result = unsafe reference_import(directory, settings)
    guard result.status == 0 else { throw BenchmarkError.referenceFailed(status: result.status) }
    return Run(count: users, seconds: result.seconds, diskBytes: Disk.bytes(in: directory))
  }
}
