import Logging

extension Logger {
  /// For the HTTP framework: what it says of itself is of interest only when something is amiss.
  var quiet: Logger {
    var logger = self
    logger.logLevel = max(logger.logLevel, .notice)
    return logger
  }
}
