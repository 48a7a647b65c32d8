import ScimLedger

extension DemoJob {
  /// What a service provider has to refuse, and what the log makes of it.
  mutating func refusals() async throws {
    screen.chapter("What must be refused")
    let filter = try await client.get("/Users?filter=userName+eq").refused(400, "invalidFilter")
    show("half a filter", filter)

    let person = try person("1404")
    let path = try await client.patch(
      try target(person), [EntraDialect.replace("favouriteColour", "blue")]
    ).refused(400, "invalidPath")
    show("an attribute that does not exist", path)

    let again = try await client.post("/Users", EntraDialect.user(person)).refused(409, "uniqueness")
    show("somebody who is there already", again)

    let broken = try await client.post("/Users", text: "{\"userName\": \"half.a.body@example.com\"")
      .refused(400, "invalidSyntax")
    show("half a JSON body", broken)

    try await refuseStranger()
  }

  /// Unauthenticated traffic stays out of the log: anybody could fill it otherwise.
  private func refuseStranger() async throws {
    try await settle()
    let before = try ledger.head()
    try await client.getAsStranger("/Users").refused(401, nil)
    guard try ledger.head() == before else {
      throw CommandFailure(.failure, "A request with a wrong token was expected to stay out of the log.")
    }
    screen.done("a wrong token → 401, and the log has not grown")
  }

  private func show(_ what: String, _ answer: DemoAnswer) {
    let kind = answer.scimType.map { " \($0)" } ?? ""
    screen.done("\(what) → \(answer.status)\(kind)")
    if let detail = answer["detail"]?.stringValue { screen.aside(detail) }
  }

  /// Waits until the log holds an event for each request: reads are recorded without making the reader wait.
  func settle() async throws {
    let expected = await client.recorded
    var found = 0
    for _ in 0..<200 {
      found = try recordedRequests()
      if found == expected { return }
      try await Task.sleep(for: .milliseconds(25))
    }
    throw CommandFailure(.failure, "\(expected) requests were sent, but the log holds \(found) of them.")
  }

  /// How many events stand for a request; the others are administrative, or consequences.
  private func recordedRequests() throws -> Int {
    try ledger.status().events.reduce(0) { sum, entry in
      switch entry.operation {
      case .createLedger, .issueToken, .revokeToken, .leaveGroup: sum
      default: sum + entry.count
      }
    }
  }
}
