import JSONTape
import LedgerTestKit
import Provisioning

/// Changes a directory as people do: joiners, movers, leavers, renames, groups and managers.
struct RandomDirectory {
  let world: ProvisioningWorld
  /// Whether objects must be assigned; else all whose department is Tours are in scope.
  let isAssigned: Bool
  var generator: SeededGenerator
  private var made = 0

  init(_ world: ProvisioningWorld, isAssigned: Bool, seed: UInt64) {
    self.world = world
    self.isAssigned = isAssigned
    generator = SeededGenerator(seed: seed)
  }

  private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func key(_ type: String) -> SourceKey? {
    world.source.objects.map(\.key).filter { $0.type == type }.randomElement(using: &generator)
  }

  private mutating func ids(_ type: String, upTo count: Int) -> [String] {
    let keys = world.source.objects.map(\.key).filter { $0.type == type }.shuffled(using: &generator)
    return keys.prefix(draw(count + 1)).map(\.id).sorted()
  }

  private mutating func assignments() -> JSONValue { draw(3) == 0 ? .null : ["User"] }

  mutating func hire() {
    made += 1
    let id = "u\(made)"
    let manager = draw(2) == 0 ? nil : key("User")?.id
    world.hire(
      id, ["department": draw(4) == 0 ? "Sales" : "Tours", "appRoleAssignments": assignments()],
      manager: manager)
  }

  mutating func found() {
    made += 1
    world.found("g\(made)", members: ids("User", upTo: 5), ["appRoleAssignments": assignments()])
  }

  /// One change, whatever comes.
  mutating func change() {
    made += 1
    switch draw(16) {
    case 0, 1, 2: hire()
    case 3: found()
    case 4: if let key = key("User") { world.source.patch(key, ["displayName": .string("Name \(made)")]) }
    case 5:
      guard let key = key("User") else { return }
      world.source.patch(
        key, ["userPrincipalName": .string("r\(made)@example.com"), "mail": .string("r\(made)@example.com")])
    case 6:
      if let key = key("User") { world.source.patch(key, ["department": "Sales", "jobTitle": "Seller"]) }
    case 7: if let key = key("User") { world.source.patch(key, ["department": "Tours"]) }
    case 8: if let key = key("User") { world.source.patch(key, ["accountEnabled": .bool(draw(2) == 0)]) }
    case 9:
      guard let key = key("User") else { return }
      if world.source.object(key)?.kind == .softDeleted {
        world.source.patch(key, ["isSoftDeleted": false])
      } else {
        world.source.softDelete(key)
      }
    case 10: delete()
    case 11:
      guard let key = key("User") else { return }
      let manager = draw(4) == 0 ? [] : ids("User", upTo: 3).prefix(1)
      world.source.patch(key, [:], ["manager": .all(Array(manager))])
    case 12, 13:
      guard let key = key("Group") else { return }
      let removed = ids("User", upTo: 3)
      let added = ids("User", upTo: 3).filter { !removed.contains($0) }
      world.source.patch(key, [:], ["members": .delta(added: added, removed: removed)])
    case 14:
      guard let key = key(draw(2) == 0 ? "Group" : "User") else { return }
      world.source.patch(key, ["appRoleAssignments": assignments()])
    default:
      guard let key = key("Group") else { return }
      world.source.patch(key, ["displayName": .string("Group \(made)")])
    }
  }

  private mutating func delete() {
    guard let key = key(draw(4) == 0 ? "Group" : "User") else { return }
    // Some directories tell who pointed to it, some leave that out.
    if draw(2) == 0 {
      for object in world.source.objects {
        if case .all(let ids)? = object.references["members"], ids.contains(key.id) {
          world.source.patch(object.key, [:], ["members": .delta(added: [], removed: [key.id])])
        }
        if case .all(let ids)? = object.references["manager"], ids.contains(key.id) {
          world.source.patch(object.key, [:], ["manager": .all([])])
        }
      }
    }
    world.source.delete(key)
  }

  // MARK: - What must come of it

  private func ids(_ object: SourceChange, _ attribute: String) -> [String] {
    if case .all(let ids)? = object.references[attribute] { ids } else { [] }
  }

  private func isInScope(_ object: SourceChange) -> Bool {
    guard isAssigned else { return object.key.type == "Group" || object.attributes["department"] == "Tours" }
    if object.attributes["appRoleAssignments"] != nil { return true }
    return object.key.type == "User"
      && world.source.objects.contains {
        $0.key.type == "Group" && $0.attributes["appRoleAssignments"] != nil
          && ids($0, "members").contains(object.key.id)
      }
  }

  /// Where source and target differ within scope, and what stands in the target twice.
  func differences() async -> [String] {
    var found: [String] = []
    let users = await world.resources("/Users")
    let groups = await world.resources("/Groups")
    let objects = world.source.objects
    for (name, resources) in [("account", users), ("group", groups)] {
      let ids = resources.compactMap { $0["externalId"]?.stringValue }
      if ids.count != resources.count { found.append("an \(name) without externalId") }
      if Set(ids).count != ids.count { found.append("an \(name) twice: \(ids.sorted())") }
    }
    func account(_ id: String, _ type: String = "User") -> JSONObject? {
      (type == "User" ? users : groups).first { $0["externalId"]?.stringValue == id }
    }
    for user in users {
      guard let id = user["externalId"]?.stringValue else { continue }
      let object = objects.first { $0.key == .user(id) }
      let isWanted = object.map { isInScope($0) && isEnabled($0) } ?? false
      if !isWanted, user["active"] != false { found.append("\(id) has access still") }
    }
    for group in groups {
      guard let id = group["externalId"]?.stringValue else { continue }
      let object = objects.first { $0.key == .group(id) }
      if !(object.map { isInScope($0) } ?? false) { found.append("group \(id) is there still") }
    }
    for object in objects where isInScope(object) {
      let id = object.key.id
      guard object.key.type == "Group" || isEnabled(object) else { continue }
      guard let resource = account(id, object.key.type) else {
        found.append("\(object.key) is missing")
        continue
      }
      var wanted = [("displayName", object.attributes["displayName"])]
      if object.key.type == "User" {
        wanted += [
          ("userName", object.attributes["userPrincipalName"]), ("title", object.attributes["jobTitle"]),
          ("active", true),
        ]
        let manager = resource["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]?.objectValue?[
          "manager"]?.objectValue?["value"]
        let expected = ids(object, "manager").first.flatMap { account($0)?["id"] }
        // A target may keep the id of an account that is gone.
        let isThere = users.contains { $0["id"] == manager }
        if (isThere ? manager : nil) != expected {
          found.append("\(id) has the manager \(manager ?? .null), not \(expected ?? .null)")
        }
        let mail = resource["emails"]?.arrayValue?.first?.objectValue?["value"]
        if mail != object.attributes["mail"] { found.append("\(id) has the mail \(mail ?? .null)") }
      } else {
        // An account that nobody manages any more may stay a member.
        let unmanaged = users.filter { user in
          !objects.contains { $0.key.id == user["externalId"]?.stringValue }
        }.compactMap { $0["id"]?.stringValue }
        let members = (resource["members"]?.arrayValue ?? [])
          .compactMap { $0.objectValue?["value"]?.stringValue }.filter { !unmanaged.contains($0) }
        let expected = Set(ids(object, "members")).compactMap { account($0)?["id"]?.stringValue }
          .filter { !unmanaged.contains($0) }
        if members.sorted() != expected.sorted() {
          found.append("group \(id) has \(members.count) members, not \(expected.count)")
        }
      }
      for (name, value) in wanted where resource[name] != value {
        found.append("\(id) has the \(name) \(resource[name] ?? .null), not \(value ?? .null)")
      }
    }
    return found
  }

  private func isEnabled(_ object: SourceChange) -> Bool {
    object.kind != .softDeleted && object.attributes["accountEnabled"] == true
  }
}
