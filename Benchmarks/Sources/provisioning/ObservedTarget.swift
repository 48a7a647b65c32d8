import ScimLedger
import Synchronization

/// A target that counts what is sent to it, and keeps it where that is wanted.
final class ObservedTarget: ProvisioningTarget {
  private let target: any ProvisioningTarget
  private let keepsRequests: Bool
  private let sent = Atomic(0)
  private let kept = Mutex<[TargetRequest]>([])

  init(_ target: any ProvisioningTarget, keepsRequests: Bool) {
    self.target = target
    self.keepsRequests = keepsRequests
  }

  var name: String { target.name }
  var count: Int { sent.load(ordering: .relaxed) }
  var requests: [TargetRequest] { kept.withLock { $0 } }

  func send(
    _ request: TargetRequest, cycle: Identifier
  ) async throws(TransportFailure) -> TargetResponse {
    sent.wrappingAdd(1, ordering: .relaxed)
    if keepsRequests { kept.withLock { $0.append(request) } }
    return try await target.send(request, cycle: cycle)
  }
}
