import Directory
import EventLog
import JSONTape
import Projections
import SCIM
import ServiceProvider

/// Makes the events of a chunk again, each on the directory as it was before it; many threads may do so at once.
struct ReplayMaking: Sendable {
  let chunk: ReplayChunk
  let rows: DirectoryRows
  let events: any RecordedEvents
  let selection: ReplaySelection
  let provider: ServiceProvider
  /// Whether the events that came out the same are wanted too.
  let keepsEvents: Bool

  /// Makes a piece again; events that are not of the selection are left out.
  func make(_ piece: Range<Int>) -> [(index: Int, step: MadeStep)] {
    var making = PieceMaking(self, versions: ResourceVersions())
    var made: [(index: Int, step: MadeStep)] = []
    made.reserveCapacity(piece.count)
    for index in piece {
      do {
        if let step = try making.make(index) { made.append((index, step)) }
      } catch {
        made.append((index, .failed(error)))
        break
      }
    }
    return made
  }

  /// Compares an event that was made with the recorded one.
  func compared(
    _ recorded: Event, _ record: Record, _ reproduced: Event?,
    consequences: (recorded: Int, made: Int)? = nil
  ) throws -> MadeStep {
    var divergence: Divergence?
    if let reproduced {
      divergence = EventComparison.divergence(record, reproduced)
    } else {
      divergence = Divergence(
        position: record.position,
        differences: [.init(path: "operation", recorded: .string(recorded.operation.name), reproduced: nil)])
    }
    var outcome = ReplayOutcome.identical
    if let divergence {
      let secretNames = Set(provider.settings.registry.types.flatMap(\.secretNames))
      if recorded.operation != .leaveGroup,
        let reason = UnrecordedCause.reason(for: recorded, secretNames: secretNames)
      {
        outcome = .notReproducible(reason: reason)
      } else {
        outcome = .diverged(divergence)
      }
    } else if let consequences, consequences.recorded != consequences.made {
      outcome = .diverged(
        Divergence(
          position: record.position,
          differences: [
            .init(
              path: "consequences", recorded: .number(JSONNumber(consequences.recorded)),
              reproduced: .number(JSONNumber(consequences.made)))
          ]))
    }
    if case .identical = outcome {
      guard keepsEvents, var event = reproduced else { return .identical(record.position) }
      // The same bytes say the same.
      event.position = record.position
      return .step(ReplayStep(event: event, outcome: .identical, reproduced: reproduced))
    }
    return .step(
      ReplayStep(event: try EventCodec.event(record), outcome: outcome, reproduced: reproduced))
  }
}

/// Goes through a piece of a chunk, and remembers what a deletion came to.
private struct PieceMaking {
  private let making: ReplayMaking
  private let versions: ResourceVersions
  /// At no moment yet.
  private let directory: ReplayedDirectory
  /// What a deletion brings about as it was made now.
  private var consequences: [Event] = []
  private var cause: Position?

  init(_ making: ReplayMaking, versions: ResourceVersions) {
    self.making = making
    self.versions = versions
    let events = making.events
    directory = ReplayedDirectory(making.rows, asOf: .start, versions: versions) { position in
      try events.records(from: position, limit: 1).first.flatMap { $0.position == position ? $0 : nil }
    }
  }

  /// Nil for an event that is not of the selection.
  mutating func make(_ index: Int) throws -> MadeStep? {
    let record = making.chunk.records[index]
    let event = try EventCodec.request(record)
    if ServiceProvider.isObservation(event) {
      return making.selection.includes(event) ? try observe(event, record) : nil
    }
    let isIncluded = making.selection.includes(event)
    if event.operation.isAdministrative {
      return isIncluded
        ? .step(AdministrativeCheck.step(try RecordedEvent(record), making.provider.settings)) : nil
    }
    if event.operation == .leaveGroup { return isIncluded ? try follow(event, record) : nil }
    return try change(event, record, index, isIncluded: isIncluded)
  }

  private func observe(_ event: Event, _ record: Record) throws -> MadeStep {
    var directory: ReplayedDirectory?
    if event.operation.isRead, event.operation != .discover {
      guard let snapshot = event.snapshot, snapshot >= making.rows.oldest, snapshot < record.position else {
        return .needsTables(event)
      }
      directory = self.directory.asOf(snapshot)
    }
    do {
      let reproduced = try making.provider.reproduceObservation(event, in: directory)
      return try making.compared(event, record, reproduced)
    } catch is NotInRows {
      return .needsTables(event)
    } catch EventLogError.missingRecord(let position) {
      return .step(try ReplayStep(missing: position, for: record))
    }
  }

  private mutating func change(
    _ event: Event, _ record: Record, _ index: Int, isIncluded: Bool
  ) throws -> MadeStep? {
    let records = making.chunk.records
    var followers = 0
    while index + followers + 1 < records.count, records[index + followers + 1].isConsequence,
      try EventCodec.request(records[index + followers + 1]).cause == record.position
    {
      followers += 1
    }
    guard isIncluded || followers > 0 else { return nil }
    let decision = try making.provider.reproduceChange(
      event, isOwn: making.chunk.own.contains(index),
      in: directory.asOf(Position(record.position.rawValue - 1)))
    (cause, consequences) = (record.position, decision?.consequences ?? [])
    guard isIncluded else { return nil }
    // At the end of a log that is being written, or of the selection, they may be still to come.
    let isWhole =
      followers == consequences.count || index + followers + 1 < records.count || making.chunk.goesOn
    let step = try making.compared(
      event, record, decision?.event, consequences: isWhole ? (followers, consequences.count) : nil)
    if case .identical = step, let resource = decision?.resource { versions.keep(resource) }
    return step
  }

  /// Compares what followed from a deletion with what follows from it now.
  private func follow(_ event: Event, _ record: Record) throws -> MadeStep {
    guard event.cause == cause, let cause, record.position > cause else {
      return .step(
        ReplayStep(
          event: try EventCodec.event(record),
          outcome: .notReproducible(reason: "the deletion that it follows from is not at hand")))
    }
    let index = Int(clamping: record.position.rawValue - cause.rawValue - 1)
    return try making.compared(event, record, index < consequences.count ? consequences[index] : nil)
  }
}

extension ReplayStep {
  /// A step that looks at a record which is not there.
  init(missing position: Position, for record: Record) throws {
    // A part of a log leaves out what nobody was expected to look at.
    self.init(
      event: try EventCodec.event(record),
      outcome: .notReproducible(reason: "the event \(position), which it looked at, is not at hand"))
  }
}

extension Record {
  var isConsequence: Bool { kind == Event.Operation.leaveGroup.rawValue }

  var changesSettings: Bool {
    kind == Event.Operation.configure.rawValue || kind == Event.Operation.registerSchema.rawValue
  }
}
