/// What a resource is sorted by: one value, read as the attribute's type.
public enum SortKey: Sendable, Hashable {
  case text(String)
  case number(Double)
  case dateTime(Int64)
  /// False stands before true.
  case boolean(Bool)

  /// Whether this value stands before another of the same attribute. Texts are ordered by their UTF-8,
  /// as the filters `lt` and `gt` order them.
  public func precedes(_ other: SortKey) -> Bool {
    switch (self, other) {
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.number(let left), .number(let right)): left < right
    case (.dateTime(let left), .dateTime(let right)): left < right
    case (.boolean(let left), .boolean(let right)): !left && right
    default: rank < other.rank
    }
  }

  /// One attribute name can mean attributes of two types in a search over several resource types.
  private var rank: Int {
    switch self {
    case .boolean: 0
    case .number: 1
    case .dateTime: 2
    case .text: 3
    }
  }
}
