public import EventLog
public import SCIM

/// One run of a provisioning client over the directory: the requests that belong together, and what came of
/// them.
///
/// A client that names its cycles in a header has them *marked*: all its requests with one id are one cycle.
/// Entra and Okta name none; their cycles are *inferred* from the log alone: the requests of one client
/// without a header are one cycle until nothing came for longer than ``longestPause``. A run that holds
/// nothing but probes and reads of discovery documents is a test of the connection and no cycle.
public struct ProvisioningCycle: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The client named it.
    case marked
    /// It follows from the requests' times.
    case inferred
  }

  /// The longest time between two requests of one inferred cycle. Identity providers pause for 20 to 40
  /// minutes between cycles and for seconds within one.
  public static let longestPause = Duration.seconds(300)

  /// What the client called it; of an inferred cycle the id of its first event.
  public var id: Identifier
  /// The provisioning client.
  public var client: String
  public var kind: Kind
  public var first: Position
  /// The last event so far.
  public var last: Position
  /// The time of the first event.
  public var started: DateTime
  /// The time of the last event so far.
  public var ended: DateTime
  /// Whether an inferred cycle began with the probe of a connection test.
  public var beganWithProbe: Bool
  public var counts: Counts

  /// The events of a cycle, each counted once by what came of it; only `disabled` and `enabled` count events
  /// that are counted elsewhere too.
  public struct Counts: Sendable, Hashable {
    /// POSTs of resources.
    public var created = 0
    /// PUTs that changed a resource.
    public var replaced = 0
    /// PATCHes that changed a resource.
    public var modified = 0
    public var deleted = 0
    /// Changes after which a user was not active any more, but stayed.
    public var disabled = 0
    /// Changes after which a user was active again.
    public var enabled = 0
    /// Changes that found everything as they asked for.
    public var unchanged = 0
    /// Resources read by their id.
    public var read = 0
    /// Lists and searches.
    public var queried = 0
    /// Discovery documents read.
    public var discovered = 0
    /// Requests that were refused, of whatever kind.
    public var refused = 0
    /// Groups that lost a member because it was deleted.
    public var left = 0

    public init() {}

    /// How many events there are.
    public var events: Int {
      [created, replaced, modified, deleted, unchanged, read, queried, discovered, refused, left]
        .reduce(0, +)
    }

    /// How many of them changed the directory.
    public var changes: Int { created + replaced + modified + deleted + left }
  }
}
