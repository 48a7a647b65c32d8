import LedgerTestKit
import ScimLedger

extension History {
  mutating func createUser() async {
    let client = client()
    let user = DirectoryModel.User(
      userName: userName(), externalID: externalID(), owner: client.client.client, active: chance(80),
      givenName: chance(50) ? "Given \(number(below: 9))" : nil, title: chance(30) ? "Title" : nil,
      workEmail: chance(50) ? "mail\(number(below: 9))@example.com" : nil)
    let status = model.accepts(user, as: nil) ? 201 : 409
    let answer = await send(client, "POST", "/Users", body(of: user), expecting: status)
    if answer.status == 201 { model.put(user, as: answer.id) }
  }

  mutating func replaceUser() async {
    guard let id = pick(model.userIDs), let present = model.users[id] else { return }
    let client = client()
    var user = DirectoryModel.User(
      userName: chance(60) ? present.userName : userName(), externalID: externalID(), owner: present.owner,
      active: present.active)
    if chance(50) { user.givenName = "Given \(number(below: 9))" }
    if user.externalID != present.externalID { user.owner = client.client.client }
    var json = body(of: user).objectValue ?? JSONObject()
    if chance(50) { json["active"] = nil }
    let status = model.accepts(user, as: id) ? 200 : 409
    let answer = await send(client, "PUT", "/Users/\(id)", .object(json), expecting: status)
    if answer.status == 200 { model.put(user, as: id) }
  }

  private func body(of user: DirectoryModel.User) -> JSONValue {
    var body: JSONObject = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": .string(user.userName),
      "active": .bool(user.active), "password": "never kept",
    ]
    body["externalId"] = user.externalID.map { .string($0) }
    body["name"] = user.givenName.map { ["givenName": .string($0)] }
    body["title"] = user.title.map { .string($0) }
    body["emails"] = user.workEmail.map { [["value": .string($0), "type": "work", "primary": true]] }
    return .object(body)
  }

  mutating func modifyUser() async {
    guard let id = pick(model.userIDs), let present = model.users[id] else { return }
    let client = client()
    let isEntra = client.client.client == "entra"
    var user = present
    var operations: [JSONValue] = []
    for _ in 0...number(below: 3) { operations.append(operation(on: &user, isEntra: isEntra)) }
    if user.externalID != present.externalID { user.owner = client.client.client }
    let status = user == present || model.accepts(user, as: id) ? 200 : 409
    let answer = await send(
      client, "PATCH", "/Users/\(id)", History.patch(operations), expecting: status,
      ifMatch: chance(10) ? "*" : nil)
    if answer.status == 200 { model.put(user, as: id) }
  }

  private mutating func operation(on user: inout DirectoryModel.User, isEntra: Bool) -> JSONValue {
    switch number(below: 7) {
    case 0:
      user.active = chance(50)
      return isEntra
        ? ["op": "Replace", "path": "active", "value": .string(user.active ? "True" : "False")]
        : ["op": "replace", "value": ["active": .bool(user.active)]]
    case 1:
      let email = "mail\(number(below: 9))@example.com"
      user.workEmail = email
      return isEntra
        ? ["op": "Replace", "path": "emails[type eq \"work\"].value", "value": .string(email)]
        : [
          "op": "replace", "path": "emails",
          "value": [["value": .string(email), "type": "work", "primary": true]],
        ]
    case 2:
      let name = "Given \(number(below: 9))"
      user.givenName = name
      return isEntra
        ? ["op": "Add", "path": "name.givenName", "value": .string(name)]
        : ["op": "replace", "value": ["name": ["givenName": .string(name)]]]
    case 3:
      user.userName = userName()
      return isEntra
        ? ["op": "Replace", "path": "userName", "value": .string(user.userName)]
        : ["op": "replace", "value": ["userName": .string(user.userName)]]
    case 4:
      user.title = nil
      return ["op": isEntra ? "Remove" : "remove", "path": "title"]
    case 5:
      let (name, title) = ("Given \(number(below: 9))", "Title \(number(below: 9))")
      (user.givenName, user.title) = (name, title)
      return isEntra
        ? ["op": "replace", "value": ["name.givenName": .string(name), "title": .string(title)]]
        : ["op": "add", "value": ["name": ["givenName": .string(name)], "title": .string(title)]]
    default:
      let external = pick(History.externalIDs) ?? ""
      user.externalID = external
      return ["op": isEntra ? "Add" : "add", "path": "externalId", "value": .string(external)]
    }
  }

  mutating func deleteResource() async {
    if chance(40), let id = pick(model.groupIDs) {
      let answer = await send(client(), "DELETE", "/Groups/\(id)", expecting: 204)
      if answer.status == 204 { model.remove(id) }
    } else if let id = pick(model.userIDs) {
      let answer = await send(client(), "DELETE", "/Users/\(id)", expecting: 204)
      if answer.status == 204 { model.remove(id) }
    }
  }
}
