import ArgumentParser

/// What the command's exit code says; 64 to 76 are those of `sysexits.h`.
enum ExitStatus: Int32 {
  /// Nobody has that name, or no event that number.
  case notFound = 1
  /// The projections were not what the log says.
  case differences = 2
  /// An event that was made again came out otherwise than it is recorded.
  case divergence = 3
  /// The log is not what was written.
  case integrity = 4
  case usage = 64
  /// A job's files or an expression are wrong.
  case wrongData = 65
  case noLedger = 66
  case unavailable = 69
  case failure = 70
  case writerStopped = 74
  /// A provisioning cycle went through, but some objects failed and are tried again.
  case partialFailure = 75
  /// A provisioning job is in quarantine.
  case quarantine = 76

  /// An end with this code and no message.
  var code: ExitCode { ExitCode(rawValue) }
}
