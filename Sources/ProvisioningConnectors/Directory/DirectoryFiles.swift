import Crypto
import Foundation
import Provisioning

/// The files of a directory as they are now.
struct DirectoryFiles: Sendable {
  /// A file of the snapshot.
  struct File: Sendable, Hashable {
    var name: String
    var path: String
    var format: RecordReader.Format
    var size: UInt64
    var modified: Date
  }

  /// The parts of a snapshot, in the order they are read in.
  enum Part: String, Sendable, CaseIterable {
    case users, groups, memberships, assignments
  }

  let folder: String
  let parts: [Part: File]

  /// - Throws: `SourceError` where the folder can't be read, or a part is there twice or missing.
  init(folder: String) throws(SourceError) {
    self.folder = folder
    var parts: [Part: File] = [:]
    for part in Part.allCases {
      let found = Self.files(of: part, in: folder)
      guard found.count <= 1 else {
        throw SourceError(
          .unreadable, place: folder,
          reason: "there are \(found.map(\.name).joined(separator: " and ")); keep one of them")
      }
      parts[part] = found.first
    }
    guard parts.isEmpty || parts[.users] != nil else {
      throw SourceError(
        .unreadable, place: folder,
        reason: "there is a snapshot without users.jsonl or users.csv; an empty file says that there are none"
      )
    }
    self.parts = parts
    guard !parts.isEmpty || FileManager.default.fileExists(atPath: folder + "/deltas") else {
      throw SourceError(
        .unreadable, place: folder, reason: "there is no users.jsonl, no users.csv and no folder deltas")
    }
  }

  private static func files(of part: Part, in folder: String) -> [File] {
    [RecordReader.Format.lines, .csv].compactMap { format in
      let name = "\(part.rawValue).\(format.rawValue)"
      let path = "\(folder)/\(name)"
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let size = (attributes[.size] as? NSNumber)?.uint64Value
      else { return nil }
      let modified = attributes[.modificationDate] as? Date ?? .distantPast
      return File(name: name, path: path, format: format, size: size, modified: modified)
    }
  }

  /// The first delta after the one of this name, in the order of the names' bytes.
  func delta(after name: String?) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/deltas")) ?? []
    let isLater: (String) -> Bool = { candidate in
      name.map { $0.utf8.lexicographicallyPrecedes(candidate.utf8) } ?? true
    }
    return names.filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") && isLater($0) }
      .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A digest of the snapshot's names, sizes and contents (SHA-256, hexadecimal); nil where there is none.
  func digest() throws(SourceError) -> String? {
    guard !parts.isEmpty else { return nil }
    var hash = SHA256()
    for part in Part.allCases {
      guard let file = parts[part] else { continue }
      hash.update(data: Array("\(file.name) \(file.size)\n".utf8))
      do {
        let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty { hash.update(data: data) }
      } catch {
        throw SourceError(.unreadable, place: file.name, reason: "the file can't be read")
      }
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
  }

  /// The type of object that a file of this name holds; nil for a delta, which says it itself.
  func type(of name: String) -> String? {
    if name == parts[.users]?.name { return "User" }
    return name == parts[.groups]?.name ? "Group" : nil
  }
}
