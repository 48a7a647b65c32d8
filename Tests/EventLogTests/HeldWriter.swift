import Dispatch
import EventLog

/// Keeps a log's writer busy in a first transaction, so that what is queued meanwhile makes one batch.
struct HeldWriter {
  let writer: LogWriter
  /// Operations queued so far.
  private var queued = 0

  private init(_ writer: LogWriter) { self.writer = writer }

  /// Holds the writer while `body` queues, then lets it go.
  static func hold<R>(_ writer: LogWriter, _ body: (inout HeldWriter) async throws -> R) async throws -> R {
    let release = DispatchSemaphore(value: 0)
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      do {
        try writer.submit { _, _ in
          continuation.resume()
          release.wait()
        } onFailure: { _ in
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
    defer { release.signal() }
    var held = HeldWriter(writer)
    return try await body(&held)
  }

  /// Queues work behind all that is queued already; its task ends once the work is answered.
  mutating func queue<Value: Sendable>(
    bytes: Int = 0, _ work: @escaping LogWriter.Work<Value>
  ) async -> Task<Value, any Error> {
    let task = Task { [writer] in try await writer.perform(bytes: bytes, work) }
    queued += 1
    while writer.waiting < queued { await Task.yield() }
    return task
  }
}
