public import JSONTape

/// A record of the identity provider's own log, which an event of the operation `importLogRecord` brought in.
public struct ImportedRecord: Sendable, Hashable {
  /// What the record can be found by, such as `target:` and an id here; EVENT_FORMAT.md gives the kinds.
  ///
  /// They are kept beside the record, so that views made from old events don't depend on how today's code reads
  /// a record.
  public var keys: [String]
  /// The record as it came, without secrets.
  public var record: JSONObject

  public init(keys: [String], record: JSONObject) {
    self.keys = keys
    self.record = record
  }
}
