public import Provisioning

/// An object that something is to be done about, as far as the queue tells.
public struct DueObject: Sendable, Hashable {
  public var key: SourceKey
  public var due: ConnectorEntry.Due
  /// Nil while it has no account in the target.
  public var link: ConnectorEntry.Link?

  public init(key: SourceKey, due: ConnectorEntry.Due, link: ConnectorEntry.Link? = nil) {
    self.key = key
    self.due = due
    self.link = link
  }
}
