package import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

extension ServiceProvider {
  /// Takes a batch in, in one commit; it is durable when this returns.
  ///
  /// Plain creates whose names nobody has are written together, with what comes to the same rows and events as one
  /// by one. Others, and creates that may be refused, are decided one by one, each at its place.
  package func take(
    _ batch: ImportBatch, _ rules: ImportRules, as client: Client
  ) async throws -> ImportBatchResult {
    guard let writer = log.writer else { throw EventLogError.readOnly }
    let settings = self.settings
    let arrivals = batch.others.map { ImportArrival($0.resource, rules, settings) }
    let bytes = arrivals.reduce(batch.creates.size) { $0 + $1.size }
    return try await writer.perform(bytes: bytes) { [self] transaction, appender in
      var settling = try ImportSettling(batch, rules, client, settings, self, in: transaction, appender)
      return try settling.run(arrivals, in: transaction, &appender)
    }
  }

  /// How many plain creates a commit can hold.
  package func mostCreates() throws -> Int {
    try log.environment.read { transaction in
      ImportBatch.most(besidePeople: try DirectoryTotals(tables: tables, view: transaction.view).users)
    }
  }

  /// Whether the writer has other work waiting.
  package var isAwaited: Bool { (log.writer?.waiting ?? 0) > 0 }
}

/// Goes through a batch in the file's order, inside the writer's transaction.
private struct ImportSettling {
  let batch: ImportBatch
  let rules: ImportRules
  let client: Client
  let settings: ProviderSettings
  let provider: ServiceProvider
  /// Which creates are decided one by one.
  var isSingle: [Bool]
  /// The creates of the log already.
  var isKnown: [Bool]
  var result = ImportBatchResult()

  init(
    _ batch: ImportBatch, _ rules: ImportRules, _ client: Client, _ settings: ProviderSettings,
    _ provider: ServiceProvider, in transaction: borrowing WriteTransaction, _ appender: LogAppender
  ) throws {
    self.batch = batch
    self.rules = rules
    self.client = client
    self.settings = settings
    self.provider = provider
    let creates = batch.creates
    let configuration = settings.configuration
    let isPlain =
      !configuration.restoresOnCreate
      && settings.offered.types.first { $0.name == batch.type?.name } == batch.type
    isSingle = Array(repeating: !isPlain, count: creates.count)
    isKnown = Array(repeating: false, count: creates.count)
    guard !creates.isEmpty else { return }
    for place in try appender.known(creates.entries.lazy.map(\.event), in: transaction) {
      isKnown[place] = true
      isSingle[place] = true
    }
    let attributes: [IndexedAttribute] =
      configuration.uniqueExternalID || rules.updatesExisting ? [.userName, .externalID] : [.userName]
    for place in try provider.projector.taken(creates, attributes, in: transaction) { isSingle[place] = true }
    // The event that begins a cycle writes more than those that go on with it.
    if try !provider.projector.hasBegun(rules.cycle, of: client.client, in: transaction) {
      isSingle[0] = true
    }
  }

  mutating func run(
    _ arrivals: [ImportArrival], in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> ImportBatchResult {
    let template = batch.type.map {
      EventCodec.PlainTemplate(
        $0, actor: client, cycle: rules.cycle, name: "\(batch.name):", userAgent: ImportArrival.userAgent)
    }
    var written = 0
    var other = 0
    for place in 0...batch.creates.count {
      while other < arrivals.count, batch.others[other].before <= place {
        try write(written..<place, template, in: transaction, &appender)
        written = place
        let settled = try settle(arrivals[other], in: transaction, &appender)
        result.others.append(settled)
        other += 1
      }
      guard place < batch.creates.count, isSingle[place] else { continue }
      try write(written..<place, template, in: transaction, &appender)
      written = place + 1
      if isKnown[place],
        let known = try provider.known(batch.creates.entries[place].event, in: transaction)
      {
        result.creates.append((place, known))
        continue
      }
      let arrival = ImportArrival(try batch.resource(place), rules, settings)
      result.creates.append((place, try settle(arrival, in: transaction, &appender)))
    }
    try write(written..<batch.creates.count, template, in: transaction, &appender)
    return result
  }

  /// Decides one resource; whoever comes later and has a name of its own is decided one by one too.
  private mutating func settle(
    _ arrival: ImportArrival, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> ImportResult {
    let (settled, event) = try provider.settle(
      arrival, rules, client, settings, in: transaction, &appender)
    if let event, let image = event.effect?.image, let type = event.resourceType {
      for (attribute, value) in IndexedValues(image, type: type).values {
        let digest = PlainCreates.digest(Array(value.utf8))
        for place in batch.creates.entries(with: attribute, digest: digest) { isSingle[place] = true }
      }
    }
    return settled
  }

  private mutating func write(
    _ range: Range<Int>, _ template: EventCodec.PlainTemplate?, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws {
    guard let template, !range.isEmpty else { return }
    let start = provider.clock.next(range.count)
    var random = SplitMix(state: provider.random())
    let ids = (0..<range.count).map {
      Identifier(microseconds: start &+ Int64($0), random: random.next())
    }
    let creates = batch.creates
    let first = try appender.appendRun(
      of: range.count, in: transaction,
      header: { index in
        RecordDraft(
          eventID: creates.entries[range.lowerBound + index].event, time: start &+ Int64(index),
          kind: Event.Operation.create.rawValue, stream: ids[index], sections: [])
      },
      sections: { index, writer in
        template.write(range.lowerBound + index, of: creates, created: start &+ Int64(index), to: &writer)
      })
    result.note(first, range.count)
    try provider.projector.fold(
      CreatedRun(
        creates, range, first: first, ids: ids, times: start...(start &+ Int64(range.count) &- 1),
        client: client.client, cycle: rules.cycle),
      in: transaction)
  }
}

/// Many numbers out of one that is random (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
