import Directory
import EventLog
import JSONTape

extension EventFixtures {
  /// A record of the identity provider's log, with a number and a member order that must stay as they came.
  static var importLogRecord: Event {
    var event = event(24, .importLogRecord, status: 201, by: .local)
    event.details = [
      "form": "provisioningObjectSummary", "record": "6f2a-1", "activity": 1_770_000_000_123_456,
    ]
    event.importedRecord = ImportedRecord(
      keys: ["record:6f2a-1", "target:\(user)", "name:zoë@example.com"],
      record: [
        "id": "6F2A-1", "durationInMilliseconds": 1, "activityDateTime": "2026-02-02T02:40:00.1234567Z",
        "provisioningAction": "update", "targetIdentity": ["id": .string(user.description)],
      ])
    return event
  }
}
