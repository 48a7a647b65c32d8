import ScimLedger

extension ReplayOptions {
  /// Which events of a job's ledger are meant; nil where nothing was said.
  ///
  /// - Parameter cycle: The id of a cycle.
  func selection(in read: ReadJob, cycle: String?) throws -> JobReplaySelection? {
    let ledger = read.ledger
    guard let selection = try chosen(in: read, cycle: cycle, head: ledger.head()) else {
      return nil
    }
    return until.map { selection.ending(at: Position($0)) } ?? selection
  }

  private func chosen(
    in read: ReadJob, cycle: String?, head: Position
  ) throws -> JobReplaySelection? {
    let ledger = read.ledger
    if let cycle {
      guard let found = try Identifier(cycle).flatMap({ try ledger.cycle($0) }) else {
        throw CommandFailure(
          .notFound, "There is no cycle \(cycle).",
          next: "List the cycles with: scim-ledger sync cycles --output jsonl\(read.options.suggestion)")
      }
      guard let user else { return .cycle(found, head: head) }
      return .object(try read.key(named: user), from: found.start, through: found.end ?? head)
    }
    guard from != nil || to != nil || user != nil || until != nil else { return nil }
    let now = JobSurroundings.system.clock()
    do {
      let first = try from.map { try ledger.position(since: $0, now: now) } ?? Position(1)
      let last = try to.map { min(try ledger.position(until: $0, now: now), head) } ?? head
      guard let user else { return .events(from: first, through: last) }
      return .object(try read.key(named: user), from: first, through: last)
    } catch let error as QuestionError {
      throw CommandFailure(
        error.isAbsence ? .notFound : .usage, "\(error)",
        next: "List the cycles with: scim-ledger sync cycles\(read.options.suggestion)")
    }
  }
}
