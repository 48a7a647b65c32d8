extension JSONNode {
  /// The elements of an array, in order; none if this is no array.
  public var elements: Elements {
    Elements(storage: storage, rest: contents(of: .array))
  }

  /// The members of an object, in order; none if this is no object.
  public var members: Members {
    Members(storage: storage, rest: contents(of: .object))
  }

  /// The elements of an array, one by one.
  public struct Elements: Sequence, IteratorProtocol, Sendable {
    let storage: JSONDocument.Storage
    var rest: Range<Int>

    public mutating func next() -> JSONNode? {
      guard let index = rest.first else { return nil }
      let node = JSONNode(storage: storage, index: index)
      rest = node.endIndex..<rest.upperBound
      return node
    }
  }

  /// The members of an object, one by one.
  public struct Members: Sequence, IteratorProtocol, Sendable {
    let storage: JSONDocument.Storage
    var rest: Range<Int>

    public mutating func next() -> Member? {
      guard let index = rest.first else { return nil }
      let member = Member(storage: storage, index: index)
      rest = member.value.endIndex..<rest.upperBound
      return member
    }
  }

  /// A name and its value.
  public struct Member: Sendable {
    let storage: JSONDocument.Storage
    let index: Int

    /// The name with its escapes resolved.
    public var name: String { storage.string(at: index) }
    public var value: JSONNode { JSONNode(storage: storage, index: index + 1) }

    /// Whether the name is exactly `text`, without decoding it.
    public func hasName(_ text: String) -> Bool {
      storage.string(at: index, equals: text)
    }
  }
}
