public import JSONTape

/// What the logs say of the job that its events don't: the names of the systems.
public struct LogContext: Sendable, Hashable {
  /// Of the organisation; empty where there is none.
  public var tenantID: String
  public var jobID: String
  /// The source, for people.
  public var source: System
  /// The target, for people.
  public var target: System

  /// One of the two systems.
  public struct System: Sendable, Hashable {
    public var id: String
    public var displayName: String
    public var details: JSONObject

    public init(id: String, displayName: String, details: JSONObject = [:]) {
      self.id = id
      self.displayName = displayName
      self.details = details
    }

    public var json: JSONObject {
      ["id": .string(id), "displayName": .string(displayName), "details": .object(details)]
    }
  }

  public init(tenantID: String = "", jobID: String, source: System, target: System) {
    self.tenantID = tenantID
    self.jobID = jobID
    self.source = source
    self.target = target
  }
}
