public import JSONTape

/// One operation of a PATCH (RFC 7644 §3.5.2).
public struct PatchOperation: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable { case add, remove, replace }

  public var kind: Kind
  /// Nil when the value's members name their targets themselves.
  public var path: PatchPath?
  /// Nil when the operation has no value; null is a value.
  public var value: JSONValue?

  public init(kind: Kind, path: PatchPath? = nil, value: JSONValue? = nil) {
    self.kind = kind
    self.path = path
    self.value = value
  }
}
