import ScimLedger

extension DemoJob {
  /// What a service provider has to refuse, sent by hand, since the engine sends no such thing.
  mutating func refusals() async throws {
    screen.chapter("What must be refused")
    let twin = try await client.post("/Users", EntraDialect.user(DemoDirectory.duplicate))
      .refused(409, "uniqueness")
    show("\(DemoDirectory.duplicate.userName), a name in another spelling", twin)
    guard let account = try account(source.person("1404")) else {
      throw CommandFailure(.failure, "The demo expected an account of employee 1404.")
    }
    let path = try await client.patch(
      "/Users/\(account.id)", [EntraDialect.replace("favouriteColour", "blue")]
    ).refused(400, "invalidPath")
    show("an attribute that does not exist", path)
    try await refuseStranger()
  }

  /// Unauthenticated traffic stays out of the log: anybody could fill it otherwise.
  private func refuseStranger() async throws {
    try await settle()
    let before = try ledger.head()
    try await client.getAsStranger("/Users").refused(401, nil)
    try expect(try ledger.head() == before, "a request with a wrong token to stay out of the log")
    screen.done("a wrong token → 401, and the log has not grown")
  }

  private func show(_ what: String, _ answer: DemoAnswer) {
    let kind = answer.scimType.map { " \($0)" } ?? ""
    screen.done("\(what) → \(answer.status)\(kind)")
    if let detail = answer["detail"]?.stringValue { screen.aside(detail) }
  }
}
