import JSONTape
import LedgerTestKit
import Provisioning
import Synchronization

/// Faults between a job and its target that follow from a seed and the order of requests.
final class FaultPlan: Sendable {
  private struct State {
    var generator: SeededGenerator
    /// Of a hundred requests, how many go wrong.
    var percentage: Int
    var injected = 0
  }

  private let state: Mutex<State>

  init(seed: UInt64, percentage: Int) {
    state = Mutex(State(generator: SeededGenerator(seed: seed), percentage: percentage))
  }

  /// How many requests went wrong.
  var injected: Int { state.withLock { $0.injected } }

  func intervention(in request: TargetRequest) -> ObservedTarget.Intervention? {
    state.withLock { state in
      guard Int.random(in: 0..<100, using: &state.generator) < state.percentage else { return nil }
      state.injected += 1
      // Half of what goes wrong does so after the target has done it.
      let isAfter = Bool.random(using: &state.generator)
      func answer(_ status: Int, _ retryAfter: Int? = nil) -> ObservedTarget.Intervention {
        let response = TargetResponse(
          status: status, body: ["detail": "fault", "status": .string("\(status)")], retryAfter: retryAfter)
        return isAfter && status >= 500 ? .answerAfter(response) : .answer(response)
      }
      func fail(_ failure: TransportFailure) -> ObservedTarget.Intervention {
        isAfter ? .failAfter(failure) : .fail(failure)
      }
      switch Int.random(in: 0..<8, using: &state.generator) {
      case 0: return fail(.timeout)
      case 1: return fail(.connectionReset)
      case 2: return answer(429, Int.random(in: 0...180, using: &state.generator))
      case 3: return answer(500)
      case 4: return answer(503, Bool.random(using: &state.generator) ? 3 : nil)
      case 5: return .fail(.connectionRefused)
      case 6: return answer(504)
      // The target has taken a create, and nobody learns of it.
      default: return request.method == "POST" ? .failAfter(.connectionReset) : fail(.other("broken pipe"))
      }
    }
  }
}
