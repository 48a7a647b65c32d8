import EventLog
import JSONTape
public import Provisioning

/// Test Connection: whether the target lets the job in and answers a search for somebody who can't exist.
public struct ConnectionTest: Sendable, Hashable {
  /// One question and what came of it.
  public struct Probe: Sendable, Hashable {
    /// The resource type asked for.
    public var type: String
    public var request: TargetRequest
    /// Nil where no answer came.
    public var status: Int?
    public var failure: ExportFailure?
    public var microseconds: Int
  }

  public var probes: [Probe]

  public var failure: ExportFailure? { probes.lazy.compactMap(\.failure).first }
  public var passed: Bool { failure == nil }
}

extension JobRunner {
  /// Asks the target for an object of each mapped type by a value that nobody has.
  ///
  /// - Parameter records: Whether the job's ledger keeps it.
  public func testConnection(records: Bool = true) async throws -> ConnectionTest {
    var test = ConnectionTest(probes: [])
    let cycle = Identifier(microseconds: surroundings.clock(), random: surroundings.random())
    for mapping in job.mappings {
      let setting = try ObjectSetting(job: job, mapping: mapping, now: surroundings.clock(), seed: 0)
      guard let path = setting.matchingPaths.first else { continue }
      let nobody = Identifier(microseconds: surroundings.clock(), random: surroundings.random())
      let request = setting.dialect.probeRequest(type: mapping.targetType, path: path, id: nobody)
      let began = surroundings.clock()
      var probe = ConnectionTest.Probe(type: mapping.targetType, request: request, microseconds: 0)
      do throws(TransportFailure) {
        let response = try await target.send(request, cycle: cycle)
        probe.status = response.status
        probe.failure = setting.dialect.probe(response)
      } catch {
        probe.failure = ExportFailure(error)
      }
      probe.microseconds = Int(clamping: max(surroundings.clock() - began, 0))
      test.probes.append(probe)
      if probe.failure != nil { break }
    }
    if records {
      try await record(
        ConnectionTested(
          passed: test.passed, code: test.failure?.code, reason: test.failure?.reason,
          requests: test.probes.map { probe in
            MatchQueried(
              method: probe.request.method, path: probe.request.path, query: probe.request.query,
              status: probe.status, failure: probe.failure?.json, microseconds: probe.microseconds
            ).json
          }))
    }
    return test
  }
}
