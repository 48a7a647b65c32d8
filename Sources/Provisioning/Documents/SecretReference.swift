import FoundationEssentials

/// Where a secret stands; the secret itself is in no job file, no event and no log.
public enum SecretReference: Sendable, Hashable, CustomStringConvertible {
  /// An environment variable.
  case environment(String)
  /// A file that holds nothing else; white space at its ends does not count.
  case file(String)

  /// Reads the secret.
  ///
  /// - Throws: `JobDocumentError` where it is not there or empty.
  public func load(environment: [String: String]) throws(JobDocumentError) -> String {
    switch self {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw JobDocumentError(
          "the environment variable \(name) is not set; it must hold the secret", file: "environment")
      }
      return value
    case .file(let path):
      let bytes = try DocumentFile.bytes(of: path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JobDocumentError("the file must hold the secret as UTF-8 text", file: path)
      }
      let secret = text.split(whereSeparator: \.isWhitespace)
      guard secret.count == 1, let only = secret.first else {
        throw JobDocumentError("the file must hold the secret, in one word, and nothing else", file: path)
      }
      return String(only)
    }
  }

  /// `environment NAME` or `file PATH`.
  public var description: String {
    switch self {
    case .environment(let name): "environment \(name)"
    case .file(let path): "file \(path)"
    }
  }
}

/// How a job shows who it is.
public enum Credentials: Sendable, Hashable {
  case none
  /// A token that goes with each request (RFC 6750).
  case bearer(SecretReference)
  /// A token that is fetched for a client's id and secret (RFC 6749 §4.4).
  case clientCredentials(tokenURL: String, clientID: String, secret: SecretReference)
}
