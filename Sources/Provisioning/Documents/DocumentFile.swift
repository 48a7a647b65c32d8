import FoundationEssentials

/// Reads the files a job consists of.
enum DocumentFile {
  /// Bytes of a job file, which is written by hand.
  private static let jobLimit = 1 << 20

  /// The top of a job file: JSON where its name ends in `.json`, YAML otherwise.
  static func job(at path: String) throws(JobDocumentError) -> DocumentNode {
    let bytes = try bytes(of: path)
    if path.lowercased().hasSuffix(".json") { return try DocumentNode(json: bytes, file: path) }
    guard bytes.count <= jobLimit else {
      throw JobDocumentError("the file is larger than \(jobLimit) bytes", file: path)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JobDocumentError("the file is not UTF-8", file: path)
    }
    return try DocumentNode(yaml: text, file: path)
  }

  /// The top of a JSON file.
  static func json(at path: String) throws(JobDocumentError) -> DocumentNode {
    try DocumentNode(json: bytes(of: path), file: path)
  }

  static func bytes(of path: String) throws(JobDocumentError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw JobDocumentError(
        FileManager.default.fileExists(atPath: path)
          ? "the file can't be read; check that it is a file and that this user may read it"
          : "there is no such file", file: path)
    }
    return [UInt8](data)
  }

  /// The directory that a file's relative paths start from; empty for the working directory.
  static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ""
  }

  /// A path as it is written in a file of `directory`.
  static func resolve(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : directory + path
  }
}
