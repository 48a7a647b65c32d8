import Hummingbird
import NIOCore

/// What a responder knows of the connection a request came by.
struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }

  /// Closes the connection after the client had time to read the answer.
  ///
  /// Closing at once, with bytes of the request still unread, would reset the connection, and the client
  /// might never see why it was refused.
  func closeSoon() {
    let channel = channel
    channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
  }
}
