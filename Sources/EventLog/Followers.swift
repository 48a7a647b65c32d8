import LMDB

/// Those who follow the log's head; each holds the newest head only.
final class Followers: Sendable {
  private struct State {
    var next = 0
    var continuations: [Int: AsyncStream<Position>.Continuation] = [:]
    var isFinished = false
  }

  private let state = Locked(State())

  func stream() -> AsyncStream<Position> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Position.self, bufferingPolicy: .bufferingNewest(1))
    let id: Int? = state.withLock { state in
      if state.isFinished { return nil }
      state.next += 1
      state.continuations[state.next] = continuation
      return state.next
    }
    guard let id else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.continuations.removeValue(forKey: id) }
    }
    return stream
  }

  func publish(_ head: Position) {
    let continuations = state.withLock { Array($0.continuations.values) }
    for continuation in continuations { continuation.yield(head) }
  }

  func finish() {
    let continuations = state.withLock { state in
      defer { state.continuations = [:] }
      state.isFinished = true
      return Array(state.continuations.values)
    }
    for continuation in continuations { continuation.finish() }
  }
}
