import Directory
import EventLog
import JSONTape
import ProvisioningJobs
import SCIM

extension ProvisioningLedger {
  /// What the identity provider's log adds to the reasons for which a resource is as it is: what it says of the
  /// event that made it so, and the last that it says at all.
  ///
  /// - Parameters:
  ///   - image: The resource as it is, or as it last was.
  ///   - cause: The event that made it so.
  func providerReasons(
    ofResource id: Identifier, _ image: JSONObject?, cause: Event?
  ) throws -> [Explanation.Reason] {
    let change = LedgerChange(
      position: .start, eventID: .none, time: DateTime(microseconds: 0), operation: .modify, resource: id,
      externalID: image?["externalId"]?.stringValue,
      accountNames: [image?["userName"]?.stringValue].compactMap(\.self),
      // Two people may have one displayName; two groups may not.
      displayName: image?["userName"] == nil ? image?["displayName"]?.stringValue : nil)
    let records = try providerRecords(under: change.keys)
    guard let last = records.last else { return [] }
    var reasons: [Explanation.Reason] = []
    let told = try cause.flatMap { try correlation(of: $0) }
    if let told, let record = told.record {
      reasons.append(try reason(.toldByProvider, record, ProviderText.agreement(told, cause)))
    }
    if told?.record?.position != last.position,
      told?.record.map({ $0.time <= last.time }) ?? true,
      let lastReason = try lastReason(last)
    {
      reasons.append(lastReason)
    }
    return reasons
  }

  /// What the identity provider's log says of somebody whom this log does not know.
  func providerReasons(ofAbsent selector: Selector) throws -> [Explanation.Reason] {
    let keys =
      switch selector {
      case .id(let id): [ProvisioningLogRecord.targetKey(id.description)]
      case .externalID(let value): [ProvisioningLogRecord.sourceKey(value)]
      case .userName(let value), .displayName(let value): [ProvisioningLogRecord.nameKey(value)]
      }
    guard let last = try providerRecords(under: keys).last else { return [] }
    return try lastReason(last).map { [$0] } ?? []
  }

  /// The last thing that the provider says; nil where this log has that too.
  private func lastReason(_ record: ProviderRecord) throws -> Explanation.Reason? {
    guard let event = try event(at: record.position), let entry = try correlation(of: event) else {
      return nil
    }
    let summary = record.record.summary
    switch entry.standing {
    case .matched: return nil
    case .disagreeing: return try reason(.toldByProvider, record, ProviderText.agreement(entry, nil))
    case .onlyProvider:
      return try reason(
        .neverArrived,
        record, "\(ProviderText.says(summary)), and there is no such request in this log.",
        remedy:
          "See whether the provider's Tenant URL leads here, and whether a proxy answered in this server's "
          + "place; `scim-ledger show \(record.position)` has the request's status there.")
    case .notSent, .onlyLedger:
      if summary.provisioningAction == .stagedDelete {
        return try reason(
          .heldBackAtProvider, record, "\(ProviderText.says(summary)), so nothing was sent.",
          remedy: "Allow or reject the deletions at the identity provider.")
      }
      let kind: Explanation.Kind =
        summary.provisioningStatusInfo.status == .failure ? .failedAtProvider : .skippedAtProvider
      return try reason(
        kind, record, "\(ProviderText.says(summary)), so nothing was sent.",
        remedy: ProviderText.remedy(summary))
    }
  }

  private func reason(
    _ kind: Explanation.Kind, _ record: ProviderRecord, _ text: String, remedy: String? = nil
  ) throws -> Explanation.Reason {
    .init(kind: kind, text: text, event: try event(at: record.position), remedy: remedy)
  }
}

/// What the identity provider's log says, in sentences.
enum ProviderText {
  /// `The identity provider's log says that it skipped User 'Ana' at …: NotEffectivelyEntitled, …`
  static func says(_ summary: ProvisioningObjectSummary) -> String {
    let info = summary.provisioningStatusInfo
    let what =
      switch (info.status, summary.provisioningAction) {
      case (.skipped, _): "it skipped"
      case (_, .stagedDelete): "it holds back the deletion of"
      case (.failure, let action): "it failed to \(verb(action))"
      case (_, let action): "it \(pastTense(action))"
      }
    let time = DateTime(microseconds: summary.activityDateTime)
    let reason = Self.reason(summary)
    return "The identity provider's log says that \(what) \(object(summary)) at \(time)"
      + (reason.isEmpty ? "" : ": " + reason)
  }

  /// What both sides say of one change.
  static func agreement(_ entry: LogCorrelation.Entry, _ cause: Event?) -> String {
    guard let summary = entry.record?.record.summary else { return "" }
    let here = (cause?.position ?? entry.changes.first?.position).map { "event \($0)" } ?? "the request"
    return says(summary)
      + (entry.standing == .disagreeing
        ? ". Here \(here) came out otherwise: \(outcome(entry.changes))." : ". Here that is \(here).")
  }

  private static func outcome(_ changes: [LedgerChange]) -> String {
    changes.contains(where: \.isRefused)
      ? "it was refused"
      : "it was carried out, so the provider may not have got the answer"
  }

  private static func object(_ summary: ProvisioningObjectSummary) -> String {
    let type = [summary.sourceIdentity.identityType, summary.targetIdentity.identityType].first {
      !$0.isEmpty
    }
    return ((type.map { $0 + " " }) ?? "") + "'\(summary.objectName)'"
  }

  /// The error, or else what decided.
  private static func reason(_ summary: ProvisioningObjectSummary) -> String {
    var texts: [String] = []
    if let error = summary.provisioningStatusInfo.errorInformation {
      texts = [error.errorCode, error.reason].filter { !$0.isEmpty }
    } else if let step = summary.provisioningSteps.last(where: {
      $0.kind == .processing || $0.kind == .scoping
    }) {
      texts = [step.description]
    }
    let text = texts.joined(separator: ", ")
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  static func remedy(_ summary: ProvisioningObjectSummary) -> String? {
    let error = summary.provisioningStatusInfo.errorInformation
    let skip = summary.provisioningSteps.lazy.compactMap {
      $0.details.firstIgnoringCase("SkipReason")?.value.stringValue
    }.first
    let code = skip ?? error?.errorCode ?? ""
    let known: String? =
      switch code {
      case "NotEffectivelyEntitled": assignment
      case _ where summary.provisioningSteps.contains { $0.kind == .scoping && $0.status != .success }:
        assignment
      case "ImportSkipped":
        "The matching attribute has no value at the identity provider: fill it in there, or match on another one."
      case "DuplicateTargetEntries":
        "Several resources here have the matching value; find them with `scim-ledger users --filter`, and delete the "
          + "ones that are not needed."
      case "DuplicateSourceEntries":
        "Several people at the identity provider have the matching value; give each their own."
      case "MandatoryFieldsMissing", "MissingValues":
        "Fill in the attributes that the mapping needs at the identity provider."
      case "UnableToResolveReferenceAttributeValue":
        "The manager or member that is pointed to is not provisioned; bring them into scope."
      case _ where summary.provisioningStatusInfo.status == .skipped: .none
      default: "See the record's steps, of which the first that did not succeed tells the cause."
      }
    return error?.recommendedAction ?? known
  }

  private static let assignment =
    "Assign the person or one of their groups to the application at the identity provider, and see that the scoping "
    + "filters let them through."

  private static func verb(_ action: ProvisioningObjectSummary.Action) -> String {
    switch action {
    case .create: "create"
    case .update: "update"
    case .disable: "disable"
    case .delete: "delete"
    case .stagedDelete: "delete"
    case .other: "provision"
    }
  }

  private static func pastTense(_ action: ProvisioningObjectSummary.Action) -> String {
    switch action {
    case .create: "created"
    case .update: "updated"
    case .disable: "disabled"
    case .delete: "deleted"
    case .stagedDelete: "held back"
    case .other: "looked at"
    }
  }
}
