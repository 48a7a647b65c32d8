public import EventLog
import ProvisioningJobs

/// A record of the identity provider's log with the event that brought it in.
public struct ProviderRecord: Sendable, Hashable {
  public var position: Position
  public var record: ProvisioningLogRecord

  public init(position: Position, record: ProvisioningLogRecord) {
    self.position = position
    self.record = record
  }
}

/// Which record of the identity provider's log and which request here tell of the same change.
///
/// Two sides belong together where
/// - **who** it is agrees: the id that the target gave, the id in the source (as `externalId`), userName, address
///   or displayName, in this order. The first that the ledger knows decides: other people's changes are not
///   considered then;
/// - **what** is done agrees: create and POST, update or disable and PATCH or PUT, delete and DELETE;
/// - **when** agrees: within the window around the record's own duration, whichever clock is ahead.
///
/// Of several candidates the surest come first (the event's own id, the cycle, then as many of the above as agree,
/// and the outcome), of equal ones the nearest in time; a request belongs to one record. Further requests for the
/// same object while a record's change lasted are part of that change, as the one that sets references is. A
/// record that says that nothing was sent is matched with a request only by its own id.
///
/// It is a pure function of both sides.
public struct LogCorrelation: Sendable, Hashable {
  /// How the two sides stand to each other.
  public enum Standing: String, Sendable, Hashable, CaseIterable {
    /// Both tell the same.
    case matched
    /// Both tell of it, and of different outcomes.
    case disagreeing
    /// The provider says that it sent nothing, and nothing came.
    case notSent
    /// The provider says that it sent something, and there is no such request here.
    case onlyProvider
    /// There is a request here that the provider's log does not have, though it covers that time.
    case onlyLedger

    /// Whether one side saw what the other did not, or saw it otherwise.
    public var isGap: Bool { self != .matched && self != .notSent }
  }

  public struct Entry: Sendable, Hashable {
    public var standing: Standing
    public var record: ProviderRecord?
    /// Oldest first.
    public var changes: [LedgerChange]

    public init(standing: Standing, record: ProviderRecord?, changes: [LedgerChange]) {
      self.standing = standing
      self.record = record
      self.changes = changes
    }

    /// Microseconds since 1970 UTC.
    public var time: Int64 {
      record?.record.summary.activityDateTime ?? changes.first?.time.microseconds ?? 0
    }
  }

  /// By time.
  public private(set) var entries: [Entry]

  /// How far the clocks and the two sides' notions of when may lie apart, either way.
  public static let usualWindow = Duration.seconds(300)

  /// - Parameters:
  ///   - records: In any order.
  ///   - changes: In any order.
  public init(
    _ records: [ProviderRecord], _ changes: [LedgerChange], window: Duration = LogCorrelation.usualWindow
  ) {
    var matching = LogMatching(records, changes, window: window.microseconds)
    matching.pair()
    matching.attachFurther()
    entries = matching.entries.sorted { left, right in
      (left.time, left.record?.position ?? .start, left.changes.first?.position ?? .start)
        < (right.time, right.record?.position ?? .start, right.changes.first?.position ?? .start)
    }
  }

  public func count(_ standing: Standing) -> Int { entries.count { $0.standing == standing } }

  /// The entry that a request is part of.
  public func entry(ofChange position: Position) -> Entry? {
    entries.first { $0.changes.contains { $0.position == position } }
  }

  /// The entry of a record.
  public func entry(ofRecord position: Position) -> Entry? {
    entries.first { $0.record?.position == position }
  }
}

extension Duration {
  /// Whole microseconds, never negative, and no more than a century.
  var microseconds: Int64 {
    let seconds = min(max(components.seconds, 0), 3_155_760_000)
    return seconds * 1_000_000 + max(components.attoseconds, 0) / 1_000_000_000_000
  }
}
