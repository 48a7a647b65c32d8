import Hummingbird
import NIOCore

/// What a responder knows of the connection a request came by.
struct ConnectionContext: InitializableFromSource {
  /// nil where the connection is an application's own, which ends it as it sees fit.
  private let channel: (any Channel)?

  /// Whether the connection may be closed. An application's own server reads what is left of a body before the
  /// next request.
  var mayClose: Bool { channel != nil }

  init(source: ApplicationRequestContextSource) { channel = source.channel }

  init() { channel = nil }

  /// Closes the connection after the client had time to read the answer.
  ///
  /// Closing at once, with bytes of the request still unread, would reset the connection, and the client
  /// might never see why it was refused.
  func closeSoon() { close(after: .seconds(2)) }

  /// Closes the connection after a time if its client does not read what it has asked for already, so that
  /// an answer nobody takes holds neither its memory nor a graceful shutdown.
  func closeUnlessRead(within duration: Duration) {
    if channel?.isWritable == false { close(after: TimeAmount(duration)) }
  }

  private func close(after time: TimeAmount) {
    guard let channel else { return }
    channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
