import JSONTape
import SCIM
import Testing

@Suite struct `Messages` {
  @Test func `a list has numbers and resources`() {
    let list = SCIMMessage.listResponse(
      totalResults: 7, startIndex: 3, itemsPerPage: 1, resources: [["id": "a"]])
    #expect(
      list == [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 7,
        "startIndex": 3, "itemsPerPage": 1, "Resources": [["id": "a"]],
      ])
  }

  @Test func `an error has its status as a string`() {
    #expect(
      SCIMMessage.error(.uniqueness("taken")) == [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409",
        "scimType": "uniqueness", "detail": "taken",
      ])
    #expect(SCIMMessage.error(.notFound("gone")).objectValue?.contains("scimType") == false)
  }
}
