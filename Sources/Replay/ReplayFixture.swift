import Directory
public import EventLog
import JSONTape

/// A part of a log in one file, with all that is needed to make its events again elsewhere.
///
/// REPLAY_FORMAT.md beside this file says how it is written.
public struct ReplayFixture: Sendable, RecordedEvents {
  /// The events that are to be made again.
  public let selection: ReplaySelection
  let positions: [Position]
  let records: [Record]

  static let format = "scim-ledger replay"
  static let version = 1
  private static let chunk = 1000

  /// Takes the selected events, and of those before and between them what the directory comes from.
  ///
  /// Events of tokens and OAuth clients are left out.
  ///
  /// - Throws: `ReplayFixtureError.nothingSelected`, `.encrypted`; what reading the events throws.
  public init(_ selection: ReplaySelection, from events: any RecordedEvents) throws {
    var positions: [Position] = []
    var records: [Record] = []
    var next = Position(1)
    while next <= selection.last {
      let found = try events.records(from: next, limit: ReplayFixture.chunk)
      guard let last = found.last else { break }
      for record in found where record.position <= selection.last {
        let event = try EventCodec.event(record)
        let isWanted = selection.includes(event) && !event.isAboutCredentials
        if isWanted { positions.append(record.position) }
        guard isWanted || event.makesDirectory else { continue }
        guard record.sections.allSatisfy({ $0.encryption == .none }) else {
          throw ReplayFixtureError.encrypted(record.position)
        }
        records.append(record)
      }
      next = last.position.next
    }
    guard let selection = ReplaySelection.positions(positions) else {
      throw ReplayFixtureError.nothingSelected
    }
    self.init(selection, positions, records)
  }

  init(_ selection: ReplaySelection, _ positions: [Position], _ records: [Record]) {
    self.selection = selection
    self.positions = positions
    self.records = records
  }

  public func records(from position: Position, limit: Int) throws -> [Record] {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = low + (high - low) / 2
      if records[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return Array(records[low...].prefix(max(limit, 0)))
  }
}

/// Why a fixture can't be made or read.
public enum ReplayFixtureError: Error, Sendable, Equatable, CustomStringConvertible {
  case nothingSelected
  /// The event holds a part that is encrypted.
  case encrypted(Position)
  /// The file is no fixture.
  case unreadable(String)
  /// The file is of a version that this code does not know.
  case unknownVersion(Int)

  public var description: String {
    switch self {
    case .nothingSelected: "There is no event to be replayed among those that were selected."
    case .encrypted(let position):
      "The event \(position) is encrypted, so that it can't be read in another place."
    case .unreadable(let reason): "It is no file of a replay: \(reason)."
    case .unknownVersion(let version):
      "It is a replay's file of version \(version); this program reads version \(ReplayFixture.version)."
    }
  }
}

extension Event {
  fileprivate var isAboutCredentials: Bool {
    switch operation {
    case .issueToken, .revokeToken, .issueCredential, .revokeCredential: true
    default: false
    }
  }

  /// Whether a later event may have seen something of it.
  fileprivate var makesDirectory: Bool {
    !isAboutCredentials && !ReplayFixture.isObservation(self)
  }
}
