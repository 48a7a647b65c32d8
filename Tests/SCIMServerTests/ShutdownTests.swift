import ScimLedger
import ServiceLifecycle
import Synchronization
import Testing

@testable import SCIMServer

@Suite("Graceful shutdown")
struct ShutdownTests {
  private final class Tally: Sendable {
    let acknowledged = Mutex<Set<String>>([])
    let broken = Mutex(0)
  }

  @Test("under load, every acknowledged write is in the reopened ledger and the server ends by itself")
  func underLoad() async throws {
    try await TemporaryLedger.withDirectory { directory in
      try ProvisioningLedger.create(at: directory)
      let ledger = try ProvisioningLedger(opening: directory)
      let tally = Tally()
      try await RunningServer.run(ledger) { server in
        await withTaskGroup(of: Void.self) { group in
          for worker in 0..<16 {
            group.addTask {
              for number in 0..<200 {
                let name = "user-\(worker)-\(number)"
                do {
                  let answer = try await server.scim("POST", "/Users", RunningServer.user(name))
                  guard answer.status == 201 else { break }
                  tally.acknowledged.withLock { _ = $0.insert(name) }
                } catch {
                  tally.broken.withLock { $0 += 1 }
                  break
                }
              }
            }
          }
          group.addTask {
            while tally.acknowledged.withLock({ $0.count < 40 }) {
              try? await Task.sleep(for: .milliseconds(2))
            }
            await server.group.triggerGracefulShutdown()
          }
        }
      }
      await ledger.close()
      #expect(tally.acknowledged.withLock { $0.count } >= 40)
      #expect(tally.broken.withLock { $0 } > 0, "the shutdown came while requests were made")
      let reopened = try ProvisioningLedger(opening: directory)
      for name in tally.acknowledged.withLock({ $0 }) {
        #expect(try reopened.resource(.userName(name)) != nil)
      }
      await reopened.close()
    }
  }

  @Test("a request under way is answered before the server ends")
  func underWay() async throws {
    try await RunningServer.run { server in
      async let answer = server.scim("POST", "/Users", RunningServer.user("last"))
      try await Task.sleep(for: .milliseconds(5))
      await server.group.triggerGracefulShutdown()
      // The request may have come too late for the listening socket, but never be answered halfway.
      if let answer = try? await answer { #expect([201, 503].contains(answer.status)) }
    }
  }

  @Test("a port that is taken is an error")
  func portTaken() async throws {
    try await RunningServer.run { server in
      try await TemporaryLedger.with { ledger in
        let second = SCIMServer(
          ledger: ledger, configuration: .init(host: "127.0.0.1", port: server.port), logger: .silent)
        await #expect(throws: (any Error).self) { try await second.run() }
        let control = try await ControlClient.connect(directory: ledger.directory)
        #expect(control == nil)
      }
    }
  }
}
