import FoundationEssentials
import Hummingbird
import Logging
import NIOCore
import ScimLedger

/// The Unix domain socket by which a running server is administered: `control.sock` in the ledger's
/// directory, for the user that runs the server and nobody else (mode 0600).
///
/// It is bound inside a directory that only this user may enter, given its mode, and only then moved to its
/// name, so there is no moment in which others could connect.
struct ControlSocket {
  private static let staging = ".control"

  private let directory: LedgerDirectory
  private let tenants: TenantRegistry
  private let address: ListeningAddress
  private let logger: Logger

  /// A socket that nobody answers was left behind by a server that ended abruptly; it is replaced.
  ///
  /// - Throws: `ControlError.socketTaken` where another server answers on it.
  init(tenants: TenantRegistry, address: ListeningAddress, logger: Logger) async throws(ControlError) {
    let path = tenants.main.directory
    guard try await ControlClient.connect(directory: path) == nil else {
      throw ControlError.socketTaken(directory: path)
    }
    directory = try LedgerDirectory(opening: path)
    self.tenants = tenants
    self.address = address
    self.logger = logger
  }

  func application(onReady: @escaping @Sendable () -> Void) throws(ControlError) -> Application<
    ControlResponder
  > {
    try prepareStaging()
    let directory = directory
    let quiet = logger.quiet
    return Application(
      responder: ControlResponder(tenants: tenants, address: address, logger: logger),
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(
          path: directory.shortPath(of: Self.staging + "/" + LedgerDirectory.socketName))),
      onServerRunning: { channel in
        do {
          try Self.publish(in: directory)
          onReady()
        } catch {
          quiet.error("The control socket could not be published", metadata: ["error": "\(error)"])
          channel.close(promise: nil)
        }
      },
      logger: quiet)
  }

  /// Takes the socket away when the server has stopped.
  func remove() {
    try? FileManager.default.removeItem(atPath: directory.fullPath(of: LedgerDirectory.socketName))
    try? FileManager.default.removeItem(atPath: directory.fullPath(of: Self.staging))
    directory.close()
  }

  private func prepareStaging() throws(ControlError) {
    let path = directory.fullPath(of: Self.staging)
    do {
      if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw ControlError.unreachable("The control socket cannot be made in \(directory.path): \(error)")
    }
  }

  private static func publish(in directory: LedgerDirectory) throws {
    let staging = directory.fullPath(of: staging)
    let made = staging + "/" + LedgerDirectory.socketName
    let name = directory.fullPath(of: LedgerDirectory.socketName)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: made)
    if FileManager.default.fileExists(atPath: name) { try FileManager.default.removeItem(atPath: name) }
    try FileManager.default.moveItem(atPath: made, toPath: name)
    try FileManager.default.removeItem(atPath: staging)
  }
}
