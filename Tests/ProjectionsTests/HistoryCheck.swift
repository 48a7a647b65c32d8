import LedgerTestKit
import ScimLedger
import Testing

/// Compares a ledger with the model that has seen the same history.
struct HistoryCheck {
  let model: DirectoryModel
  let seed: UInt64
  let test: TestLedger

  init(_ history: History, _ test: TestLedger) {
    model = history.model
    seed = history.seed
    self.test = test
  }

  private var comment: Comment { "seed \(seed)" }

  func totals() throws {
    let status = try test.ledger.status()
    #expect(status.users == model.users.count, comment)
    #expect(status.activeUsers == model.activeUsers, comment)
    #expect(status.groups == model.groups.count, comment)
    #expect(status.memberships == model.memberships, comment)
    var users: [DirectoryResource] = []
    try test.ledger.forEachResource(ofType: "User") { users.append($0) }
    var groups: [DirectoryResource] = []
    try test.ledger.forEachResource(ofType: "Group") { groups.append($0) }
    #expect(users.map(\.id.description) == model.userIDs, comment)
    #expect(groups.map(\.id.description) == model.groupIDs, comment)
    #expect(status.activeUsers == users.count { $0.isActive ?? true }, comment)
    #expect(status.memberships == groups.reduce(0) { $0 + ($1.members ?? []).count }, comment)
    #expect(try test.ledger.resources(ofType: "User", count: 0).totalResults == users.count, comment)
  }

  /// Every identifying value finds who has it, and nobody else.
  func index() throws {
    for name in History.userNames {
      let found = try test.ledger.resource(.userName(name.uppercased()))
      #expect(found?.id.description == model.users(named: name).first, comment)
      #expect(try find("User", "userName eq \"\(name)\"") == model.users(named: name), comment)
    }
    for name in History.displayNames {
      #expect(try find("Group", "displayName eq \"\(name)\"") == model.groups(named: name), comment)
    }
    for external in History.externalIDs {
      let users = model.userIDs.filter { model.users[$0]?.externalID == external }
      #expect(try find("User", "externalId eq \"\(external)\"") == users, comment)
      let groups = model.groupIDs.filter { model.groups[$0]?.externalID == external }
      #expect(try find("Group", "externalId eq \"\(external)\"") == groups, comment)
      #expect(try find("User", "externalId eq \"\(external.uppercased())\"") == [], comment)
    }
    for index in 0..<9 {
      let email = "mail\(index)@example.com"
      let users = model.userIDs.filter { model.users[$0]?.workEmail == email }
      #expect(try find("User", "emails.value eq \"\(email)\"") == users, comment)
      #expect(try find("User", "emails[type eq \"work\" and value eq \"\(email)\"]") == users, comment)
      #expect(try find("User", "not (not (emails.value eq \"\(email)\"))") == users, comment)
    }
  }

  private func find(_ type: String, _ filter: String) throws -> [String] {
    try test.ledger.resources(ofType: type, filter: try Filter(parsing: filter)).resources
      .map(\.id.description)
  }

  /// Each live resource is what the event at its position left.
  func stored() throws {
    for id in (model.userIDs + model.groupIDs).compactMap({ Identifier($0) }) {
      let resource = try #require(try test.ledger.resource(.id(id)), comment)
      let event = try #require(try test.ledger.event(at: resource.position), comment)
      let stored = try #require(StoredResource(event), comment)
      #expect(stored.id == id, comment)
      #expect(stored.type == resource.type, comment)
      #expect(stored.image == resource.image, comment)
      #expect(stored.created == resource.created, comment)
      #expect(stored.lastModified == resource.lastModified, comment)
      #expect(stored.version == resource.version, comment)
      #expect(
        try test.ledger.history(.id(id)).last { $0.effect != nil }?.position == resource.position, comment)
    }
    for id in model.gone.compactMap({ Identifier($0) }) {
      #expect(try test.ledger.resource(.id(id)) == nil, comment)
      #expect(try test.ledger.history(.id(id)).last { $0.effect != nil }?.operation == .delete, comment)
    }
  }

  /// What a client reads is what the model holds.
  func answers() async {
    for id in model.userIDs {
      let answer = await test.send("GET", "/Users/\(id)")
      #expect(answer.status == 200, comment)
      let user = DirectoryModel.User(
        userName: answer["userName"]?.stringValue ?? "", externalID: answer["externalId"]?.stringValue,
        owner: model.users[id]?.owner ?? "", active: answer["active"]?.boolValue ?? true,
        givenName: answer["name"]?.objectValue?["givenName"]?.stringValue,
        title: answer["title"]?.stringValue,
        workEmail: answer["emails"]?.arrayValue?.first?.objectValue?["value"]?.stringValue)
      #expect(user == model.users[id], comment)
      #expect(answer["password"] == nil, comment)
      #expect(values(answer["groups"]) == model.groups(of: id), comment)
    }
    for id in model.groupIDs {
      let answer = await test.send("GET", "/Groups/\(id)")
      let group = DirectoryModel.Group(
        displayName: answer["displayName"]?.stringValue ?? "",
        externalID: answer["externalId"]?.stringValue, owner: model.groups[id]?.owner ?? "",
        members: values(answer["members"]))
      #expect(group == model.groups[id], comment)
      #expect(answer["members"]?.arrayValue?.count == group.members.count, comment)
    }
    for id in model.gone.suffix(5) {
      #expect(await test.send("GET", "/Users/\(id)").status == 404, comment)
      #expect(await test.send("GET", "/Groups/\(id)").status == 404, comment)
    }
  }

  private func values(_ list: JSONValue?) -> Set<String> {
    Set((list?.arrayValue ?? []).compactMap { $0.objectValue?["value"]?.stringValue })
  }
}
