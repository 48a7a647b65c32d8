package import Directory
package import EventLog
import LMDB

/// Resources as events have left them, kept decoded for a while: who looks at one usually changes it next.
package final class ResourceVersions: Sendable {
  /// Of a few kilobytes each.
  private static let most = 16_384

  private let versions = Locked<[Position: StoredResource]>([:])

  package init() {}

  /// The resource as the event at a position left it; nil where that is not known any more.
  package subscript(position: Position) -> StoredResource? { versions.withLock { $0[position] } }

  package func keep(_ resource: StoredResource) {
    versions.withLock { versions in
      if versions.count >= ResourceVersions.most { versions.removeAll(keepingCapacity: true) }
      versions[resource.position] = resource
    }
  }

  /// A version that is not the present one any more is hardly looked at.
  func forget(_ position: Position) { versions.withLock { $0[position] = nil } }
}
