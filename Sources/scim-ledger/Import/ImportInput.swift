import ArgumentParser
import Foundation
import ScimLedger

/// `COLUMN=PATH` of the command line.
struct ColumnMapping: ExpressibleByArgument {
  var column: String
  var path: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
    column = String(argument[..<sign])
    path = String(argument[argument.index(after: sign)...])
  }
}

/// A file to be imported; standard input is written to one first, since it is gone through more than once.
struct ImportInput {
  let path: String
  let name: String
  private let isTemporary: Bool

  init(_ file: String) throws {
    guard file == "-" else {
      (path, name, isTemporary) = (file, file.split(separator: "/").last.map(String.init) ?? file, false)
      return
    }
    let url = FileManager.default.temporaryDirectory.appending(path: "scim-ledger-\(UUID().uuidString)")
    (path, name, isTemporary) = (url.path, "-", true)
    guard
      FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw CommandFailure(.failure, "Standard input can't be kept in \(url.path).") }
    let copy = try FileHandle(forWritingTo: url)
    defer { try? copy.close() }
    do {
      while let data = try FileHandle.standardInput.read(upToCount: 1 << 20), !data.isEmpty {
        try copy.write(contentsOf: data)
      }
    } catch {
      remove()
      throw CommandFailure(
        .failure, "Standard input can't be kept in \(url.path): \(error.localizedDescription)")
    }
  }

  /// Where its refused lines go if nothing else is said.
  var rejects: String { (isTemporary ? "import" : path) + ".rejects.jsonl" }

  /// Removes what was only made to be read.
  func remove() {
    if isTemporary { try? FileManager.default.removeItem(atPath: path) }
  }
}

/// The file that refused lines go to, made when there is one.
final class RejectsFile {
  let path: String
  private let isContinued: Bool
  private var handle: FileHandle?

  /// - Parameter isContinued: Whether what is in it stays.
  init(_ path: String, isContinued: Bool) {
    self.path = path
    self.isContinued = isContinued
  }

  var isWritten: Bool { handle != nil }

  func write(_ reject: ImportReject) throws {
    let handle = try opened()
    var object: JSONObject = [
      "line": .number(JSONNumber(reject.line)), "offset": .number(JSONNumber(Int(clamping: reject.offset))),
    ]
    if let index = reject.index { object["index"] = .number(JSONNumber(index)) }
    object["status"] = .number(JSONNumber(reject.error.status))
    if let type = reject.error.scimType { object["scimType"] = .string(type.rawValue) }
    object["detail"] = .string(reject.error.detail)
    object["text"] = .string(String(decoding: reject.text, as: UTF8.self))
    do {
      try handle.write(contentsOf: Data(JSONValue.object(object).serialized() + [0x0A]))
    } catch {
      throw failure
    }
  }

  private var failure: CommandFailure {
    CommandFailure(
      .failure, "The file for refused lines, \(path), can't be written.", next: "Name another: --rejects FILE"
    )
  }

  private func opened() throws -> FileHandle {
    if let handle { return handle }
    if !isContinued || !FileManager.default.fileExists(atPath: path) {
      // The lines may hold what only its owner should see.
      guard
        FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      else { throw failure }
    }
    guard let opened = FileHandle(forWritingAtPath: path) else { throw failure }
    _ = try opened.seekToEnd()
    handle = opened
    return opened
  }
}
