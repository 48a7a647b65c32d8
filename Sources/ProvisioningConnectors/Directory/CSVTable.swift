package import JSONTape

/// The columns of a CSV file (RFC 4180), and how its rows become objects.
///
/// An empty cell is no value. A column whose name ends in `[]` holds several values, separated by semicolons.
/// Everything stays text.
///
/// The records come from `RecordReader`: reading goes on at any record, and one bad row costs only itself.
package struct CSVTable: Sendable {
  private struct Column {
    var name: String
    var isMultivalued: Bool
  }

  package struct Problem: Error, Hashable {
    /// From 1; nil where the whole row is meant.
    package var column: Int?
    package var reason: String

    package init(column: Int?, reason: String) {
      self.column = column
      self.reason = reason
    }
  }

  private var columns: [Column] = []

  /// Reads the first record.
  package init(header bytes: [UInt8]) throws(Problem) {
    var names = Set<String>()
    for (index, cell) in try Self.cells(of: bytes).enumerated() {
      let isMultivalued = cell.hasSuffix("[]")
      let name = isMultivalued ? String(cell.dropLast(2)) : cell
      guard !name.isEmpty else { throw Problem(column: index + 1, reason: "the column has no name") }
      guard names.insert(name).inserted else {
        throw Problem(column: index + 1, reason: "there are two columns named \(name)")
      }
      columns.append(Column(name: name, isMultivalued: isMultivalued))
    }
  }

  package var columnNames: [String] { columns.map(\.name) }

  func hasColumn(_ name: String) -> Bool {
    columns.contains { $0.name == name }
  }

  /// Reads another record.
  package func object(_ bytes: [UInt8]) throws(Problem) -> JSONObject {
    let cells: [String]
    do throws(Problem) {
      cells = try Self.cells(of: bytes)
    } catch {
      throw named(error)
    }
    guard cells.count == columns.count else {
      throw Problem(
        column: nil, reason: "the row has \(cells.count) values, but there are \(columns.count) columns")
    }
    var object = JSONObject()
    for (column, cell) in zip(columns, cells) where !cell.isEmpty {
      if column.isMultivalued {
        let values = cell.split(separator: ";").map { JSONValue.string(String($0)) }
        if !values.isEmpty { object[column.name] = .array(values) }
      } else {
        object[column.name] = .string(cell)
      }
    }
    return object
  }

  private func named(_ problem: Problem) -> Problem {
    guard let column = problem.column, columns.indices.contains(column - 1) else { return problem }
    return Problem(column: column, reason: "\(columns[column - 1].name): \(problem.reason)")
  }

  /// The cells of one record.
  private static func cells(of bytes: [UInt8]) throws(Problem) -> [String] {
    var cells: [String] = []
    var index = 0
    while true {
      var cell: [UInt8] = []
      if index < bytes.count, bytes[index] == 0x22 {
        index = try quoted(bytes, from: index + 1, into: &cell, column: cells.count + 1)
      } else {
        while index < bytes.count, bytes[index] != 0x2C {
          guard bytes[index] != 0x22 else {
            throw Problem(
              column: cells.count + 1,
              reason: "a value with a quote in it must stand in quotes, and the quote must be doubled")
          }
          cell.append(bytes[index])
          index += 1
        }
      }
      guard let text = String(validating: cell, as: UTF8.self) else {
        throw Problem(column: cells.count + 1, reason: "the value is not valid UTF-8")
      }
      cells.append(text)
      guard index < bytes.count else { return cells }
      index += 1
    }
  }

  /// Reads a cell after its opening quote and gives the index of the comma after it, or the record's end.
  private static func quoted(
    _ bytes: [UInt8], from start: Int, into cell: inout [UInt8], column: Int
  ) throws(Problem) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index] != 0x22 {
        cell.append(bytes[index])
        index += 1
      } else if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
        cell.append(0x22)
        index += 2
      } else {
        index += 1
        guard index == bytes.count || bytes[index] == 0x2C else {
          throw Problem(column: column, reason: "a comma is expected after the closing quote")
        }
        return index
      }
    }
    throw Problem(column: column, reason: "a quote is opened and never closed")
  }
}
