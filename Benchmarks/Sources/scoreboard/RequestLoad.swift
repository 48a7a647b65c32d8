import AsyncHTTPClient
import BenchmarkKit
import Foundation
import NIOCore
import NIOHTTP1
import ScimLedger

/// Creates, look-ups by id and searches by userName over HTTP, one kind after the other on each server.
struct RequestLoad {
  /// The folder with the script for wrk.
  var sources: String
  var connections: Int
  var seconds: Int
  /// The people that are created, one a line.
  var file: String
  var users: Int
  var people: People

  private(set) var creates = Contest("POST /Users", unit: "requests", .shareOf(FixedAnswerServer.title))
  private(set) var reads = Contest("GET /Users/{id}", unit: "requests", .shareOf(FixedAnswerServer.title))
  private(set) var searches = Contest(
    "GET /Users?filter=userName eq", unit: "requests", .shareOf(FixedAnswerServer.title))

  var contests: [Contest] { [creates, reads, searches] }

  init(
    sources: String, connections: Int, seconds: Int, file: String, users: Int, people: People
  ) {
    self.sources = sources
    self.connections = connections
    self.seconds = seconds
    self.file = file
    self.users = users
    self.people = people
  }

  /// One round: each server in turn, and with each round another one first.
  mutating func runRound(
    _ round: Int, _ servers: [any WebServer], in place: Workplace, progress: (String) -> Void
  ) async throws {
    for turn in servers.indices {
      let server = servers[(turn + round) % servers.count]
      progress("HTTP, round \(round + 1): \(server.name)")
      _ = try Program("sync", []).run()
      let runs = try await place.withFreshDirectory { directory in
        try await measure(server, in: directory)
      }
      creates.add(runs.create, server.name)
      reads.add(runs.read, server.name)
      searches.add(runs.search, server.name)
    }
  }

  mutating func arrange(_ names: [String]) {
    creates.arrange(names)
    reads.arrange(names)
    searches.arrange(names)
  }

  private func measure(
    _ server: any WebServer, in directory: String
  ) async throws -> (create: Run, read: Run, search: Run) {
    let running = try server.start(in: directory)
    defer { running.stop() }
    let target = Target(name: server.name, running: running)
    try await target.awaitAnswer()
    let create = try send("POST", lines: file, prefix: "/Users", to: target)
    let found =
      server.keepsUsers
      ? try await target.users(created: create.count, connections: connections)
      : (0..<1000).map { (id: UUID().uuidString.lowercased(), userName: people.userName($0)) }
    let (ids, names) = (directory + "/ids", directory + "/names")
    try Data(found.map { $0.id + "\n" }.joined().utf8).write(to: URL(filePath: ids))
    try Data(found.map { $0.userName + "%22\n" }.joined().utf8).write(to: URL(filePath: names))
    let read = try send("GET", lines: ids, prefix: "/Users/", to: target)
    let search = try send("GET", lines: names, prefix: "/Users?filter=userName%20eq%20%22", to: target)
    return (create, read, search)
  }

  private func send(_ method: String, lines: String, prefix: String, to target: Target) throws -> Run {
    let outcome = try Program(
      "wrk",
      [
        "-t", "1", "-c", "\(connections)", "-d", "\(seconds)s", "--timeout", "30s", "-s",
        sources + "/requests.lua",
        target.running.address, "--", method, lines, target.running.path + prefix, target.running.token,
      ]
    ).run()
    let line = outcome.output.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
    let figures = try? JSONValue(parsing: Array(line.utf8)).objectValue
    guard let count = figures?["count"]?.intValue, let seconds = figures?["seconds"]?.decimalValue,
      let refused = figures?["refused"]?.intValue, let broken = figures?["broken"]?.intValue,
      let slowest = figures?["p99"]?.decimalValue
    else { throw BenchmarkError.misunderstood(program: "wrk", said: outcome.output) }
    guard refused == 0, broken == 0, count > 0 else {
      throw BenchmarkError.requestsFailed(server: target.name, refused: refused, broken: broken)
    }
    return Run(count: count, seconds: seconds, slowest: slowest / 1_000_000)
  }
}

/// A running server as a client sees it.
private struct Target {
  var name: String
  var running: RunningServer

  /// Waits until there is an answer of any kind.
  func awaitAnswer() async throws {
    var reason = "nothing"
    for _ in 0..<200 {
      do {
        _ = try await get("/Users?count=0", timeout: 1)
        return
      } catch { reason = "\(error)" }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BenchmarkError.notServing(server: name, said: reason)
  }

  /// Some thousand users that are there.
  ///
  /// - Throws: `BenchmarkError.miscounted` where there are fewer than were answered for. More there may be, since
  ///   what is under way at the end is not waited for.
  func users(created: Int, connections: Int) async throws -> [(id: String, userName: String)] {
    var found: [(id: String, userName: String)] = []
    while found.count < min(created, 5000) {
      let path = "/Users?attributes=userName&count=1000&startIndex=\(found.count + 1)"
      let answer = try await get(path, timeout: 60)
      let total = answer?["totalResults"]?.intValue ?? 0
      guard (created...(created + connections)).contains(total) else {
        throw BenchmarkError.miscounted(answered: created, users: total)
      }
      let page = answer?["Resources"]?.arrayValue ?? []
      guard !page.isEmpty else { throw BenchmarkError.miscounted(answered: created, users: found.count) }
      for resource in page {
        guard let id = resource.objectValue?["id"]?.stringValue,
          let userName = resource.objectValue?["userName"]?.stringValue
        else { continue }
        found.append((id, userName))
      }
    }
    return found
  }

  private func get(_ path: String, timeout: Int64) async throws -> JSONObject? {
    var request = HTTPClientRequest(url: running.address + running.path + path)
    request.headers = ["Accept": "application/scim+json"]
    if !running.token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(running.token)") }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(timeout))
    let body = try await response.body.collect(upTo: 1 << 26)
    return try JSONValue(parsing: Array(body.readableBytesView)).objectValue
  }
}
