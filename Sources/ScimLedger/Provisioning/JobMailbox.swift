import Foundation
import JSONTape

/// Where requests to the process that runs a job are put: the folder `requests` in the job's ledger.
///
/// A request is a file that is renamed into its place when it is whole, and renamed again by whoever takes it,
/// so that it is taken once. Only this user may enter the folder.
public struct JobMailbox: Sendable {
  /// A request that was taken and waits for its answer.
  struct Letter: Sendable {
    var id: String
    /// Nil where it can't be understood.
    var request: JobRequest?
    var actor: String?
  }

  /// What became of a request.
  public struct Answer: Sendable, Hashable {
    public var isDone: Bool
    public var text: String
  }

  private let folder: String
  /// Letters of processes that died are swept away after so many seconds.
  private static let longestLife: Double = 3600

  /// - Parameter directory: The job's ledger.
  public init(ledger directory: String) {
    folder = directory + "/requests"
  }

  // MARK: - Who asks

  /// Posts a request and returns its id.
  public func post(_ request: JobRequest, actor: String?) throws -> String {
    try prepare()
    let id = UUID().uuidString
    var letter = request.json
    letter["actor"] = actor.map { .string($0) }
    try write(letter, as: id + ".request")
    return id
  }

  /// The answer to a request, once; nil while there is none.
  public func answer(to id: String) -> Answer? {
    guard let object = read(id + ".answer") else { return nil }
    try? FileManager.default.removeItem(atPath: path(id + ".answer"))
    return Answer(isDone: object["isDone"]?.boolValue == true, text: object["text"]?.stringValue ?? "")
  }

  /// Takes a request back.
  ///
  /// - Returns: Whether nobody had taken it; otherwise its answer is still to come.
  public func withdraw(_ id: String) -> Bool { take(id, as: ".withdrawn") != nil }

  // MARK: - Who answers

  /// Takes what was posted, in the order of the files' names.
  func takeAll() -> [Letter] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      // A draft is still being written, and whoever writes it waits for the answer under its later name.
      guard name.hasSuffix(".request"), !name.hasPrefix(".") else { return nil }
      let id = String(name.dropLast(".request".count))
      guard let object = take(id, as: ".taken") else { return nil }
      return Letter(id: id, request: JobRequest(json: object), actor: object["actor"]?.stringValue)
    }
  }

  func answer(_ id: String, _ answer: Answer) {
    try? write(["isDone": .bool(answer.isDone), "text": .string(answer.text)], as: id + ".answer")
  }

  /// Removes what processes left behind that ended before they were answered.
  func sweep() {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      let changed = (try? files.attributesOfItem(atPath: path(name)))?[.modificationDate] as? Date
      guard let changed, changed.timeIntervalSinceNow < -Self.longestLife else { continue }
      try? files.removeItem(atPath: path(name))
    }
  }

  // MARK: - Files

  private func path(_ name: String) -> String { folder + "/" + name }

  private func prepare() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private func write(_ object: JSONObject, as name: String) throws {
    let draft = path("." + name)
    try Data(object.serialized()).write(to: URL(filePath: draft))
    try rename(draft, to: path(name))
  }

  /// Renames a file that nobody else renames from there.
  ///
  /// Foundation looks at the file once more after it has renamed it, and calls it a failure if another process
  /// has taken it by then. So what counts is whether the file has left its place.
  private func rename(_ source: String, to destination: String) throws {
    let files = FileManager.default
    do {
      try files.moveItem(atPath: source, toPath: destination)
    } catch {
      if files.fileExists(atPath: source) { throw error }
    }
  }

  private func read(_ name: String) -> JSONObject? {
    guard let data = FileManager.default.contents(atPath: path(name)) else { return nil }
    return (try? JSONValue(parsing: [UInt8](data)))?.objectValue
  }

  private func take(_ id: String, as suffix: String) -> JSONObject? {
    do {
      try FileManager.default.moveItem(atPath: path(id + ".request"), toPath: path(id + suffix))
    } catch {
      // Whoever withdrew it has it now, unless it came to where it was to go.
      guard FileManager.default.fileExists(atPath: path(id + suffix)) else { return nil }
    }
    defer { try? FileManager.default.removeItem(atPath: path(id + suffix)) }
    return read(id + suffix) ?? [:]
  }
}
