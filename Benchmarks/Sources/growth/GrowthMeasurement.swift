import BenchmarkKit

/// What was measured at one number of people.
struct GrowthMeasurement {
  var users: Int
  /// The ledger's directory.
  var ledger: String
  /// Bytes of the file that was imported.
  var fileBytes: Int
  var imports: [Program.Outcome] = []
  /// Bytes of the ledger after the import.
  var diskBytes = 0
  /// The events of the import and of the ledger's making.
  var events = 0
  /// Microseconds, the median of each round.
  var gets: [Double] = []
  var searches: [Double] = []
  /// Milliseconds.
  var openings: [Double] = []

  init(users: Int, ledger: String, fileBytes: Int) {
    self.users = users
    self.ledger = ledger
    self.fileBytes = fileBytes
  }

  var importMicroseconds: Double { imports.map(\.seconds).median * 1_000_000 / Double(users) }
  var importProcessorMicroseconds: Double {
    imports.map(\.processorSeconds).median * 1_000_000 / Double(users)
  }
  var privateBytes: Int { imports.map(\.privateBytes).max() ?? 0 }
  var bytesPerUser: Double { Double(diskBytes) / Double(users) }
  var bytesPerEvent: Double { events > 0 ? Double(diskBytes) / Double(events) : 0 }
}
