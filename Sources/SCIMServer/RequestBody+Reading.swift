import Hummingbird
import HummingbirdCore
import NIOCore

/// Why a request's body could not be used.
enum BodyFailure: Error, Equatable {
  case tooLarge
  case tooSlow
  case incomplete
}

extension RequestBody {
  /// All bytes of the body.
  ///
  /// - Parameters:
  ///   - limit: The most bytes taken into memory.
  ///   - duration: The longest the whole body may take to arrive, so that a client that sends a byte at a
  ///     time does not hold its connection for ever.
  ///   - declared: The length the client stated; a connection that breaks earlier must not pass for the
  ///     end of the body.
  func bytes(upTo limit: Int, within duration: Duration, declared: Int?) async throws -> [UInt8] {
    let body = self
    let bytes = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await body.bytes(upTo: limit) }
      group.addTask {
        try await Task.sleep(for: duration)
        throw BodyFailure.tooSlow
      }
      defer { group.cancelAll() }
      guard let bytes = try await group.next() else { throw BodyFailure.incomplete }
      return bytes
    }
    if let declared, declared != bytes.count { throw BodyFailure.incomplete }
    return bytes
  }

  private func bytes(upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await buffer in self {
      guard buffer.readableBytes <= limit - bytes.count else { throw BodyFailure.tooLarge }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    return bytes
  }
}
