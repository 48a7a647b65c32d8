import BenchmarkKit
import Foundation
import ScimLedger

/// What one would use instead: made ready once, and left out where that doesn't work here.
struct Peers {
  /// The folder of their programs and scripts.
  var sources: String
  /// Where they are built and installed; kept, so that it is done once.
  var directory: String

  /// Who is left out, and why.
  private(set) var skipped: [String] = []
  private var sqlite: String?
  private var python: String?

  private static let packages = ["eventsourcing==9.5.6", "scim2-server==0.8.3", "granian==2.8.7"]

  init(sources: String, directory: String) {
    self.sources = sources
    self.directory = directory
    try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  /// Compiles the program that uses SQLite.
  mutating func makeSQLite() {
    let program = directory + "/sqlite_import"
    do {
      _ = try Program(
        "clang", ["-O3", sources + "/sqlite_import.c", "-o", program, "-lsqlite3"]
      ).run()
      sqlite = program
    } catch {
      skipped.append("SQLite (needs clang and libsqlite3-dev): \(error)")
    }
  }

  /// Installs the packages in Python into an environment of their own.
  mutating func installPackages() {
    let environment = directory + "/python"
    do {
      if !FileManager.default.isExecutableFile(atPath: environment + "/bin/pip") {
        try Program("python3", ["-m", "venv", environment]).runShown()
      }
      try Program(environment + "/bin/pip", ["install"] + Peers.packages).runShown()
      python = environment + "/bin/python"
    } catch {
      skipped.append("eventsourcing, scim2-server (need python3-venv and pip): \(error)")
    }
  }

  /// Their imports.
  func imports(of file: String, users: Int, recordBytes: Int, seed: UInt64) -> [PeerImport] {
    var found: [PeerImport] = []
    if let sqlite {
      for batch in [1000, 100_000] {
        found.append(
          PeerImport(name: "SQLite table, \(batch) a transaction", program: sqlite) { directory in
            [directory, "\(users)", "\(batch)", "\(recordBytes)", "\(seed)"]
          })
      }
    }
    if let python {
      found.append(
        PeerImport(name: "eventsourcing on SQLite, 1000 a save", program: python) { [sources] directory in
          [sources + "/eventsourcing_import.py", directory, file, "\(min(users, 100_000))", "1000"]
        })
      found.append(
        PeerImport(name: "scim2-server in process, in memory", program: python) { [sources] _ in
          [sources + "/scim2_server_import.py", file, "\(min(users, 5000))"]
        })
    }
    return found
  }

  /// scim2-server behind a WSGI server.
  var server: GranianServer? { python.map { GranianServer(python: $0, sources: sources) } }
}

/// A program that takes people in and prints how long that took.
struct PeerImport: Contestant {
  var name: String
  var program: String
  /// Its arguments for an empty directory.
  var arguments: @Sendable (String) -> [String]

  func run(in directory: String) throws -> Run {
    let outcome = try Program(
      program, arguments(directory), environment: ["PYTHONDONTWRITEBYTECODE": "1"]
    ).run()
    let figures = try? JSONValue(parsing: Array(outcome.output.utf8)).objectValue
    guard let count = figures?["count"]?.intValue, let seconds = figures?["seconds"]?.decimalValue
    else { throw BenchmarkError.misunderstood(program: name, said: outcome.output) }
    return Run(
      count: count, seconds: seconds, processorSeconds: outcome.processorSeconds,
      privateBytes: outcome.privateBytes, version: figures?["version"]?.stringValue)
  }
}
