import Directory
import EventLog
import JSONTape
import SCIM

/// Requests to change users and groups as records of Entra's provisioning log (Microsoft Graph's
/// `provisioningObjectSummary`), as far as the side that was provisioned can tell.
struct EntraForm: ExportForm {
  let ledgerID: String

  func lines(for exported: ExportedEvent) -> [String] {
    guard let action = action(of: exported) else { return [] }
    let event = exported.event
    let type = event.resourceType ?? ""
    let name = exported.name ?? event.resource?.description ?? ""
    let target = event.resource?.description ?? ""
    let object: JSONObject = [
      "id": .string(event.id.description), "activityDateTime": .string(event.time.description),
      "tenantId": .string(ledgerID), "jobId": .string(event.actor.client),
      "cycleId": exported.glance.value(of: .cycle) ?? "", "changeId": .string(event.id.description),
      "provisioningAction": .string(action), "durationInMilliseconds": 0,
      "servicePrincipal": ["id": .string(ledgerID), "displayName": "scim-ledger"],
      "initiatedBy": [
        "id": .string(event.actor.tokenID.description), "displayName": .string(event.actor.name),
        "initiatorType": "application",
      ],
      "sourceSystem": [
        "id": .string(event.actor.client), "displayName": .string(event.actor.client), "details": [:],
      ],
      "targetSystem": ["id": .string(ledgerID), "displayName": "scim-ledger", "details": [:]],
      "sourceIdentity": identity(exported.image?["externalId"]?.stringValue ?? "", name, type),
      "targetIdentity": identity(target, name, type),
      "provisioningStatusInfo": .object(status(of: event)),
      "provisioningSteps": [.object(step(event, action, name))],
      "modifiedProperties": .array(
        exported.properties.map { property in
          [
            "displayName": .string(property.path), "oldValue": text(property.old),
            "newValue": text(property.new),
          ]
        }),
    ]
    return [object.line]
  }

  /// nil for what provisions nobody: reads, what the operator did, and consequences.
  private func action(of exported: ExportedEvent) -> String? {
    switch exported.event.operation {
    case .create: "create"
    case .modify, .replace: exported.activation == false ? "disable" : "update"
    case .delete: "delete"
    default: nil
    }
  }

  private func identity(_ id: String, _ name: String, _ type: String) -> JSONValue {
    [
      "id": .string(id), "displayName": .string(name), "identityType": .string(type), "details": [:],
    ]
  }

  private func result(of event: Event) -> String {
    event.isRefused ? "failure" : event.isUnchanged ? "skipped" : "success"
  }

  private func status(of event: Event) -> JSONObject {
    var error = JSONValue.null
    if event.isRefused {
      error = information(
        code(of: event), event.outcome.detail ?? event.refusal, "failure", RefusalRemedy.text(for: event))
    } else if event.isUnchanged {
      error = information(
        "RedundantExport", "Everything was as the request asked for already.", "success", nil)
    }
    return ["status": .string(result(of: event)), "errorInformation": error]
  }

  private func information(
    _ code: String, _ reason: String, _ category: String, _ remedy: String?
  ) -> JSONValue {
    [
      "errorCode": .string(code), "reason": .string(reason), "additionalDetails": .null,
      "errorCategory": .string(category), "recommendedAction": remedy.map { .string($0) } ?? .null,
    ]
  }

  private func code(of event: Event) -> String {
    switch (event.outcome.status, event.outcome.scimType) {
    case (409, _): "EntryConflict"
    case (400, "invalidPath"): "SchemaAttributeNotFound"
    case (400..<500, _) where event.outcome.status == 401 || event.outcome.status == 403: "InsufficientRights"
    case (404, _): "InvalidAnchor"
    case (429, _): "TooManyRequests"
    case (501, _): "NotImplemented"
    case (500..., _): "InternalServerError"
    default: "UnprocessableEntity"
    }
  }

  /// Of the five steps the side that was provisioned sees the last.
  private func step(_ event: Event, _ action: String, _ name: String) -> JSONObject {
    let stepName =
      switch action {
      case "create": "EntryExportAdd"
      case "delete": "EntryExportDelete"
      case "disable": "EntryExportUpdateSoftDelete"
      default: "EntryExportUpdate"
      }
    return [
      "name": .string(stepName), "provisioningStepType": "export", "status": .string(result(of: event)),
      "description": .string(
        "\(event.resourceType ?? "Resource") '\(name)': \(event.operation.name), answered "
          + "\(event.refusal)"),
      "details": [:],
    ]
  }

  /// Values are texts there, whatever their type.
  private func text(_ value: JSONValue?) -> JSONValue {
    switch value {
    case nil, .null?: .null
    case .string(let text)?: .string(text)
    case let value?: .string(value.description)
    }
  }
}
