import ArgumentParser

/// How a reading command prints what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// Columns for a reader.
  case table
  /// One JSON array.
  case json
  /// One JSON object a line.
  case jsonl
  /// RFC 4180, with a header line.
  case csv
}
