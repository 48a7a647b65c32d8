public import JSONTape

/// A disable or deletion waits for an administrator.
public struct DeletionStaged: JobFacts {
  public static let kind = JobEvent.Kind.deletionStaged
  /// `disable` or `delete`.
  public var action: ProvisioningAction
  public var targetID: String

  public init(action: ProvisioningAction, targetID: String) {
    self.action = action
    self.targetID = targetID
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(action: try reader.word("action"), targetID: try reader.string("targetID"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("action", action)
    writer.set("targetID", targetID)
    return writer.object
  }
}

/// An administrator lets the staged disables and deletions through: they are due, and the quarantine that they
/// caused is over.
public struct DeletionsAllowed: JobFacts {
  public static let kind = JobEvent.Kind.deletionsAllowed
  public var actor: String?

  public init(actor: String? = nil) { self.actor = actor }

  public init(json: JSONObject) throws(JobFactsError) {
    actor = FactsReader(Self.kind, json).optionalString("actor")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("actor", actor)
    return writer.object
  }
}

/// An administrator does not want them: nothing is staged any more, and the objects are looked at again.
public struct DeletionsRejected: JobFacts {
  public static let kind = JobEvent.Kind.deletionsRejected
  public var reason: String
  public var actor: String?

  public init(reason: String, actor: String? = nil) {
    self.reason = reason
    self.actor = actor
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(reason: try reader.string("reason"), actor: reader.optionalString("actor"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("reason", reason)
    writer.set("actor", actor)
    return writer.object
  }
}
