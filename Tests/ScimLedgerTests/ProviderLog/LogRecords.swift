import JSONTape
import ScimLedger

/// Records of the identity provider's log in each of its shapes, all of the same disable of one person.
enum LogRecords {
  static let target = "01900000-0001-7000-8000-000000000001"
  static let source = "7fce0092-d52e-4f76-b727-3955bd72c939"

  /// As Graph answers today.
  static func summary(_ changes: (inout JSONObject) -> Void = { _ in }) -> JSONObject {
    var record: JSONObject = [
      "id": "5a1f8f0e-0001-4000-8000-000000000001", "activityDateTime": "2026-02-02T03:45:00.1234567Z",
      "tenantId": "t-1", "jobId": "thousandeyes.t-1.job", "cycleId": "c-2", "changeId": "ch-7",
      "provisioningAction": "disable", "durationInMilliseconds": 412,
      "initiatedBy": [
        "id": "", "displayName": "Azure AD Provisioning Service", "initiatorType": "system",
      ],
      "sourceSystem": ["id": "s-1", "displayName": "Microsoft Entra ID", "details": [:]],
      "targetSystem": [
        "id": "s-2", "displayName": "customappsso", "details": ["ApplicationId": "a-1"],
      ],
      "sourceIdentity": [
        "id": .string(source), "displayName": "Ana", "identityType": "User",
        "details": ["odatatype": "User", "UserPrincipalName": "ana@example.com"],
      ],
      "targetIdentity": [
        "id": .string(target), "displayName": "", "identityType": "User", "details": [:],
      ],
      "servicePrincipal": ["id": "sp-1", "displayName": "Contoso"],
      "provisioningStatusInfo": ["status": "success", "errorInformation": .null],
      "provisioningSteps": [
        [
          "name": "EntryImportUpdate", "provisioningStepType": "import", "status": "success",
          "description": "Received User 'ana@example.com' change of type (Update) from Microsoft Entra ID",
          "details": ["accountEnabled": "False"],
        ],
        [
          "name": "EntrySynchronizationScoping", "provisioningStepType": "scoping", "status": "success",
          "description": "Determined that it is in scope", "details": ["ScopeEvaluationResult": "{}"],
        ],
        [
          "name": "EntryExportUpdateSoftDelete", "provisioningStepType": "export", "status": "success",
          "description": "User 'ana@example.com' was disabled in customappsso", "details": .null,
        ],
      ],
      "modifiedProperties": [["displayName": "active", "oldValue": "True", "newValue": "False"]],
    ]
    changes(&record)
    return record
  }

  /// As Graph's beta version answered before: `action` and `statusInfo`, the error's members beside the status.
  static var beta: JSONObject {
    summary { record in
      record["action"] = "Disable"
      record["provisioningAction"] = nil
      record["provisioningStatusInfo"] = nil
      record["statusInfo"] = ["@odata.type": "#microsoft.graph.statusBase", "status": "Success"]
      record["servicePrincipal"] = [["id": "sp-1", "displayName": "Contoso"]]
      record["initiatedBy"] = [
        "displayName": "Azure AD Provisioning Service", "initiatingType": "system",
      ]
      record["modifiedProperties"] = [
        ["displayName": "active", "oldValue": "\"True\"", "newValue": "\"False\""]
      ]
    }
  }

  /// As Graph's PowerShell writes it: names in its own spelling.
  static var powerShell: JSONObject {
    JSONObject(summary().map { ($0.name.prefix(1).uppercased() + $0.name.dropFirst(), $0.value) })
  }

  /// As a row of AADProvisioningLogs: flat, with what is nested as JSON text.
  static var azureMonitor: JSONObject {
    let record = summary()
    func text(_ name: String) -> JSONValue { .string(record[name]?.description ?? "") }
    return [
      "Id": record["id"] ?? .null, "TimeGenerated": record["activityDateTime"] ?? .null,
      "AADTenantId": "t-1", "JobId": record["jobId"] ?? .null, "CycleId": "c-2", "ChangeId": "ch-7",
      "ProvisioningAction": "Disable", "DurationMs": 412, "ResultType": "Success", "ResultSignature": "",
      "ResultDescription": "", "InitiatedBy": text("initiatedBy"), "SourceSystem": text("sourceSystem"),
      "TargetSystem": text("targetSystem"), "SourceIdentity": text("sourceIdentity"),
      "TargetIdentity": text("targetIdentity"), "ServicePrincipal": text("servicePrincipal"),
      "ProvisioningSteps": text("provisioningSteps"), "ModifiedProperties": text("modifiedProperties"),
    ]
  }

  /// The activity in the older audit log, values encoded twice.
  static var audit: JSONObject {
    [
      "id": "Sync_5a1f8f0e_1", "category": "ProvisioningManagement", "correlationId": "c-2",
      "result": "success", "resultReason": "User 'ana@example.com' was disabled in customappsso",
      "activityDisplayName": "Export", "activityDateTime": "2026-02-02T03:45:00.1234567Z",
      "loggedByService": "Account Provisioning",
      "initiatedBy": ["user": .null, "app": ["displayName": "Azure AD Cloud Sync"]],
      "targetResources": [
        ["id": "sp-1", "displayName": "Contoso", "type": "ServicePrincipal", "modifiedProperties": []],
        [
          "id": .string(source), "displayName": "Ana", "type": "User",
          "modifiedProperties": [
            ["displayName": "active", "oldValue": "\"True\"", "newValue": "[\"False\"]"],
            ["displayName": "title", "oldValue": "\"Clerk\"", "newValue": .null],
          ],
        ],
      ],
      "additionalDetails": [
        ["key": "EventName", "value": "EntryExportUpdateSoftDelete"],
        ["key": "ReportableIdentifier", "value": "ana@example.com"],
      ],
    ]
  }

  static let shapes: [(name: String, record: JSONObject)] = [
    ("today", summary()), ("beta", beta), ("PowerShell", powerShell), ("Azure Monitor", azureMonitor),
    ("diagnostic setting", ["time": "2026-02-02T03:45:01Z", "properties": .object(summary())]),
  ]
}
