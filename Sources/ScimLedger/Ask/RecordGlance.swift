import EventLog

/// A stored record's header, and copies of those of its sections that are asked for.
///
/// It exists so that a question about facts does not read bodies and images.
struct RecordGlance {
  /// Without its sections.
  let header: Record
  private(set) var facts: [UInt8]?
  private(set) var request: [UInt8]?

  private static let factsKind: UInt16 = 1
  private static let requestKind: UInt16 = 2

  /// - Parameter checkingHash: Whether the record's hash is computed, for which all of it must be read.
  init(
    _ bytes: Span<UInt8>, at position: Position, copying sources: EventSources, checkingHash: Bool
  ) throws(EventLogError) {
    let layout = try RecordLayout(bytes, at: position)
    if checkingHash { try layout.checkHash(of: bytes) }
    header = layout.header
    let (wantsFacts, wantsRequest) = (sources.contains(.facts), sources.contains(.request))
    // What stands behind the last section that is wanted is not looked at.
    var missing = (wantsFacts ? 1 : 0) + (wantsRequest ? 1 : 0)
    guard missing > 0 else { return }
    var (facts, request): ([UInt8]?, [UInt8]?)
    try layout.forEachSection(of: bytes) { kind, _, range in
      if wantsFacts, kind == RecordGlance.factsKind {
        facts = bytes.array(range)
        missing -= 1
      } else if wantsRequest, kind == RecordGlance.requestKind {
        request = bytes.array(range)
        missing -= 1
      }
      return missing > 0
    }
    (self.facts, self.request) = (facts, request)
  }
}
