import Foundation

/// The file with the key that sealed values are sealed with: 32 random bytes, for the owner alone.
enum SealKey {
  static func path(in directory: String) -> String { directory + "/key" }

  static func load(in directory: String) throws(JobLedgerError) -> [UInt8] {
    let path = path(in: directory)
    guard let data = FileManager.default.contents(atPath: path), data.count == Seal.keyLength else {
      throw .keyMissing(path: path)
    }
    return Array(data)
  }

  /// Makes the file unless it is there, as it is after a crash that came before the log was made.
  static func make(in directory: String) throws {
    let path = path(in: directory)
    guard !FileManager.default.fileExists(atPath: path) else { return }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<Seal.keyLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    // Written under another name first, so that a crash leaves no half of it.
    let draft = path + ".draft"
    try? FileManager.default.removeItem(atPath: draft)
    guard
      FileManager.default.createFile(
        atPath: draft, contents: Data(key), attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: draft]) }
    try FileManager.default.moveItem(atPath: draft, toPath: path)
  }
}
