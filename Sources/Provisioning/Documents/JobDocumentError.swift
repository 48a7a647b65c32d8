/// Everything that is wrong with a job's files, found in one reading.
public struct JobDocumentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// In the order of the files; there is at least one error among them.
  public var problems: [Problem]

  public init(problems: [Problem]) {
    self.problems = problems
  }

  init(_ message: String, file: String) {
    problems = [Problem(severity: .error, file: file, message: message)]
  }

  /// One problem a line.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

extension JobDocumentError {
  /// One thing that is wrong, or likely not meant.
  public struct Problem: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable, CaseIterable {
      /// The job can't be run.
      case error
      /// The job can be run, but does something that is seldom wanted.
      case warning
    }

    public var severity: Severity
    /// The file as its path was given.
    public var file: String
    /// From 1; nil where the problem has no place in the file.
    public var position: DocumentPosition?
    /// Where in the document, such as `synchronizationRules[0].objectMappings[1]`; empty at its top.
    public var path: String
    /// The object mapping it is about, and the target attribute where it is about one.
    public var mapping: String?
    /// What is wrong, and what would be right.
    public var message: String

    public init(
      severity: Severity, file: String, position: DocumentPosition? = nil, path: String = "",
      mapping: String? = nil, message: String
    ) {
      self.severity = severity
      self.file = file
      self.position = position
      self.path = path
      self.mapping = mapping
      self.message = message
    }

    /// `job.yaml:12:3: error: target.protocol: …`
    public var description: String {
      let place = position.map { "\(file):\($0)" } ?? file
      let subject = [mapping.map { "mapping \($0)" }, path.isEmpty ? nil : path].compactMap { $0 }
      return ([place, severity.rawValue] + subject + [message]).joined(separator: ": ")
    }
  }
}
