public import Directory
public import EventLog
public import SCIM

/// How people and groups are taken in from a file.
public struct ResourceImport: Sendable {
  /// Whether who is there already is changed to what the file says; see `ImportRules/updatesExisting`.
  public var updatesExisting = false
  /// After more refused lines than this the import stops; nil for no limit.
  public var mostRejected: Int?
  /// The resource type of lines that name none, and of a CSV file's rows.
  public var type = "User"
  /// The SCIM paths that a CSV file's columns are for, such as `emails[type eq "work"].value`; an empty path
  /// leaves a column out. Columns of usual names need none.
  public var columns: [String: String] = [:]
  /// How the file is written; nil to see it by its beginning.
  public var format: Format?
  /// Whom the events name as the one who asked, and in whose terms `externalId` is.
  public var client = ResourceImport.client
  /// Sets an import apart from an earlier one of the same file: with another value its lines are taken in anew.
  public var run = ""

  /// How a file is written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// JSON Lines of resources or bulk requests, or one JSON document of them.
    case json
    /// RFC 4180, with the columns' names in the first row.
    case csv
  }

  /// The operator's import.
  public static let client = Client(name: "import", client: "import", tokenID: .none)

  public init() {}

  /// The operator's import in another client's terms; that of the client `import` where nil.
  public static func client(speakingFor name: String?) -> Client {
    var client = client
    if let name { client.client = name }
    return client
  }
}

/// A line that was not taken in.
public struct ImportReject: Sendable, Equatable {
  /// From 1.
  public var line: Int
  /// Where the line begins in the file, in bytes.
  public var offset: UInt64
  /// The operation's or element's index, from 0, where the line holds several.
  public var index: Int?
  public var error: SCIMError
  /// The line, or of several resources in one line the one that is meant.
  public var text: [UInt8]

  public init(line: Int, offset: UInt64, index: Int? = nil, error: SCIMError, text: [UInt8]) {
    self.line = line
    self.offset = offset
    self.index = index
    self.error = error
    self.text = text
  }
}

/// What an import has come to so far.
public struct ImportSummary: Sendable, Hashable {
  /// The cycle of all its events.
  public var cycle: Identifier
  /// How many resources were read, those that can't be read included.
  public var read = 0
  public var created = 0
  public var updated = 0
  /// Found as the file says; these have no event.
  public var unchanged = 0
  /// Taken in by an earlier run of the same import, and passed over now.
  public var known = 0
  public var rejected = 0
  /// The first event that this run appended.
  public var first: Position?
  /// The last event that this run appended.
  public var last: Position?
  /// Whether it stopped because more than ``ResourceImport/mostRejected`` lines were refused.
  public var isStopped = false
  /// Bytes of the file that were read, and its size.
  public var bytes: UInt64 = 0
  public var size: UInt64 = 0

  /// How many resources are decided.
  public var settled: Int { created + updated + unchanged + known + rejected }

  init(cycle: Identifier) { self.cycle = cycle }
}
