import Foundation
package import Provisioning

/// Reads a file record by record, from any record's beginning, with little of it in memory.
package struct RecordReader {
  package enum Format: String, Sendable {
    /// A record is a line.
    case lines = "jsonl"
    /// A record may go over several lines, inside quotes (RFC 4180 §2).
    case csv = "csv"

    /// The largest record in bytes.
    var limit: Int { self == .lines ? 16 << 20 : 1 << 20 }
  }

  package struct Record {
    package var bytes: [UInt8]
    /// The line it begins on, from 1.
    package var line: Int
    /// Why it can't be used.
    package var problem: String?
  }

  private static let chunk = 64 << 10

  private let handle: FileHandle
  private let name: String
  private let format: Format
  /// What was read and not yet given; its first byte is the one at `offset`.
  private var buffer: [UInt8] = []
  private var start = 0
  /// Where the next record begins, in bytes.
  package private(set) var offset: UInt64
  /// The line the next record begins on.
  private(set) var line: Int

  package init(
    path: String, name: String, format: Format, offset: UInt64 = 0, line: Int = 1
  ) throws(SourceError) {
    do {
      handle = try FileHandle(forReadingFrom: URL(filePath: path))
      try handle.seek(toOffset: offset)
    } catch {
      throw SourceError(.unreadable, place: name, reason: "the file can't be opened")
    }
    self.name = name
    self.format = format
    self.offset = offset
    self.line = line
    if offset == 0 { try skipByteOrderMark() }
  }

  /// The next record without its line end, or nil at the end of the file.
  package mutating func next() throws(SourceError) -> Record? {
    var scanner = Scanner(format: format)
    while true {
      if let end = scanner.end(in: buffer, from: start) { return take(end: end, scanner) }
      if buffer.count - start > format.limit {
        return try resume(scanner, "the record is longer than \(format.limit >> 20) MB")
      }
      guard try fill(&scanner) else { break }
    }
    guard start < buffer.count else { return nil }
    if scanner.isInQuotes { return try resume(scanner, "a quote is opened and never closed") }
    return take(end: buffer.count, scanner)
  }

  private mutating func take(end: Int, _ scanner: Scanner) -> Record {
    var bytes = buffer[start..<end]
    if bytes.last == 0x0D { bytes.removeLast() }
    let record = Record(bytes: Array(bytes), line: line)
    advance(to: min(end + 1, buffer.count), lines: scanner.lineEnds + 1)
    return record
  }

  /// Gives up a record and goes on after its first line, since what seemed to be its rest may be good.
  private mutating func resume(_ scanner: Scanner, _ problem: String) throws(SourceError) -> Record {
    let record = Record(bytes: [], line: line, problem: problem)
    var skipper = Scanner(format: .lines)
    while true {
      if let end = skipper.end(in: buffer, from: start) {
        advance(to: end + 1, lines: 1)
        return record
      }
      advance(to: buffer.count, lines: 0)
      skipper = Scanner(format: .lines)
      guard try fill(&skipper) else { return record }
    }
  }

  private mutating func advance(to end: Int, lines: Int) {
    offset += UInt64(end - start)
    line &+= lines
    start = end
  }

  /// Reads another chunk; false at the end of the file.
  private mutating func fill(_ scanner: inout Scanner) throws(SourceError) -> Bool {
    if start > 0 {
      buffer.removeFirst(start)
      scanner.shift(by: start)
      start = 0
    }
    do {
      guard let data = try handle.read(upToCount: Self.chunk), !data.isEmpty else { return false }
      buffer.append(contentsOf: data)
      return true
    } catch {
      throw SourceError(.unreadable, place: "\(name):\(line)", reason: "the file can't be read")
    }
  }

  private mutating func skipByteOrderMark() throws(SourceError) {
    var scanner = Scanner(format: .lines)
    _ = try fill(&scanner)
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { advance(to: 3, lines: 0) }
  }
}

extension RecordReader {
  /// Looks for a record's end, going on where it stopped when there are more bytes.
  private struct Scanner {
    private enum State { case cellStart, plain, quoted, quoteInQuotes }

    let format: Format
    private var state = State.cellStart
    private var position: Int?
    /// Line ends inside quotes so far.
    private(set) var lineEnds = 0

    init(format: Format) {
      self.format = format
    }

    var isInQuotes: Bool { state == .quoted }

    /// The bytes moved to the left.
    mutating func shift(by count: Int) {
      position = position.map { $0 - count }
    }

    /// The first line feed at or after an index, or the end.
    private static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int {
      let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
      var index = start
      // Eight bytes at a time, up to the eight that have one.
      while index &+ 8 <= bytes.count {
        var chunk: UInt64 = 0
        for offset in 0..<8 { chunk |= UInt64(bytes[index &+ offset]) << UInt64(offset &* 8) }
        let others = chunk ^ (ones &* 0x0A)
        if (others &- ones) & ~others & tops != 0 { break }
        index &+= 8
      }
      while index < bytes.count, bytes[index] != 0x0A { index &+= 1 }
      return index
    }

    /// Where the record's line feed is.
    mutating func end(in buffer: [UInt8], from start: Int) -> Int? {
      var index = position ?? start
      defer { position = index }
      if format == .lines {
        index = Self.lineFeed(in: buffer.span, from: index)
        return index < buffer.count ? index : nil
      }
      while index < buffer.count {
        let byte = buffer[index]
        switch (state, byte) {
        case (.quoted, 0x22): state = .quoteInQuotes
        case (.quoted, 0x0A): lineEnds += 1
        case (.quoted, _): break
        case (_, 0x0A): return index
        case (.cellStart, 0x22), (.quoteInQuotes, 0x22): state = .quoted
        case (_, 0x2C): state = .cellStart
        default: state = .plain
        }
        index += 1
      }
      return nil
    }
  }
}
