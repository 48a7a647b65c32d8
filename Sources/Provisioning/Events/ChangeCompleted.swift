public import JSONTape

/// A change is done: what remains of it for the object's entry, and its result.
public struct ChangeCompleted: JobFacts {
  public static let kind = JobEvent.Kind.changeCompleted

  /// What becomes of the object's link.
  public enum LinkChange: Sendable, Hashable {
    case unchanged
    case set(ConnectorEntry.Link)
    case removed
  }

  public var action: ProvisioningAction
  public var result: ProvisioningResult
  public var targetID: String?
  public var link: LinkChange
  /// What stays due; nil for nothing.
  ///
  /// An object that is gone for ever is forgotten once nothing of it is due and it has no link.
  public var dueLeft: ConnectorEntry.Due?
  /// An error code of the provisioning logs.
  public var errorCode: String?
  public var reason: String?
  /// How long the whole change took.
  public var microseconds: Int

  public init(
    action: ProvisioningAction, result: ProvisioningResult, targetID: String? = nil,
    link: LinkChange = .unchanged, dueLeft: ConnectorEntry.Due? = nil, errorCode: String? = nil,
    reason: String? = nil, microseconds: Int = 0
  ) {
    self.action = action
    self.result = result
    self.targetID = targetID
    self.link = link
    self.dueLeft = dueLeft
    self.errorCode = errorCode
    self.reason = reason
    self.microseconds = microseconds
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    action = try reader.word("action")
    result = try reader.word("result")
    targetID = reader.optionalString("targetID")
    switch json["link"] {
    case nil: link = .unchanged
    case .null?: link = .removed
    case .object(let object)?:
      let reader = FactsReader(Self.kind, object, prefix: "link.")
      link = .set(.init(targetID: try reader.string("targetID"), isDisabled: reader.flag("isDisabled")))
    default: throw reader.error("link", "an object or null")
    }
    dueLeft = reader.optionalObject("dueLeft").map { ConnectorEntry.Due(json: $0) }
    errorCode = reader.optionalString("errorCode")
    reason = reader.optionalString("reason")
    microseconds = try reader.int("microseconds")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("action", action)
    writer.set("result", result)
    writer.set("targetID", targetID)
    switch link {
    case .unchanged: break
    case .removed: writer.set("link", JSONValue.null)
    case .set(let link):
      writer.set("link") { writer in
        writer.set("targetID", link.targetID)
        writer.set("isDisabled", flag: link.isDisabled)
      }
    }
    if let dueLeft { writer.set("dueLeft") { dueLeft.set(in: &$0) } }
    writer.set("errorCode", errorCode)
    writer.set("reason", reason)
    writer.set("microseconds", microseconds)
  }
}
