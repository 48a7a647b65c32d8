/// One immutable event as the log stores it: a fixed header and sections of bytes.
///
/// The log knows who, when and where, and nothing of what the sections mean. RECORD_FORMAT.md beside this
/// file gives the layout byte by byte.
public struct Record: Sendable, Hashable {
  /// The place in the log; 1 for the first.
  public var position: Position
  /// Made by the writer of the event; appending the same one again appends nothing.
  public var eventID: Identifier
  /// When it was accepted, in microseconds since 1970-01-01 UTC.
  public var time: Int64
  /// What happened, as the layer above numbers it.
  public var kind: UInt16
  /// The resource or other thing it happened to; `.none` where there is none.
  public var stream: Identifier
  /// The event before this one in the same stream that changed it; `.start` where there is none.
  public var previous: Position
  /// The id of the key under which sections marked `.subject` are encrypted; `.none` while nothing is.
  public var subject: Identifier
  public var sections: [Section]

  /// A run of bytes with a meaning of its own.
  public struct Section: Sendable, Hashable {
    /// What the bytes are, as the layer above numbers it.
    public var kind: UInt16
    public var encryption: Encryption
    public var bytes: [UInt8]

    public init(kind: UInt16, encryption: Encryption = .none, bytes: [UInt8]) {
      self.kind = kind
      self.encryption = encryption
      self.bytes = bytes
    }
  }

  /// How a section's bytes are protected. The stored bytes, encrypted or not, are what is hashed, so
  /// that destroying a key leaves every proof valid.
  public enum Encryption: Sendable, Hashable {
    case none
    /// AES-256-GCM under the record's `subject` key: nonce, ciphertext, tag.
    case subject
    /// AES-256-GCM under another subject's key, for a section that tells of a second person.
    case key(Identifier)
  }

  public init(
    position: Position, eventID: Identifier, time: Int64, kind: UInt16, stream: Identifier = .none,
    previous: Position = .start, subject: Identifier = .none, sections: [Section]
  ) {
    self.position = position
    self.eventID = eventID
    self.time = time
    self.kind = kind
    self.stream = stream
    self.previous = previous
    self.subject = subject
    self.sections = sections
  }

  /// The bytes of the first section of this kind; nil where there is none.
  public func bytes(ofSection kind: UInt16) -> [UInt8]? {
    for index in sections.indices where sections[index].kind == kind { return sections[index].bytes }
    return nil
  }
}
