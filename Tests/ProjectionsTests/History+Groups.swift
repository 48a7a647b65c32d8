import LedgerTestKit
import ScimLedger

extension History {
  mutating func createGroup() async {
    let client = client()
    let ids = memberIDs()
    let group = DirectoryModel.Group(
      displayName: displayName(), externalID: externalID(), owner: client.client.client, members: Set(ids))
    let status = model.accepts(group, as: nil) ? 201 : 409
    let answer = await send(client, "POST", "/Groups", body(of: group, ids), expecting: status)
    if answer.status == 201 { model.put(group, as: answer.id) }
  }

  mutating func replaceGroup() async {
    guard let id = pick(model.groupIDs), let present = model.groups[id] else { return }
    let client = client()
    let ids = memberIDs()
    var group = DirectoryModel.Group(
      displayName: chance(60) ? present.displayName : displayName(), externalID: externalID(),
      owner: present.owner, members: Set(ids))
    if group.externalID != present.externalID { group.owner = client.client.client }
    let status = model.accepts(group, as: id) ? 200 : 409
    let answer = await send(client, "PUT", "/Groups/\(id)", body(of: group, ids), expecting: status)
    if answer.status == 200 { model.put(group, as: id) }
  }

  private func body(of group: DirectoryModel.Group, _ ids: [String]) -> JSONValue {
    var body: JSONObject = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": .string(group.displayName),
      "members": History.members(ids),
    ]
    body["externalId"] = group.externalID.map { .string($0) }
    return .object(body)
  }

  mutating func modifyMembers() async {
    guard let id = pick(model.groupIDs), var group = model.groups[id] else { return }
    let client = client()
    let isEntra = client.client.client == "entra"
    var operations: [JSONValue] = []
    for _ in 0...number(below: 3) { operations.append(operation(on: &group, of: id, isEntra: isEntra)) }
    let status = model.accepts(group, as: id) ? 200 : 409
    let answer = await send(
      client, "PATCH", "/Groups/\(id)", History.patch(operations), expecting: status)
    if answer.status == 200 { model.put(group, as: id) }
  }

  private mutating func operation(
    on group: inout DirectoryModel.Group, of id: String, isEntra: Bool
  ) -> JSONValue {
    switch number(below: 8) {
    case 0...2:
      var ids = memberIDs()
      if let first = pick(model.userIDs) { ids.append(first) }
      group.members.formUnion(ids)
      let value = History.members(ids)
      return isEntra
        ? ["op": "Add", "path": "members", "value": value]
        : ["op": "add", "path": "members", "value": value]
    case 3, 4:
      guard let leaving = pick(group.members.sorted()) ?? pick(model.userIDs) else { fallthrough }
      group.members.remove(leaving)
      return isEntra
        ? ["op": "Remove", "path": "members", "value": [["$ref": nil, "value": .string(leaving)]]]
        : ["op": "remove", "path": .string("members[value eq \"\(leaving)\"]")]
    case 5:
      let ids = memberIDs()
      group.members = Set(ids)
      return ["op": isEntra ? "Replace" : "replace", "path": "members", "value": History.members(ids)]
    case 6:
      group.members = []
      return ["op": isEntra ? "Remove" : "remove", "path": "members"]
    default:
      group.displayName = displayName()
      return isEntra
        ? ["op": "Replace", "path": "displayName", "value": .string(group.displayName)]
        : ["op": "replace", "value": ["id": .string(id), "displayName": .string(group.displayName)]]
    }
  }

  /// Requests that change nothing because they are wrong.
  mutating func refused() async {
    let gone = pick(model.gone) ?? "01900000-0000-7000-8000-000000000000"
    switch number(below: 7) {
    case 0: await sendText("POST", "/Users", "{\"userName\":", expecting: 400)
    case 1: await send(entra, "PUT", "/Users/\(gone)", ["userName": "x"], expecting: 404)
    case 2: await send(okta, "DELETE", "/Groups/\(gone)", expecting: 404)
    case 3:
      guard let id = pick(model.userIDs) else { return }
      let operations: [JSONValue] = [
        ["op": "replace", "path": "title", "value": "half done"],
        ["op": "replace", "path": "noSuchAttribute", "value": "x"],
      ]
      await send(okta, "PATCH", "/Users/\(id)", History.patch(operations), expecting: 400)
    case 4:
      guard let id = pick(model.groupIDs) else { return }
      let operations: [JSONValue] = [
        ["op": "Add", "path": "members", "value": History.members(model.userIDs.suffix(1) + [gone])]
      ]
      await send(entra, "PATCH", "/Groups/\(id)", History.patch(operations), expecting: 400)
    case 5:
      guard let id = pick(model.userIDs) else { return }
      await send(entra, "DELETE", "/Users/\(id)", expecting: 412, ifMatch: "W/\"0\"")
    default: await send(entra, "POST", "/Bulk", ["Operations": []], expecting: 400)
    }
  }

  /// Requests that only look.
  mutating func look() async {
    switch number(below: 6) {
    case 0:
      guard let id = pick(model.userIDs) else { return }
      await send(client(), "GET", "/Users/\(id)", expecting: 200)
    case 1:
      guard let id = pick(model.gone) else { return }
      await send(client(), "GET", "/Groups/\(id)", expecting: 404)
    case 2:
      let answer = await send(
        client(), "GET", "/Users?filter=userName+eq+%22\(userName())%22", expecting: 200)
      if (answer.totalResults ?? 9) > 1 { await send(entra, "GET", "/Users", expecting: 0) }
    case 3: await send(okta, "GET", "/Groups?startIndex=2&count=3", expecting: 200)
    case 4: await send(entra, "GET", "/Users?filter=userName+xx+1", expecting: 400)
    default: await send(entra, "GET", "/Schemas", expecting: 200)
    }
  }
}
