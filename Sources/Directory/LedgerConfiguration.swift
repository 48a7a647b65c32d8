public import JSONTape
public import SCIM

/// A ledger's settings, which an event of the operation `configure` sets as a whole.
public struct LedgerConfiguration: Sendable, Hashable {
  /// The name of the profile by which requests are read.
  public var profile: String
  /// Whether a POST with the userName or externalId of a person who is not active brings that person back
  /// instead of being refused, as Okta expects it after a deactivation.
  public var restoresOnCreate: Bool
  /// Whether two live resources of one type and one provisioning client may not have the same externalId.
  ///
  /// Off unless it is asked for: the service provider does not enforce it (RFC 7643 §3.1). Worth asking for
  /// where a client matches on externalId, which would find two people for one.
  public var uniqueExternalID: Bool
  /// Which reads become events.
  public var recordedReads: RecordedReads
  /// How many requests a second each token may make; nil where the server's own limit holds.
  public var requestsPerSecond: Int?

  public enum RecordedReads: String, Sendable, Hashable, CaseIterable {
    case all
    /// Lists and searches, but no reads of a resource by its id nor of discovery documents.
    case queries
    case none
  }

  public init(
    profile: String = Profile.tolerant.name, restoresOnCreate: Bool = false,
    uniqueExternalID: Bool = false, recordedReads: RecordedReads = .all, requestsPerSecond: Int? = nil
  ) {
    self.profile = profile
    self.restoresOnCreate = restoresOnCreate
    self.uniqueExternalID = uniqueExternalID
    self.recordedReads = recordedReads
    self.requestsPerSecond = requestsPerSecond
  }

  /// As the event's details hold it.
  public var json: JSONObject {
    var object: JSONObject = [
      "profile": .string(profile), "restoresOnCreate": .bool(restoresOnCreate),
      "uniqueExternalId": .bool(uniqueExternalID), "recordedReads": .string(recordedReads.rawValue),
    ]
    if let requestsPerSecond {
      object["requestsPerSecond"] = .number(JSONNumber(requestsPerSecond))
    }
    return object
  }

  /// Reads what an event holds; what it leaves out has its default, but for `uniqueExternalId`: events were
  /// written without it while the default was to enforce it.
  public init(_ json: JSONObject) {
    self.init(
      profile: json["profile"]?.stringValue ?? Profile.tolerant.name,
      restoresOnCreate: json["restoresOnCreate"]?.boolValue ?? false,
      uniqueExternalID: json["uniqueExternalId"]?.boolValue ?? true,
      recordedReads: json["recordedReads"]?.stringValue.flatMap { RecordedReads(rawValue: $0) } ?? .all,
      requestsPerSecond: json["requestsPerSecond"]?.intValue)
  }

  /// Whether a read of this kind becomes an event.
  public func records(_ operation: Event.Operation) -> Bool {
    switch recordedReads {
    case .all: true
    case .queries: operation == .query || !operation.isRead
    case .none: !operation.isRead
    }
  }
}
