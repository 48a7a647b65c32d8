public import EventLog

/// Events to records and back. EVENT_FORMAT.md gives the sections and their members.
public enum EventCodec {
  /// What EVENT_FORMAT.md calls a kind of section; nil for one that is not known.
  public static func name(ofSection kind: UInt16) -> String? {
    switch kind {
    case SectionKind.facts: "facts"
    case SectionKind.request: "request"
    case SectionKind.body: "body"
    case SectionKind.image: "image"
    case SectionKind.members: "members"
    case SectionKind.details: "details"
    case SectionKind.imported: "imported"
    default: nil
    }
  }

  enum SectionKind {
    static let facts: UInt16 = 1
    static let request: UInt16 = 2
    static let body: UInt16 = 3
    static let image: UInt16 = 4
    static let members: UInt16 = 5
    static let details: UInt16 = 6
    static let imported: UInt16 = 7
  }

  /// The version of the facts that this code writes; older ones are brought forward when read.
  static let factsVersion = 1
}

/// An event that can't be read back.
public struct EventCodecError: Error, Sendable, Equatable, CustomStringConvertible {
  public var position: Position
  public var reason: String

  public var description: String {
    "The event at position \(position) can't be read: \(reason)."
  }
}
