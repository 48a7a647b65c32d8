package import JSONTape
package import Provisioning

/// The objects of one file, be it JSON Lines or CSV, and what could not be read of it.
package struct DirectoryRecords {
  /// An object and where it stands, or why it can't be read.
  package struct Element {
    package enum Content {
      case object(JSONObject)
      case problem(SourceProblem)
    }

    package var line: Int
    package var content: Content
  }

  package let name: String
  private var reader: RecordReader
  private var table: CSVTable?

  /// The names in a CSV file's first row; none of another file.
  package var columnNames: [String] { table?.columnNames ?? [] }

  var offset: UInt64 { reader.offset }
  var line: Int { reader.line }

  /// - Parameter offset: Zero, or the beginning of a record, at which reading goes on.
  /// - Throws: `SourceError` where the file can't be opened or a CSV file's header is of no use.
  package init(
    path: String, name: String, format: RecordReader.Format, offset: UInt64 = 0, line: Int = 1,
    requiring columns: [[String]] = []
  ) throws(SourceError) {
    self.name = name
    reader = try RecordReader(path: path, name: name, format: format)
    if format == .csv {
      table = try Self.table(&reader, name: name, requiring: columns)
    }
    if offset > 0 {
      reader = try RecordReader(path: path, name: name, format: format, offset: offset, line: line)
    }
  }

  private static func table(
    _ reader: inout RecordReader, name: String, requiring columns: [[String]]
  ) throws(SourceError) -> CSVTable? {
    // An empty file has no rows either.
    guard let header = try reader.next() else { return nil }
    do throws(CSVTable.Problem) {
      if let problem = header.problem { throw CSVTable.Problem(column: nil, reason: problem) }
      let table = try CSVTable(header: header.bytes)
      for alternatives in columns where !alternatives.contains(where: table.hasColumn(_:)) {
        throw CSVTable.Problem(
          column: nil,
          reason: "no column is named \(alternatives.joined(separator: " or ")); the first row names the "
            + "columns, with commas between them")
      }
      return table
    } catch {
      let place = error.column.map { "\(name):1, column \($0)" } ?? "\(name):1"
      throw SourceError(.unreadable, place: place, reason: error.reason)
    }
  }

  /// The next object; empty lines are passed over.
  package mutating func next() throws(SourceError) -> Element? {
    while let record = try reader.next() {
      if let problem = record.problem {
        return Element(
          line: record.line,
          content: .problem(SourceProblem(place: "\(name):\(record.line)", reason: problem)))
      }
      if record.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      return Element(line: record.line, content: content(of: record))
    }
    return nil
  }

  private func content(of record: RecordReader.Record) -> Element.Content {
    let place = "\(name):\(record.line)"
    if let table {
      do throws(CSVTable.Problem) {
        return .object(try table.object(record.bytes))
      } catch {
        return .problem(
          SourceProblem(
            place: error.column.map { "\(place), column \($0)" } ?? place, reason: error.reason))
      }
    }
    do throws(JSONError) {
      guard let object = try JSONValue(parsing: record.bytes).objectValue else {
        return .problem(SourceProblem(place: "\(place):1", reason: "a JSON object is expected on each line"))
      }
      return .object(object)
    } catch {
      return .problem(
        SourceProblem(
          place: "\(place):\(error.offset + 1)", reason: "the line is no JSON object: \(error)"))
    }
  }
}
