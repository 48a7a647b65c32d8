import Directory
public import EventLog
import LMDB

extension AuditReader {
  /// The positions of the operations on one resource that were to change it, refused ones too, oldest first.
  public func operations(on resource: Identifier) throws -> [Position] {
    var positions: [Position] = []
    try scan(resource) { position, operation, _ in
      if let operation, !operation.isRead, operation != .unsupported { positions.append(position) }
    }
    return positions
  }

  /// The positions of the events that changed a resource, up to one of them, oldest first.
  func changes(of resource: Identifier, through last: Position) throws -> [Position] {
    var positions: [Position] = []
    try scan(resource) { position, _, changed in
      if changed, position <= last { positions.append(position) }
    }
    return positions
  }

  private func scan(
    _ resource: Identifier, _ body: (Position, Event.Operation?, _ changed: Bool) -> Void
  ) throws {
    let prefix = resource.bytes
    try view.scan(set.streams, from: prefix, direction: .ascending) { key, value in
      guard key.starts(with: prefix), let position = key.position(at: 16), value.count == 3 else {
        return .stop
      }
      let number = UInt16(value[0]) << 8 | UInt16(value[1])
      body(position, Event.Operation(rawValue: number), value[2] & 1 == 1)
      return .next
    }
  }

  /// The first id with a stream from `start` on.
  func firstStream(from start: Identifier) throws -> Identifier? {
    var found: Identifier?
    try view.scan(set.streams, from: start.bytes, direction: .ascending) { key, _ in
      found = key.identifier(at: 0)
      return .stop
    }
    return found
  }
}
