import JSONTape
import Provisioning
import Testing

/// The value of a JSON text written in a test.
func json(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
  try #require(try? JSONValue(parsing: Array(text.utf8)), "not JSON: \(text)", sourceLocation: sourceLocation)
}

func object(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONObject {
  try #require(try json(text, sourceLocation: sourceLocation).objectValue, sourceLocation: sourceLocation)
}

extension TargetValue {
  /// A value of a path that is written as mappings write it; no text clears the attribute.
  init(
    _ path: String, _ text: String?, isCaseExact: Bool = false, isMultivalued: Bool = false,
    addsOnly: Bool = false, setsOnlyIfEmpty: Bool = false, isRedacted: Bool = false,
    isWriteOnly: Bool = false, flowsAlways: Bool = false
  ) throws {
    self.init(
      path: try TargetPath(parsing: path), value: try text.map { try json($0) }, isCaseExact: isCaseExact,
      isMultivalued: isMultivalued, addsOnly: addsOnly, setsOnlyIfEmpty: setsOnlyIfEmpty,
      isRedacted: isRedacted, isWriteOnly: isWriteOnly, flowsAlways: flowsAlways)
  }
}

let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
let version1Enterprise = "urn:scim:schemas:extension:enterprise:1.0"
