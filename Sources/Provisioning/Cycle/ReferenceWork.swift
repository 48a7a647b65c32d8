/// What one reference attribute of an object needs in the target.
public struct ReferenceWork: Sendable, Hashable {
  /// A reference whose object has an account in the target.
  public struct Resolved: Sendable, Hashable {
    /// The id in the source.
    public var source: String
    /// The id in the target.
    public var target: String

    public init(source: String, target: String) {
      self.source = source
      self.target = target
    }
  }

  /// The target attribute as the mapping writes it.
  public var targetAttribute: String
  public var path: TargetPath
  /// The reference attribute of the source: `manager`, `members`.
  public var sourceAttribute: String
  /// Whether it may hold many, each a row of its own; else it holds one, and is compared as a whole.
  public var isLarge: Bool
  /// To be in the target: of a large attribute what is not there yet, else all.
  public var wanted: [Resolved]
  /// To go from the target.
  public var unwanted: [Resolved]
  /// To go, but their objects have no account any more, so the target has forgotten them by itself.
  public var forgotten: [String]
  /// Wanted, but their objects are not in the target yet.
  public var unresolved: [String]

  public init(
    targetAttribute: String, path: TargetPath, sourceAttribute: String, isLarge: Bool,
    wanted: [Resolved] = [],
    unwanted: [Resolved] = [], forgotten: [String] = [], unresolved: [String] = []
  ) {
    self.targetAttribute = targetAttribute
    self.path = path
    self.sourceAttribute = sourceAttribute
    self.isLarge = isLarge
    self.wanted = wanted
    self.unwanted = unwanted
    self.forgotten = forgotten
    self.unresolved = unresolved
  }
}

/// How the references of an object came out.
public struct ReferenceOutcome: Sendable, Hashable {
  /// The event that ends the change; nil where nothing was done that is worth one.
  public var completed: ChangeCompleted?
  public var failure: ExportFailure?
  /// Write requests that the target carried out.
  public var exports: Int

  public init(completed: ChangeCompleted?, failure: ExportFailure? = nil, exports: Int = 0) {
    self.completed = completed
    self.failure = failure
    self.exports = exports
  }
}
