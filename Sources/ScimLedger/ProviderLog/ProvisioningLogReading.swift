import Foundation
import JSONTape
public import Provisioning
import ProvisioningJobs

/// What files with the identity provider's provisioning log hold.
///
/// A JSON file has one record, a list of them, one of Graph's pages (`{"value": […]}`), or several of these, one
/// a line or one behind the other. CSV files are those of the portal's download: the log, its steps and its
/// modified properties, in any order, which are joined by the change's id.
///
/// Each record that can't be read is named with its place and the reason, and costs the others nothing.
public struct ProvisioningLogReading: Sendable {
  public private(set) var records: [ProvisioningLogRecord] = []
  /// What could not be read.
  public private(set) var problems: [SourceProblem] = []

  /// - Parameter paths: The files, named in problems by their last components.
  public init(files paths: [String]) {
    var tables = ProvisioningLogTables()
    for path in paths {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      guard let data = FileManager.default.contents(atPath: path) else {
        problems.append(SourceProblem(place: name, reason: "the file can't be read"))
        continue
      }
      let bytes = Self.withoutByteOrderMark(Array(data))
      switch bytes.first(where: { !Self.isSpace($0) }) {
      case nil: problems.append(SourceProblem(place: name, reason: "the file is empty"))
      case UInt8(ascii: "{")?, UInt8(ascii: "[")?: read(bytes, name: name)
      default: tables.read(path: path, name: name, problems: &problems)
      }
    }
    tables.join { json, place in
      add(json, form: .csv, place: place)
    } problem: {
      problems.append($0)
    }
  }

  private static func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func add(_ json: JSONObject, form: ProvisioningLogRecord.Form?, place: String) {
    do throws(LogRecordError) {
      records.append(try ProvisioningLogRecord(json, form: form))
    } catch {
      problems.append(SourceProblem(place: place, reason: error.description))
    }
  }
}

extension ProvisioningLogReading {
  /// As large as a file of JSON may be, however many values it has.
  private static let limits = JSONLimits(bytes: .max, values: .max)

  private mutating func read(_ bytes: [UInt8], name: String) {
    do throws(JSONError) {
      take(try JSONDocument(parsing: bytes, limits: Self.limits).root, at: 0, lines: LineCount(bytes), name)
    } catch {
      guard error.code == .trailingBytes else {
        // Lines that are records are still records where another line is none.
        if !readLines(bytes, name: name) { refuse(error, at: 0, lines: LineCount(bytes), name) }
        return
      }
      if !readLines(bytes, name: name) { readInSequence(bytes, name: name) }
    }
  }

  /// Reads one object a line; false where most lines are none, so that the file has another form.
  private mutating func readLines(_ bytes: [UInt8], name: String) -> Bool {
    var lines: [(number: Int, text: [UInt8], root: Result<JSONNode, JSONError>)] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(Self.isSpace) {
      let text = Array(line)
      let root = Result { () throws(JSONError) in try JSONDocument(parsing: text, limits: Self.limits).root }
      lines.append((index + 1, text, root))
    }
    let objects = lines.count { (try? $0.root.get())?.kind == .object }
    guard objects * 2 >= lines.count else { return false }
    for line in lines {
      let count = LineCount(line.text, first: line.number)
      switch line.root {
      case .success(let root): take(root, at: 0, lines: count, name)
      case .failure(let error): refuse(error, at: 0, lines: count, name)
      }
    }
    return true
  }

  /// Reads JSON texts that stand one behind the other, as pages that were appended to one file do.
  private mutating func readInSequence(_ bytes: [UInt8], name: String) {
    let lines = LineCount(bytes)
    var start = 0
    while let next = bytes[start...].firstIndex(where: { !Self.isSpace($0) }) {
      start = next
      var end = bytes.count
      do throws(JSONError) {
        _ = try JSONDocument(parsing: Array(bytes[start...]), limits: Self.limits)
      } catch {
        guard error.code == .trailingBytes, error.offset > 0 else {
          return refuse(error, at: start, lines: lines, name)
        }
        end = start + error.offset
      }
      do throws(JSONError) {
        let text = Array(bytes[start..<end])
        take(try JSONDocument(parsing: text, limits: Self.limits).root, at: start, lines: lines, name)
      } catch {
        return refuse(error, at: start, lines: lines, name)
      }
      start = end
    }
  }

  /// Takes a record, a list or a page, which stands at an offset of the file.
  private mutating func take(_ node: JSONNode, at offset: Int, lines: LineCount, _ name: String) {
    func place(_ node: JSONNode) -> String { "\(name):\(lines.line(at: offset + node.byteRange.lowerBound))" }
    switch node.kind {
    case .array: for element in node.elements { take(element, at: offset, lines: lines, name) }
    case .object:
      if let page = node["value"], page.kind == .array {
        for element in page.elements { take(element, at: offset, lines: lines, name) }
      } else if let object = JSONValue(node).objectValue {
        add(object, form: nil, place: place(node))
      }
    default:
      problems.append(
        SourceProblem(place: place(node), reason: "a record of the log is expected, which is a JSON object"))
    }
  }

  private mutating func refuse(_ error: JSONError, at offset: Int, lines: LineCount, _ name: String) {
    let position = offset + error.offset
    problems.append(
      SourceProblem(
        place: "\(name):\(lines.line(at: position)):\(lines.column(at: position))",
        reason: "it is not JSON: \(error.explanation)"))
  }
}

/// Where lines begin in a text.
private struct LineCount {
  private let breaks: [Int]
  private let first: Int

  /// - Parameter first: The number of the text's first line.
  init(_ bytes: [UInt8], first: Int = 1) {
    breaks = bytes.indices.filter { bytes[$0] == 0x0A }
    self.first = first
  }

  func line(at offset: Int) -> Int { first + breaksBefore(offset) }

  /// The byte's place in its line, from 1.
  func column(at offset: Int) -> Int {
    let before = breaksBefore(offset)
    return before == 0 ? offset + 1 : offset - breaks[before - 1]
  }

  private func breaksBefore(_ offset: Int) -> Int {
    var (low, high) = (0, breaks.count)
    while low < high {
      let middle = (low + high) / 2
      if breaks[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension JSONError {
  /// What is wrong, without the place.
  fileprivate var explanation: String {
    let text = description
    return text.firstRange(of: ": ").map { String(text[$0.upperBound...]) } ?? text
  }
}
