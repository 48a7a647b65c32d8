/// What a job's file says.
public struct JobDocument: Sendable, Hashable {
  public var name: String
  public var source: SourceSettings
  public var target: TargetSettings
  public var scope: Assignment
  /// The value of the app role that an object's assignment must be for; nil where any will do.
  public var requiredRole: String?
  /// Seconds from the start of a cycle to the start of the next.
  public var interval: Int
  /// The directory of the job's own ledger.
  public var ledger: String
  /// The file with the synchronization schema, as Entra gives it for download.
  public var schemaFile: String
  /// Whether accounts of objects that leave scope are left as they are.
  public var skipsOutOfScopeDeletions: Bool
  public var limits: JobLimits
  /// What the function `DefaultDomain` gives.
  public var defaultDomain: String?
  /// The directory of the job file, with a slash at its end; empty for the working directory.
  ///
  /// Relative paths start from it; they are resolved in the other members and relative again in `json`.
  public var directory: String

  /// Seconds: 40 minutes, as Entra has it.
  public static let usualInterval = 2400

  public init(
    name: String, source: SourceSettings, target: TargetSettings, scope: Assignment = .assigned,
    requiredRole: String? = nil, interval: Int = JobDocument.usualInterval, ledger: String? = nil,
    schemaFile: String, skipsOutOfScopeDeletions: Bool = false, limits: JobLimits = JobLimits(),
    defaultDomain: String? = nil, directory: String = ""
  ) {
    self.name = name
    self.source = source
    self.target = target
    self.scope = scope
    self.requiredRole = requiredRole
    self.interval = interval
    self.ledger = ledger ?? "\(directory)\(name).ledger"
    self.schemaFile = schemaFile
    self.skipsOutOfScopeDeletions = skipsOutOfScopeDeletions
    self.limits = limits
    self.defaultDomain = defaultDomain
    self.directory = directory
  }
}
