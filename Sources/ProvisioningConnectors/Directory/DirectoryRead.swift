import JSONTape
import Provisioning

/// A read of a directory that is under way: what must be known to give the next page.
///
/// It can be made again from the continuation alone, at the cost of reading what was read before.
struct DirectoryRead: Sendable {
  private let files: DirectoryFiles
  private var relations: DirectoryRelations?
  /// The ids that the file at hand has had so far, 16 bytes each.
  private var seen: Set<IdentifierDigest> = []
  private(set) var place: DirectoryPlace
  private var hasBegun: Bool

  /// Begins a read.
  init(folder: String, watermark: DirectoryWatermark?) throws(SourceError) {
    files = try DirectoryFiles(folder: folder)
    let digest = try files.digest()
    guard digest != nil || watermark?.digest == nil else {
      throw SourceError(
        .unreadable, place: folder,
        reason: "the snapshot that was read before is gone; an empty users.jsonl says that there are no users"
      )
    }
    let readsSnapshot = digest != nil && watermark?.digest != digest
    place = DirectoryPlace(digest: digest, readsSnapshot: readsSnapshot, delta: watermark?.delta)
    place.file =
      readsSnapshot ? files.parts[.users]?.name : files.delta(after: place.delta).map { "deltas/\($0)" }
    if readsSnapshot { relations = try DirectoryRelations(files) }
    hasBegun = false
  }

  /// Goes on with a read that another process began.
  init(folder: String, place: DirectoryPlace) throws(SourceError) {
    files = try DirectoryFiles(folder: folder)
    self.place = place
    hasBegun = true
    guard try files.digest() == place.digest else { throw Self.changed(folder) }
    guard let name = place.file, files.type(of: name) != nil else { return }
    relations = try DirectoryRelations(files)
    try recallIDs(upTo: place.offset, in: name)
  }

  private static func changed(_ folder: String) -> SourceError {
    SourceError(
      .watermarkExpired, place: folder,
      reason: "the snapshot was replaced while it was read, so that the read must begin again")
  }

  private mutating func recallIDs(upTo offset: UInt64, in name: String) throws(SourceError) {
    guard var records = try records(of: name, from: 0, line: 1) else { return }
    while records.offset < offset, let element = try records.next() {
      guard records.offset <= offset, case .object(let object) = element.content,
        let change = try? ObjectForm(kind: .full).change(type: "User", object)
      else { continue }
      seen.insert(IdentifierDigest(change.key.id))
    }
  }

  private func records(
    of name: String, from offset: UInt64, line: Int
  ) throws(SourceError) -> DirectoryRecords? {
    let file = files.parts.values.first { $0.name == name }
    return try DirectoryRecords(
      path: "\(files.folder)/\(name)", name: name, format: file?.format ?? .lines, offset: offset, line: line,
      requiring: [["id", "objectId"]])
  }
}

extension DirectoryRead {
  /// The next page; the place moves on.
  mutating func page(limit: Int) throws(SourceError) -> SourcePage {
    if place.readsSnapshot {
      guard try DirectoryFiles(folder: files.folder).parts == files.parts else {
        throw Self.changed(files.folder)
      }
    }
    var page = SourcePage(changes: [], isSnapshot: place.readsSnapshot)
    if !hasBegun { page.problems = relations?.problems ?? [] }
    hasBegun = true
    let full = page.problems.count + max(1, limit)
    while let name = place.file, page.changes.count + page.problems.count < full {
      try read(name, upTo: full, into: &page)
    }
    page.continuation = place.continuation
    if page.continuation == nil {
      page.watermark = DirectoryWatermark(digest: place.digest, delta: place.delta).text
    }
    return page
  }

  private mutating func read(_ name: String, upTo full: Int, into page: inout SourcePage) throws(SourceError)
  {
    guard var records = try records(of: name, from: place.offset, line: place.line) else { return }
    let type = files.type(of: name)
    while page.changes.count + page.problems.count < full {
      guard let element = try records.next() else {
        goOn(after: name)
        return
      }
      switch element.content {
      case .object(let object):
        do throws(ObjectForm.Problem) {
          var change = try change(object, type: type)
          if type != nil { relations?.complete(&change) }
          page.changes.append(change)
        } catch {
          page.problems.append(SourceProblem(place: "\(name):\(element.line)", reason: error.reason))
        }
      case .problem(let problem): page.problems.append(problem)
      }
    }
    place.offset = records.offset
    place.line = records.line
  }

  private mutating func change(
    _ object: JSONObject, type: String?
  ) throws(ObjectForm.Problem) -> SourceChange {
    guard let type else {
      guard let type = Self.types[object["type"]?.stringValue?.lowercased() ?? ""] else {
        throw ObjectForm.Problem(reason: #"a delta needs a "type", which is "User" or "Group""#)
      }
      return try ObjectForm(kind: .partial).change(type: type, object)
    }
    let change = try ObjectForm(kind: .full).change(type: type, object)
    guard seen.insert(IdentifierDigest(change.key.id)).inserted else {
      throw ObjectForm.Problem(
        reason: "DuplicateSourceEntries: the id \(change.key.id) stands there for the second time; "
          + "the first one counts")
    }
    return change
  }

  private static let types = ["user": "User", "group": "Group"]

  private mutating func goOn(after name: String) {
    seen = []
    place.offset = 0
    place.line = 1
    if name == files.parts[.users]?.name, let groups = files.parts[.groups] {
      place.file = groups.name
      return
    }
    if files.type(of: name) == nil { place.delta = String(name.dropFirst("deltas/".count)) }
    relations = nil
    place.file = files.delta(after: place.delta).map { "deltas/\($0)" }
  }
}
