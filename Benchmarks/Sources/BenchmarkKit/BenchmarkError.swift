package import ScimLedger

/// Why there are no figures.
package enum BenchmarkError: Error, CustomStringConvertible {
  case inMemory(directory: String, type: String)
  case notCreated(status: Int, body: String)
  case miscounted(answered: Int, users: Int)
  case miscountedMembers(answered: Int, memberships: Int)
  case notClean(findings: [String])
  case referenceFailed(status: Int32)
  case notWritable(path: String)
  case noProgram(name: String)
  case programFailed(program: String, status: Int32, said: String)
  case misunderstood(program: String, said: String)
  case notServing(server: String, said: String)
  case requestsFailed(server: String, refused: Int, broken: Int)
  case noMarkers(file: String, first: String, last: String)
  case unexpected(request: String, expected: String, status: Int, body: String)

  package var description: String {
    switch self {
    case .inMemory(let directory, let type):
      "\(directory) is on \(type), which is memory: nothing is durable there. Name a directory on a disk."
    case .notCreated(let status, let body): "A create was answered with \(status) instead of 201: \(body)"
    case .miscounted(let answered, let users):
      "\(answered) creates were answered with 201, and the ledger has \(users) users."
    case .miscountedMembers(let answered, let memberships):
      "By its answers the ledger has \(answered) memberships, and it counts \(memberships)."
    case .notClean(let findings): "The ledger does not verify: \(findings.joined(separator: "; "))"
    case .referenceFailed(let status): "The reference loop failed: LMDB or system status \(status)."
    case .notWritable(let path): "\(path) can't be written to."
    case .noProgram(let name): "There is no executable \(name)."
    case .programFailed(let program, let status, let said):
      "\(program) ended with \(status): \(said.suffix(1000))"
    case .misunderstood(let program, let said):
      "\(program) was to print its figures as JSON, and printed: \(said.prefix(500))"
    case .notServing(let server, let said): "\(server) does not serve: \(said)"
    case .requestsFailed(let server, let refused, let broken):
      "\(server) refused \(refused) requests, and \(broken) got no answer."
    case .noMarkers(let file, let first, let last):
      "\(file) has no line \(first) with a line \(last) after it, where the table would go."
    case .unexpected(let request, let expected, let status, let body):
      "\(request) was to be answered with \(expected), and was answered with \(status): \(body.prefix(500))"
    }
  }
}

extension BenchmarkError {
  /// A response that is not what the request was to get.
  package static func unexpected(
    _ request: SCIMRequest, expected: String, _ response: SCIMResponse
  ) -> BenchmarkError {
    .unexpected(
      request: "\(request.method) \(request.path)", expected: expected, status: response.status,
      body: String(decoding: response.body, as: UTF8.self))
  }
}
