import BenchmarkKit
import Foundation
import ScimLedger
import Synchronization

/// A ledger in a temporary directory, and whom it has.
final class SuiteLedger: Sendable {
  let directory: String
  let ledger: ProvisioningLedger
  let people: People
  private let ids: Mutex<[String]> = Mutex([])
  private let counter = Counter()

  /// Makes a ledger and fills it.
  init(users: Int) async throws {
    let place = FileManager.default.temporaryDirectory.path + "/suites-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    directory = place
    people = People(seed: 1)
    try ProvisioningLedger.create(at: place + "/ledger")
    ledger = try ProvisioningLedger(opening: place + "/ledger")
    if users > 0 { try await create(users, callers: 128) }
  }

  /// The ids of who was created, in no order.
  var created: [String] { ids.withLock { $0 } }

  /// Creates more people, so many at a time.
  func create(_ count: Int, callers: Int) async throws {
    let end = (0..<count).map { _ in counter.next() }
    let next = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<callers {
        group.addTask { [self] in
          while case let index = next.next(), index < end.count {
            let response = try await ledger.createUser(people.body(end[index]), end[index])
            let location = response.headers.first { $0.name == "Location" }?.value ?? ""
            ids.withLock { $0.append(String(location.suffix(36))) }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Sends a request that is to be answered with 200.
  func send(_ method: String, _ path: String, query: String = "", body: [UInt8] = []) async throws {
    let request = SCIMRequest(
      method: method, path: path, query: query, body: body, requestID: "benchmark",
      contentType: body.isEmpty ? nil : "application/scim+json")
    let response = await ledger.handle(request, as: .benchmark)
    guard response.status == 200 else { throw BenchmarkError.unexpected(request, expected: "200", response) }
  }

  func close() async {
    await ledger.close()
    try? FileManager.default.removeItem(atPath: directory)
  }
}

/// What a suite's iterations share, from its set-up to its end.
final class Shared<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  func set(_ value: Value) { kept.withLock { $0 = value } }

  func take() -> Value? { kept.withLock { $0.take() } }

  /// - Throws: `NotSetUp` before there is a value.
  var value: Value {
    get throws {
      guard let value = kept.withLock({ $0 }) else { throw NotSetUp() }
      return value
    }
  }
}

struct NotSetUp: Error {}
