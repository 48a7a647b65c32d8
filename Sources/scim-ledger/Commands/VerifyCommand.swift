import ArgumentParser
import ScimLedger

/// `verify`: whether the log is what was written, and the directory what the log says.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every event against the log's hashes, and the projections against the log.",
    discussion: """
      Changes nothing and works beside a running server. Exit code 4 says that something does not hold.

      EXAMPLES
        scim-ledger verify
        scim-ledger verify --data /var/lib/scim-ledger --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    do {
      try check()
    } catch let error as LedgerError {
      throw error
    } catch let error as CommandFailure {
      throw error
    } catch let error as ExitCode {
      throw error
    } catch {
      throw CommandFailure(.integrity, "The ledger in \(ledger.directory) can't be read whole: \(error)")
    }
  }

  private func check() throws {
    let opened = try ledger.openForReading()
    let log = try Self.withProgress("Reading the log") { try opened.verify(progress: $0) }
    var writer = RecordWriter(columns: RebuildSheet.columns, format: output.format)
    writer.write(log.cells)
    guard log.isClean else {
      writer.end()
      throw ExitStatus.integrity.code
    }
    let projections = try Self.withProgress("Comparing the projections") {
      RebuildSheet(try opened.checkProjections(progress: $0))
    }
    writer.write(projections.cells)
    writer.end()
    if output.format == .table {
      let heading = "\nRoot hash of the \(log.events) events:"
      let isNarrow = Console.width.map { $0 < heading.count + log.rootHash.count } ?? false
      Console.line(heading + (isNarrow ? "\n  " : " ") + log.rootHash)
    }
    if !projections.differences.isEmpty {
      Console.note("Bring the projections back with: scim-ledger rebuild\(ledger.suggestion)")
      throw ExitStatus.integrity.code
    }
  }

  private static func withProgress<Value>(
    _ label: String, _ work: ((UInt64, UInt64) -> Void) throws -> Value
  ) rethrows -> Value {
    let bar = ProgressBar(label)
    defer { bar.clear() }
    return try work { bar.show($0, of: $1) }
  }
}
