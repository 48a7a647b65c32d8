import Crypto
import EventLog
import SCIM

/// A row of the table `cycles`, beside the first position, which is its key.
struct CycleRow {
  enum Kind: UInt8 {
    /// Nothing but probes and discovery documents so far.
    case test = 1
    case inferred = 2
    case marked = 3
  }

  var kind: Kind
  var beganWithProbe = false
  var id: Identifier
  var last: Position
  /// Microseconds since 1970 UTC.
  var started: Int64
  var ended: Int64
  /// The start of the digest of what a probe looked for; zero where there was none.
  var probed: UInt64 = 0
  var counts = ProvisioningCycle.Counts()
  var client: String

  private static let countsOffset = 50
  private static let fixedLength = countsOffset + 4 * ProvisioningCycle.Counts().stored.count

  init(_ kind: Kind, id: Identifier, client: String, at time: Int64) {
    self.kind = kind
    self.id = id
    self.client = client
    last = .start
    started = time
    ended = time
  }

  /// nil for bytes that are no such row, which only damage makes them.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= CycleRow.fixedLength, let kind = Kind(rawValue: bytes[0]),
      let id = bytes.identifier(at: 2), let last = bytes.position(at: 18)
    else { return nil }
    self.kind = kind
    beganWithProbe = bytes[1] == 1
    self.id = id
    self.last = last
    started = Int64(bigEndian: bytes, at: 26)
    ended = Int64(bigEndian: bytes, at: 34)
    probed = UInt64(bigEndian: bytes, at: 42)
    counts = ProvisioningCycle.Counts { index in
      Int(UInt32(bigEndian: bytes, at: CycleRow.countsOffset + 4 * index))
    }
    client = String(decoding: bytes.extracting(CycleRow.fixedLength..<bytes.count).array, as: UTF8.self)
  }

  var bytes: [UInt8] {
    var bytes = [kind.rawValue, beganWithProbe ? 1 : 0]
    bytes.reserveCapacity(CycleRow.fixedLength + client.utf8.count)
    id.append(to: &bytes)
    bytes += last.key
    started.appendBigEndian(to: &bytes)
    ended.appendBigEndian(to: &bytes)
    probed.appendBigEndian(to: &bytes)
    for count in counts.stored { UInt32(clamping: count).appendBigEndian(to: &bytes) }
    bytes += Array(client.utf8)
    return bytes
  }
}

extension ProvisioningCycle.Counts {
  /// As they stand in a row.
  fileprivate var stored: [Int] {
    [
      created, replaced, modified, deleted, disabled, enabled, unchanged, read, queried, discovered, refused,
      left,
    ]
  }

  fileprivate init(stored: (Int) -> Int) {
    created = stored(0)
    replaced = stored(1)
    modified = stored(2)
    deleted = stored(3)
    disabled = stored(4)
    enabled = stored(5)
    unchanged = stored(6)
    read = stored(7)
    queried = stored(8)
    discovered = stored(9)
    refused = stored(10)
    left = stored(11)
  }
}

extension ProvisioningCycle {
  /// nil for a run that is a test of the connection.
  init?(_ row: CycleRow, first: Position) {
    switch row.kind {
    case .test: return nil
    case .inferred: kind = .inferred
    case .marked: kind = .marked
    }
    id = row.id
    client = row.client
    self.first = first
    last = row.last
    started = DateTime(microseconds: row.started)
    ended = DateTime(microseconds: row.ended)
    beganWithProbe = row.beganWithProbe
    counts = row.counts
  }
}

/// The keys of the table `cycles`: a letter, then what it says.
enum CycleKeys {
  static let row = UInt8(ascii: "r")

  static func row(_ first: Position) -> [UInt8] { [row] + first.key }

  /// The inferred cycles of a client in the order of their positions.
  static func inferred(_ client: [UInt8], _ first: Position) -> [UInt8] {
    inferred(client) + first.key
  }

  static func inferred(_ client: [UInt8]) -> [UInt8] { [UInt8(ascii: "c")] + client }

  /// A marked cycle of a client; without the client, what its key starts with.
  static func marked(_ id: Identifier, _ client: [UInt8] = []) -> [UInt8] {
    [UInt8(ascii: "m")] + id.bytes + client
  }

  /// An inferred cycle by the id of its first event.
  static func named(_ id: Identifier) -> [UInt8] { [UInt8(ascii: "i")] + id.bytes }

  /// Sixteen bytes for a client's name of any length.
  static func client(_ name: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(name.utf8)).prefix(16))
  }
}
