import JSONTape
import SCIM
import Testing

@Suite struct BulkResponseTests {
  static let response = BulkResponse(results: [
    .init(
      method: "POST", bulkID: "ana", location: "https://x/Users/1", version: "W/\"2\"", status: 201),
    .init(
      method: "PUT", location: "https://x/Users/9", status: 409,
      error: .uniqueness("Another User has this userName.")),
  ])

  @Test("the form of SCIM 2.0 has its status as a string")
  func version2() {
    #expect(
      Self.response.json == [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],
        "Operations": [
          [
            "location": "https://x/Users/1", "method": "POST", "bulkId": "ana", "version": "W/\"2\"",
            "status": "201",
          ],
          [
            "location": "https://x/Users/9", "method": "PUT", "status": "409",
            "response": [
              "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409",
              "scimType": "uniqueness", "detail": "Another User has this userName.",
            ],
          ],
        ],
      ])
  }

  @Test("the form of SCIM 1.1 has its status as an object")
  func version1() {
    #expect(
      Self.response.version1JSON == [
        "schemas": ["urn:scim:schemas:core:1.0"],
        "Operations": [
          [
            "location": "https://x/Users/1", "method": "POST", "bulkId": "ana", "version": "W/\"2\"",
            "status": ["code": "201"],
          ],
          [
            "location": "https://x/Users/9", "method": "PUT",
            "status": ["code": "409", "description": "Another User has this userName."],
            "response": [
              "Errors": [["description": "Another User has this userName.", "code": "409"]],
              "detail": "Another User has this userName.",
            ],
          ],
        ],
      ])
  }
}
