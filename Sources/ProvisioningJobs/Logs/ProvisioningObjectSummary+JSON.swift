public import JSONTape
import Provisioning
import SCIM

extension ProvisioningObjectSummary {
  /// Graph's JSON, with every member that it has; each step with its time besides.
  public var json: JSONObject {
    [
      "id": .string(id),
      "activityDateTime": .string(DateTime(microseconds: activityDateTime).description),
      "tenantId": .string(tenantID),
      "jobId": .string(jobID),
      "cycleId": .string(cycleID),
      "changeId": .string(changeID),
      "provisioningAction": .string(provisioningAction.rawValue),
      "durationInMilliseconds": .number(JSONNumber(durationInMilliseconds)),
      "servicePrincipal": ["id": .string(targetSystem.id), "displayName": .string(targetSystem.displayName)],
      "initiatedBy": [
        "id": .string(initiatedBy.id), "displayName": .string(initiatedBy.displayName),
        "initiatorType": .string(initiatedBy.type),
      ],
      "sourceSystem": .object(sourceSystem.json),
      "targetSystem": .object(targetSystem.json),
      "sourceIdentity": .object(sourceIdentity.json),
      "targetIdentity": .object(targetIdentity.json),
      "provisioningStatusInfo": .object(provisioningStatusInfo.json),
      "provisioningSteps": .array(provisioningSteps.map { .object($0.json) }),
      "modifiedProperties": .array(
        modifiedProperties.map { change in
          [
            "displayName": .string(change.name), "oldValue": text(change.old), "newValue": text(change.new),
          ]
        }),
    ]
  }

  private func text(_ value: JSONValue?) -> JSONValue { value.map { .string(LogText.plain($0)) } ?? .null }
}

extension ProvisioningObjectSummary.Identity {
  public var json: JSONObject {
    [
      "id": .string(id), "displayName": .string(displayName), "identityType": .string(identityType),
      "details": .object(details),
    ]
  }
}

extension ProvisioningObjectSummary.StatusInfo {
  public var json: JSONObject {
    guard let error = errorInformation else {
      return ["status": .string(status.rawValue), "errorInformation": .null]
    }
    return [
      "status": .string(status.rawValue),
      "errorInformation": [
        "errorCode": .string(error.errorCode), "reason": .string(error.reason),
        "additionalDetails": error.additionalDetails.map { .string($0) } ?? .null,
        "errorCategory": .string(error.errorCategory),
        "recommendedAction": error.recommendedAction.map { .string($0) } ?? .null,
      ],
    ]
  }
}

extension ProvisioningObjectSummary.Step {
  public var json: JSONObject {
    [
      "name": .string(name), "provisioningStepType": .string(kind.rawValue),
      "status": .string(status.rawValue), "description": .string(description), "details": .object(details),
      "timeStamp": .string(DateTime(microseconds: time).description),
    ]
  }
}
