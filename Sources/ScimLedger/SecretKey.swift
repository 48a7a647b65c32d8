import Foundation

/// A random key that a ledger keeps in a file of its own, for its owner alone, and never in the log.
enum SecretKey {
  static let length = 32

  /// The key of this name, made when it is first asked for.
  ///
  /// A key that is lost or replaced makes void what it has signed, and nothing else.
  static func load(_ name: String, in directory: String) throws -> [UInt8] {
    let folder = directory + "/keys"
    let path = "\(folder)/\(name)"
    if let data = FileManager.default.contents(atPath: path), data.count == length { return Array(data) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var generator = SystemRandomNumberGenerator()
    let key = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(key), attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    return key
  }
}
