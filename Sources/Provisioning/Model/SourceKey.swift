/// The name of an object in the source: its type there and its anchor.
public struct SourceKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The type as the job's object mapping names it: `User`, `Group`.
  public var type: String
  /// The id that never changes, such as Entra's `objectId`.
  public var id: String

  public init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  public static func < (left: SourceKey, right: SourceKey) -> Bool {
    (left.type, left.id) < (right.type, right.id)
  }

  public var description: String { "\(type) \(id)" }
}
