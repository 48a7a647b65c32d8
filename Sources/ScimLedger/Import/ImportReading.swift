import EventLog
import Foundation
import JSONTape
import ProvisioningConnectors
import SCIM

/// Reads a file's resources one after the other, with little of it in memory.
struct ImportReading {
  let name: String
  let size: UInt64
  private let path: String
  private let type: String
  private let registry: SchemaRegistry
  private let format: ResourceImport.Format
  private var columns: ImportColumns?
  private var reader: RecordReader
  private var table: CSVTable?
  /// What one record held beyond what was given.
  private var waiting: [ImportedLine] = []

  /// A JSON document over several lines is read whole, if it is no larger.
  private static let largestDocument: UInt64 = 256 << 20

  /// - Throws: `SourceError` where the file can't be read, or a CSV file's columns make no sense.
  init(
    path: String, name: String, _ options: ResourceImport, registry: SchemaRegistry
  ) throws(SourceError) {
    self.path = path
    self.name = name
    self.registry = registry
    guard let type = registry.type(named: options.type) else {
      throw SourceError(.unreadable, place: name, reason: "there is no resource type \(options.type) here")
    }
    self.type = type.name
    size = ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? UInt64) ?? 0
    if let stated = options.format {
      format = stated
    } else {
      format = try Self.format(of: path, name: name)
    }
    reader = try RecordReader(path: path, name: name, format: format == .csv ? .csv : .lines)
    if format == .csv {
      guard let header = try reader.next() else { return }
      do throws(CSVTable.Problem) {
        if let problem = header.problem { throw CSVTable.Problem(column: nil, reason: problem) }
        let table = try CSVTable(header: header.bytes)
        self.table = table
        columns = try ImportColumns(table.columnNames, stated: options.columns, type: type)
      } catch {
        throw SourceError(
          .unreadable, place: error.column.map { "\(name):1, column \($0)" } ?? "\(name):1",
          reason: error.reason)
      }
    } else {
      try readDocument()
    }
  }

  /// By the name, else by the first character: JSON has a bracket there.
  private static func format(of path: String, name: String) throws(SourceError) -> ResourceImport.Format {
    let lowercased = path.lowercased()
    if lowercased.hasSuffix(".csv") { return .csv }
    if [".jsonl", ".ndjson", ".json"].contains(where: { lowercased.hasSuffix($0) }) { return .json }
    var reader = try RecordReader(path: path, name: name, format: .lines)
    while let record = try reader.next() {
      guard let first = record.bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) else {
        if record.problem != nil { return .json }
        continue
      }
      return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
    }
    return .json
  }

  /// Reads a file whose first line is no JSON value by itself as one document, if it is one.
  private mutating func readDocument() throws(SourceError) {
    var first = try RecordReader(path: path, name: name, format: .lines)
    guard size <= Self.largestDocument, let record = try first.next(), record.problem == nil,
      !record.bytes.isEmpty, (try? JSONValue(parsing: record.bytes)) == nil,
      let data = FileManager.default.contents(atPath: path), let value = try? JSONValue(parsing: Array(data))
    else { return }
    waiting = ImportedLine.lines(value, line: 1, offset: 0, text: [], type: type, registry: registry)
      .reversed()
    while try reader.next() != nil {}
  }

  /// How much of the file has been read, in bytes.
  var offset: UInt64 { reader.offset }

  /// The next resource, or what stands in the place of one; nil at the end.
  mutating func next() throws(SourceError) -> ImportedLine? {
    var none: PlainReader?
    switch try next(&none) {
    case .line(let line): return line
    case .plain, .end: return nil
    }
  }

  /// What comes next in a file.
  enum Next {
    /// A create that the reader has read.
    case plain(line: Int, offset: UInt64)
    case line(ImportedLine)
    case end
  }

  /// The next resource, read by a reader of plain ones if it can.
  mutating func next(_ plain: inout PlainReader?) throws(SourceError) -> Next {
    if let line = waiting.popLast() { return .line(line) }
    while true {
      let offset = reader.offset
      guard let record = try reader.next() else { return .end }
      if format == .json, record.problem == nil, plain?.read(record.bytes) == true {
        return .plain(line: record.line, offset: offset)
      }
      if let problem = record.problem {
        return .line(
          ImportedLine(
            line: record.line, offset: offset,
            content: .problem(.invalidSyntax("It can't be read: \(problem).")), text: record.bytes))
      }
      if record.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      waiting = lines(of: record, at: offset).reversed()
      if let line = waiting.popLast() { return .line(line) }
    }
  }

  /// Gives a line back, which is next again.
  mutating func putBack(_ line: ImportedLine) { waiting.append(line) }

  /// The line that begins at an offset.
  func text(at offset: UInt64) throws(SourceError) -> [UInt8] {
    var reader = try RecordReader(path: path, name: name, format: .lines, offset: offset)
    return try reader.next()?.bytes ?? []
  }

  private func lines(of record: RecordReader.Record, at offset: UInt64) -> [ImportedLine] {
    func line(_ content: ImportedLine.Content) -> [ImportedLine] {
      [ImportedLine(line: record.line, offset: offset, content: content, text: record.bytes)]
    }
    if let table, let columns {
      do throws(CSVTable.Problem) {
        let row = try table.object(record.bytes)
        do throws(SCIMError) {
          return line(.resource(type: type, try columns.resource(row), name: nil))
        } catch {
          return line(.problem(error))
        }
      } catch {
        return line(.problem(.invalidSyntax("The row can't be read: \(error.reason).")))
      }
    }
    do throws(JSONError) {
      return ImportedLine.lines(
        try JSONValue(parsing: record.bytes), line: record.line, offset: offset, text: record.bytes,
        type: type,
        registry: registry)
    } catch {
      return line(.problem(.invalidSyntax("The line is no JSON: \(error).")))
    }
  }
}
