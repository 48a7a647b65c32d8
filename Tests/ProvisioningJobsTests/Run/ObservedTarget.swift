import EventLog
import JSONTape
import Provisioning
import Synchronization

/// A target that counts what it is asked, and that a test can make answer something else.
final class ObservedTarget: ProvisioningTarget {
  /// What comes in place of the target's own answer.
  enum Intervention: Sendable {
    /// The target is not reached.
    case answer(TargetResponse)
    case fail(TransportFailure)
    /// The target does it, and then this comes in place of its answer.
    case answerAfter(TargetResponse)
    case failAfter(TransportFailure)
  }

  typealias Interception = @Sendable (_ request: TargetRequest, _ number: Int) -> Intervention?

  let name: String
  private let inner: any ProvisioningTarget
  private let seen = Mutex<[TargetRequest]>([])
  private let interception = Mutex<Interception?>(nil)

  init(_ inner: any ProvisioningTarget) {
    name = inner.name
    self.inner = inner
  }

  /// What was asked since the last time this was taken.
  func take() -> [TargetRequest] {
    seen.withLock { seen in
      defer { seen = [] }
      return seen
    }
  }

  func intercept(_ body: Interception?) { interception.withLock { $0 = body } }

  func send(
    _ request: TargetRequest, cycle: Identifier
  ) async throws(TransportFailure) -> TargetResponse {
    let number = seen.withLock { seen in
      seen.append(request)
      return seen.count
    }
    let intervention = interception.withLock { $0 }.flatMap { $0(request, number) }
    switch intervention {
    case .answer(let response): return response
    case .fail(let failure): throw failure
    case .answerAfter(let response):
      _ = try await inner.send(request, cycle: cycle)
      return response
    case .failAfter(let failure):
      _ = try await inner.send(request, cycle: cycle)
      throw failure
    case nil: return try await inner.send(request, cycle: cycle)
    }
  }
}

extension [TargetRequest] {
  /// Those that change something.
  var writes: [TargetRequest] { filter { $0.method != "GET" } }

  func count(of method: String) -> Int { count { $0.method == method } }
}
