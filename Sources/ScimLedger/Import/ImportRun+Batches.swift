import Directory
import EventLog
import ProvisioningConnectors
import SCIM
import ServiceProvider

extension ImportRun {
  /// What is handed over at once, and the lines that its resources of no plain form come from.
  struct Filled: Sendable {
    var batch: ImportBatch
    var lines: [ImportedLine] = []
    /// What was refused in reading it.
    var rejects: [ImportReject] = []
    /// How much of the file had been read before.
    var read = 0
    var bytes: UInt64 = 0

    var isEmpty: Bool { batch.isEmpty && rejects.isEmpty }
  }

  /// How much is handed over at once: little at first and while others wait for the writer, else much, since each
  /// commit writes the pages anew that a few of its values go to.
  struct Pace {
    private(set) var creates = 1000

    /// So many that the memory stays small.
    static let most = 40_000
    static let fewest = 250
    static let bytes = 48 << 20
    private static let longest = Duration.seconds(2)

    mutating func note(_ taken: Duration, isAwaited: Bool) {
      if isAwaited {
        creates = Self.fewest
      } else if taken > Self.longest {
        creates = max(creates / 2, Self.fewest)
      } else if taken < Self.longest / 2 {
        creates = min(creates * 2, Self.most)
      }
    }
  }

  /// Reads on until a batch is full.
  ///
  /// - Parameters:
  ///   - creates: How many creates it takes.
  ///   - isUnderWay: Whether what came of an earlier batch is not known yet. A line that refers to somebody who may
  ///     be in there ends the batch.
  mutating func fill(
    _ reader: inout PlainReader?, upTo creates: Int, isUnderWay: Bool
  ) throws(SourceError) -> Filled {
    var filled = Filled(batch: ImportBatch(name: name, type: registry.type(named: "User")))
    swap(&filled.batch.creates, &spare)
    var bytes = 0
    while !isStopped, filled.batch.creates.count < creates, filled.batch.creates.size < Pace.bytes,
      filled.lines.count < Self.mostAtOnce, bytes < Self.mostBytesAtOnce
    {
      switch try reading.next(&reader) {
      case .plain(let line, let offset):
        guard let reader else { break }
        filled.batch.creates.append(reader, event: identity.event(at: offset), line: line)
        summary.read += 1
        summary.bytes = reading.offset
      case .line(let line):
        if let wanted, !wanted.contains(line.place) { continue }
        var isWaiting = false
        let resource = resource(of: line, mayWait: isUnderWay, isWaiting: &isWaiting)
        if isWaiting {
          reading.putBack(line)
          return filled
        }
        if wanted == nil {
          summary.read += 1
          summary.bytes = reading.offset
        }
        guard let resource else { continue }
        filled.batch.others.append((filled.batch.creates.count, resource))
        filled.lines.append(line)
        bytes += line.text.count
      case .end:
        // The next round begins when it is known who has come.
        if isUnderWay || !filled.batch.isEmpty { return filled }
        guard try beginRound() else { return filled }
        // What was put off refers to others, so that none of it is plain.
        reader = nil
      }
    }
    summary.isStopped = isStopped
    return filled
  }

  /// Takes note of what has come of a batch.
  mutating func settle(_ filled: Filled, _ result: ImportBatchResult) throws(SourceError) {
    let creates = filled.batch.creates
    rejects += filled.rejects
    summary.rejected += filled.rejects.count
    summary.created += creates.count - result.creates.count
    if let positions = result.positions { note(positions) }
    var single = result.creates[...]
    for (index, line) in filled.lines.enumerated() where index < result.others.count {
      while let first = single.first, first.place < filled.batch.others[index].before {
        try settle(creates.entries[first.place], first.result)
        single = single.dropFirst()
      }
      settle(line, result.others[index])
    }
    for (place, result) in single { try settle(creates.entries[place], result) }
    summary.isStopped = isStopped
    spare = creates
    spare.removeAll()
  }

  private mutating func settle(_ entry: PlainCreates.Entry, _ result: ImportResult) throws(SourceError) {
    let offset = identity.offset(of: entry.event)
    // Of what is taken in nobody asks for the text, and it is in the file still.
    let text = result.error == nil ? [] : try reading.text(at: offset)
    let error = SCIMError.invalidSyntax("It was refused.")
    settle(
      ImportedLine(line: entry.line, offset: offset, content: .problem(error), text: text), result)
  }

  /// The same, with what is refused in reading kept apart until what is under way is settled.
  private mutating func fillApart(
    _ reader: inout PlainReader?, upTo creates: Int, isUnderWay: Bool
  ) throws(SourceError) -> Filled {
    let (read, bytes) = (summary.read, summary.bytes)
    var filled = try fill(&reader, upTo: creates, isUnderWay: isUnderWay)
    filled.batch.creates.sortKeys()
    filled.rejects = takeRejects()
    summary.rejected -= filled.rejects.count
    (filled.read, filled.bytes) = (read, bytes)
    return filled
  }

  /// A batch that is being written.
  private struct UnderWay {
    var filled: Filled
    var task: Task<(result: ImportBatchResult, duration: Duration), any Error>
  }

  /// Runs an import to its end, one batch being written while the next is read.
  ///
  /// - Parameters:
  ///   - take: Takes a batch in and tells what came of it.
  ///   - isAwaited: Whether others wait for the writer.
  ///   - most: How many creates a commit can hold.
  mutating func run(
    inBatches take: @escaping @Sendable (ImportBatch, ImportRules) async throws -> ImportBatchResult,
    isAwaited: () -> Bool, most: () throws -> Int, rejected: (ImportReject) throws -> Void,
    progress: (ImportSummary) -> Void
  ) async throws {
    var reader = registry.type(named: "User").flatMap { PlainForm($0) }.map { PlainReader($0) }
    var pace = Pace()
    var underWay: UnderWay?
    let rules = self.rules
    while true {
      let next = Result { () throws -> Filled in
        try Task.checkCancellation()
        return try fillApart(&reader, upTo: min(pace.creates, most()), isUnderWay: underWay != nil)
      }
      let wasUnderWay = underWay != nil
      if let written = underWay.take() {
        let (result, duration) = try await written.task.value
        pace.note(duration, isAwaited: isAwaited())
        try settle(written.filled, result)
        for reject in takeRejects() { try rejected(reject) }
        progress(summary)
      }
      let filled = try next.get()
      if isStopped {
        // What was read ahead is not taken in.
        (summary.read, summary.bytes) = (filled.read, filled.bytes)
        break
      }
      if filled.batch.isEmpty {
        try settle(filled, ImportBatchResult())
        for reject in takeRejects() { try rejected(reject) }
        if filled.isEmpty, !wasUnderWay { break }
        continue
      }
      let batch = filled.batch
      underWay = UnderWay(
        filled: filled,
        task: Task { @concurrent in
          let begun = ContinuousClock.now
          let result = try await take(batch, rules)
          return (result, .now - begun)
        })
    }
    progress(summary)
  }
}
