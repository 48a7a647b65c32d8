import LedgerTestKit
import ScimLedger

/// A resource type of our own with an attribute of every data type, mutability and return, and an extension
/// that is required.
enum RequirementFixture {
  static let schema = "urn:example:schemas:1.0:Badge"
  static let addition = "urn:example:schemas:extension:1.0:Badge"

  static let document: JSONValue = [
    "schemas": [
      [
        "id": .string(schema), "name": "Badge",
        "attributes": [
          ["name": "number", "required": true, "uniqueness": "server"],
          ["name": "code", "caseExact": true],
          ["name": "holder", "caseExact": false],
          ["name": "uses", "type": "integer"],
          ["name": "deposit", "type": "decimal"],
          ["name": "lost", "type": "boolean"],
          ["name": "expires", "type": "dateTime"],
          ["name": "picture", "type": "binary", "caseExact": true],
          ["name": "page", "type": "reference", "referenceTypes": ["uri"], "caseExact": true],
          ["name": "printed", "mutability": "readOnly"],
          ["name": "series", "mutability": "immutable"],
          ["name": "pin", "mutability": "writeOnly", "returned": "never"],
          ["name": "remark", "returned": "request"],
          ["name": "label", "returned": "always"],
          ["name": "doors", "multiValued": true],
          [
            "name": "size", "type": "complex",
            "subAttributes": [
              ["name": "unit"], ["name": "width", "type": "integer"], ["name": "round", "type": "boolean"],
            ],
          ],
          [
            "name": "zones", "type": "complex", "multiValued": true,
            "subAttributes": [["name": "value"], ["name": "type"], ["name": "primary", "type": "boolean"]],
          ],
        ],
      ],
      [
        "id": .string(addition), "name": "BadgeAddition",
        "attributes": [
          ["name": "issuer", "required": true], ["name": "note"], ["name": "floor", "type": "integer"],
        ],
      ],
    ],
    "resourceTypes": [
      [
        "name": "Badge", "endpoint": "/Badges", "schema": .string(schema),
        "schemaExtensions": [["schema": .string(addition), "required": true]],
      ]
    ],
  ]

  /// What every badge needs, and more.
  static func badge(_ more: JSONObject = [:]) -> JSONValue {
    var body: JSONObject = [
      "schemas": [.string(schema), .string(addition)], "number": "b-1", addition: ["issuer": "desk"],
    ]
    for member in more { body[member.name] = member.value }
    return .object(body)
  }
}

/// A ledger on which badges are known.
func withBadges(_ body: (TestLedger) async throws -> Void) async throws {
  try await withTestLedger { test in
    try await test.ledger.registerSchemas(RequirementFixture.document)
    try await body(test)
  }
}
