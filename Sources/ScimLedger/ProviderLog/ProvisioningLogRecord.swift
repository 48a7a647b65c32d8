public import JSONTape
public import ProvisioningJobs
import SCIM

/// A record of the identity provider's provisioning log: what was done there about one user or group.
public struct ProvisioningLogRecord: Sendable, Hashable {
  /// What the record was read from.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// Microsoft Graph's form of today and the ones before it.
    case provisioningObjectSummary
    /// The older form of the audit log, one activity each.
    case directoryAudit
    /// The files that the portal gives for download, joined.
    case csv
  }

  public var form: Form
  /// The record as it came.
  public var json: JSONObject
  /// What it says.
  public var summary: ProvisioningObjectSummary

  /// The largest record in bytes of JSON.
  public static let largest = 2 << 20

  /// - Parameter form: Told from the record where nil.
  /// - Throws: `LogRecordError` where it makes no sense.
  public init(_ json: JSONObject, form: Form? = nil) throws(LogRecordError) {
    summary = try ProvisioningObjectSummary(reading: json)
    self.form =
      form
      ?? (json.firstIgnoringCase("activityDisplayName") == nil ? .provisioningObjectSummary : .directoryAudit)
    self.json = json
    let size = json.serialized().count
    guard size <= Self.largest else {
      throw LogRecordError(
        reason: "the record has \(size) bytes, and \(Self.largest) are the most that are taken")
    }
  }

  /// The ids that both sides know it by, then names; what it is found by again.
  var keys: [String] {
    let keys = [Self.recordKey(summary.id)] + targetKeys + sourceKeys + summary.names.map { Self.nameKey($0) }
    return keys.unique
  }

  /// Entra gives both sides ids of its own as well, so the attributes are looked at too.
  var targetKeys: [String] {
    let matched = summary.provisioningSteps.filter { $0.kind == .matching }.map(\.details)
    return Self.keys(summary.targetIdentity, in: [summary.targetIdentity.details] + matched) {
      Self.targetKey($0)
    }
  }

  var sourceKeys: [String] {
    Self.keys(summary.sourceIdentity, in: [summary.sourceIdentity.details]) { Self.sourceKey($0) }
  }

  private static func keys(
    _ identity: ProvisioningObjectSummary.Identity, in details: [JSONObject], _ key: (String) -> String
  ) -> [String] {
    let ids = details.flatMap { object in
      ["id", "objectId"].compactMap { object.firstIgnoringCase($0)?.value.stringValue }
    }
    return ([identity.id] + ids).filter { !$0.isEmpty && $0.utf8.count <= 512 }.map(key).unique
  }

  static func recordKey(_ id: String) -> String { "record:" + id.lowercased() }
  static func targetKey(_ id: String) -> String { "target:" + id.lowercased() }
  static func sourceKey(_ id: String) -> String { "source:" + id.lowercased() }
  static func nameKey(_ name: String) -> String { "name:" + CaselessValue.fold(name) }
}

extension ProvisioningObjectSummary {
  /// Whether the record says that a request was sent to the target, whatever came of it.
  ///
  /// What was skipped or is held back was not sent, nor what failed before its export.
  public var saysRequestWasSent: Bool {
    if provisioningAction == .stagedDelete { return false }
    if provisioningSteps.isEmpty {
      return provisioningAction != .other
        && (provisioningStatusInfo.status == .success || provisioningStatusInfo.status == .failure)
    }
    return provisioningSteps.contains { $0.kind == .export && $0.status != .skipped }
  }

  /// The names by which people know the object, each once in its first spelling: userName and addresses first.
  var names: [String] {
    var found = accountNames
    found += [sourceIdentity.displayName, targetIdentity.displayName]
    for identity in [sourceIdentity, targetIdentity] {
      found += Self.texts("displayName", in: identity.details)
    }
    return Self.different(found)
  }

  /// userName and addresses alone.
  var accountNames: [String] {
    var found: [String] = []
    for identity in [sourceIdentity, targetIdentity] {
      for name in Self.identifyingDetails { found += Self.texts(name, in: identity.details) }
    }
    for step in provisioningSteps { found += Self.texts("ReportableIdentifier", in: step.details) }
    for property in modifiedProperties where property.name.equalsIgnoringASCIICase("userName") {
      found += [property.new, property.old].compactMap { $0?.stringValue }
    }
    return Self.different(found)
  }

  private static func different(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { name in
      !name.isEmpty && name.utf8.count <= longestName && seen.insert(CaselessValue.fold(name)).inserted
    }
  }

  /// What people call the object.
  public var objectName: String {
    [sourceIdentity.displayName, targetIdentity.displayName].first { !$0.isEmpty } ?? names.first
      ?? (sourceIdentity.id.isEmpty ? targetIdentity.id : sourceIdentity.id)
  }

  private static let identifyingDetails = [
    "userName", "userPrincipalName", "mail", "email", "ReportableIdentifier",
  ]
  private static let longestName = 512

  private static func texts(_ name: String, in details: JSONObject) -> [String] {
    details.firstIgnoringCase(name)?.value.stringValue.map { [$0] } ?? []
  }
}
