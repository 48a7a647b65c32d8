import ArgumentParser
import Logging

/// A level of swift-log on the command line.
struct LogLevel: ExpressibleByArgument, CustomStringConvertible {
  var level: Logger.Level

  static let info = LogLevel(level: .info)

  init(level: Logger.Level) { self.level = level }

  init?(argument: String) {
    guard let level = Logger.Level(rawValue: argument.lowercased()) else { return nil }
    self.init(level: level)
  }

  static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }

  var description: String { level.rawValue }
  var defaultValueDescription: String { description }
}
