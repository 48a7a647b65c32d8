/// What one run came to.
struct Measurement: Sendable {
  /// Durable and answered.
  var creates: Int
  var seconds: Double

  var perSecond: Double { seconds > 0 ? Double(creates) / seconds : 0 }
}

/// Why there are no figures.
enum BenchmarkError: Error, CustomStringConvertible {
  case inMemory(directory: String, type: String)
  case notCreated(status: Int, body: String)
  case miscounted(answered: Int, users: Int)
  case notClean(findings: [String])
  case referenceFailed(status: Int32)

  var description: String {
    switch self {
    case .inMemory(let directory, let type):
      "\(directory) is on \(type), which is memory: nothing is durable there. Name a directory on a disk."
    case .notCreated(let status, let body): "A create was answered with \(status) instead of 201: \(body)"
    case .miscounted(let answered, let users):
      "\(answered) creates were answered with 201, and the ledger has \(users) users."
    case .notClean(let findings): "The ledger does not verify: \(findings.joined(separator: "; "))"
    case .referenceFailed(let status): "The reference loop failed: LMDB or system status \(status)."
    }
  }
}
