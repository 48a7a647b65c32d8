import Hummingbird
import ScimLedger

extension ControlResponder {
  /// Keeps the records of a piece of the identity provider's log; all of them, or none where one makes no sense.
  func importProvisioningLog(_ request: Request, on ledger: ProvisioningLedger) async throws -> JSONValue {
    let object = try await object(of: request)
    guard let values = object["records"]?.arrayValue else {
      throw SCIMError(status: 400, detail: "The body should have the list records.")
    }
    var records: [ProvisioningLogRecord] = []
    for (index, value) in values.enumerated() {
      guard let record = value.objectValue?["record"]?.objectValue else {
        throw SCIMError(status: 400, detail: "records[\(index)] should have the object record.")
      }
      let form = value.objectValue?["form"]?.stringValue.flatMap { ProvisioningLogRecord.Form(rawValue: $0) }
      do throws(LogRecordError) {
        records.append(try ProvisioningLogRecord(record, form: form))
      } catch {
        throw SCIMError(status: 400, detail: "records[\(index)]: \(error)")
      }
    }
    return try await ledger.importProvisioningLog(records).json
  }
}
