public import ArgumentParser

/// How a benchmark prints what it has measured.
public enum ReportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table, json

  /// Prints a report in this form.
  public func print(table: @autoclosure () -> String, json: @autoclosure () -> String) {
    switch self {
    case .table: Swift.print(table())
    case .json: Swift.print(json())
    }
  }
}
