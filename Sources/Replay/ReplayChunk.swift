import EventLog

/// Records that have been folded and are to be made again, all under the same settings.
///
/// What follows from a deletion is in the chunk of the deletion.
struct ReplayChunk: Sendable {
  var records: [Record] = []
  /// Those that the service provider wrote itself, see ``ServiceProvider/reproduceChange(_:isOwn:in:)``.
  var own: Set<Int> = []
  /// Whether the log, or the selection, goes on behind it.
  var goesOn = false

  /// Pieces that can be made again apart from each other.
  func pieces(of length: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < records.count {
      var end = min(start + length, records.count)
      while end < records.count, records[end].isConsequence { end += 1 }
      pieces.append(start..<end)
      start = end
    }
    return pieces
  }
}
