public import EventLog
import JSONTape
import LMDB
public import Provisioning

/// A target that only looks: questions go on to the real one, writes are answered here and kept.
///
/// What was created here is found again by the id that it was given here; everything else stays as the real
/// target has it, so an object that is read after a write is read as it was before.
public final class DryRunTarget: ProvisioningTarget {
  private struct State: Sendable {
    var writes: [TargetRequest] = []
    var created: [String: JSONObject] = [:]
  }

  private let target: any ProvisioningTarget
  private let random: @Sendable () -> UInt64
  private let state = Locked(State())

  /// - Parameter random: Where made-up ids come from.
  public init(
    _ target: any ProvisioningTarget,
    random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
  ) {
    self.target = target
    self.random = random
  }

  public var name: String { target.name }

  /// The write requests that were not sent, in the order they came.
  public var writes: [TargetRequest] { state.withLock { $0.writes } }

  /// Whether an id was made up here, so that the real target has nothing by it.
  public func hasMadeUp(_ id: String) -> Bool { state.withLock { $0.created[id] != nil } }

  public func send(
    _ request: TargetRequest, cycle: Identifier
  ) async throws(TransportFailure) -> TargetResponse {
    if request.method == "GET" {
      let id = request.path.split(separator: "/").last.map(String.init) ?? ""
      if let resource = state.withLock({ $0.created[id] }) {
        return TargetResponse(status: 200, body: resource)
      }
      return try await target.send(request, cycle: cycle)
    }
    return answer(request)
  }

  private func answer(_ request: TargetRequest) -> TargetResponse {
    var made: JSONObject?
    if request.method == "POST" {
      var resource = request.body ?? [:]
      resource["id"] = .string(Identifier(high: random(), low: random()).description)
      made = resource
    }
    let resource = made
    state.withLock { state in
      state.writes.append(request)
      if let resource, let id = resource["id"]?.stringValue { state.created[id] = resource }
    }
    switch request.method {
    case "POST": return TargetResponse(status: 201, body: resource)
    case "DELETE": return TargetResponse(status: 204)
    default: return TargetResponse(status: 200, body: request.method == "PUT" ? request.body : nil)
    }
  }
}
