import NIOPosix
public import Provisioning
import Synchronization

/// A folder of files: a snapshot, and deltas on top of it.
///
/// ```
/// users.jsonl        {"id": "6a1…", "userPrincipalName": "babs@example.com", "accountEnabled": true, …}
/// groups.jsonl       {"id": "90c…", "displayName": "Tour Guides", "members": ["6a1…"]}
/// memberships.jsonl  {"group": "90c…", "member": "6a1…"}
/// assignments.jsonl  {"principal": "6a1…", "appRole": {"id": "…", "displayName": "…", "value": "Admin"}}
/// deltas/*.jsonl     {"type": "User", "id": "6a1…", "mail": null}
/// ```
/// Each of the first four may be a CSV file instead (`users.csv`), with the names in its first row; all but the
/// users may be left out. What an object may hold is in `ObjectForm`'s words: `manager`, `members`,
/// `appRoleAssignments`, `isSoftDeleted`, `deletedDateTime`, and in deltas `@removed` and `members@delta`.
/// Rows about groups and principals that are not in the snapshot say nothing.
///
/// **Reads.** The watermark names the snapshot by a digest of its contents, and the last delta. While the
/// snapshot is the same, a read gives the deltas with later names, in the order of their names. When it has
/// changed, a read gives all of it (`isSnapshot`) and then the deltas with later names: a snapshot supersedes
/// the deltas that were read before. A read without a watermark takes all deltas to be later than the snapshot,
/// so whoever replaces the snapshot removes the deltas that are in it. A file that is being written has to
/// have another name (`users.jsonl.new`) and be renamed when it is whole.
///
/// **Memory.** Objects are read page by page, from the place in the file where the page before ended.
/// Memberships and assignments are held while the snapshot is read, at about 8 bytes each and 60 for each
/// object that occurs in them, and 16 bytes for each id read, to see which come twice.
public final class DirectorySource: ProvisioningSource {
  public let name: String

  /// The read that the last page was of; going on with it spares reading again what was read before.
  private let current = Mutex<DirectoryRead?>(nil)

  /// - Parameter path: The folder.
  public init(path: String) {
    var name = path
    while name.count > 1, name.hasSuffix("/") { name.removeLast() }
    self.name = name
  }

  public func page(_ request: SourceRequest) async throws(SourceError) -> SourcePage {
    do {
      // Files are read on a thread that may wait for them.
      return try await NIOThreadPool.singleton.runIfActive { try self.read(request) }
    } catch let error as SourceError {
      throw error
    } catch {
      throw SourceError(.unavailable, place: name, reason: "reading was cancelled")
    }
  }

  private func read(_ request: SourceRequest) throws(SourceError) -> SourcePage {
    let kept = current.withLock { current in
      let kept = current
      current = nil
      return kept
    }
    var read = try read(goingOnWith: kept, request)
    let page = try read.page(limit: request.limit)
    current.withLock { $0 = page.continuation == nil ? nil : read }
    return page
  }

  private func read(
    goingOnWith kept: DirectoryRead?, _ request: SourceRequest
  ) throws(SourceError) -> DirectoryRead {
    guard let continuation = request.continuation else {
      let watermark = try request.watermark.map { text throws(SourceError) in
        guard let watermark = DirectoryWatermark(text) else { throw expired("watermark") }
        return watermark
      }
      return try DirectoryRead(folder: name, watermark: watermark)
    }
    guard let place = DirectoryPlace(continuation: continuation) else { throw expired("continuation") }
    if let kept, kept.place == place { return kept }
    return try DirectoryRead(folder: name, place: place)
  }

  private func expired(_ what: String) -> SourceError {
    SourceError(
      .watermarkExpired, place: name,
      reason: "the \(what) is not one of this source's, so that reading must begin again")
  }
}
