import Foundation
import LedgerTestKit
import ScimLedger
import Synchronization

/// Files of people for imports, and what an import of them comes to.
enum ImportedFile {
  static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
  static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"

  static func person(_ number: Int, _ more: JSONObject = [:]) -> JSONValue {
    var object: JSONObject = [
      "schemas": [.string(user)], "id": .string("p-\(number)"),
      "userName": .string("person-\(number)@example.com"), "externalId": .string("e-\(number)"),
      "displayName": .string("Person \(number)"), "active": true,
    ]
    for member in more { object[member.name] = member.value }
    return .object(object)
  }

  static func team(_ name: String, _ members: [String]) -> JSONValue {
    [
      "schemas": [.string(group)], "id": .string(name), "displayName": .string(name),
      "members": .array(members.map { ["value": .string($0)] }),
    ]
  }

  static func lines(_ values: [JSONValue]) -> String {
    values.map { String(decoding: $0.serialized(), as: UTF8.self) + "\n" }.joined()
  }

  /// Writes a file, gives its path and removes it.
  static func with<R: Sendable>(
    _ text: String, named name: String = "people.jsonl", _ body: (String) async throws -> R
  ) async throws -> R {
    try await withTemporaryDirectory { directory in
      let path = directory + "/" + name
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try await body(path)
    }
  }
}

extension TestLedger {
  /// The people and groups with what is in them, without ids and times.
  func everybody() async throws -> [String] {
    var names: [String: String] = [:]
    var found: [JSONObject] = []
    for endpoint in ["/Users", "/Groups"] {
      var start = 1
      while true {
        let page = await send("GET", "\(endpoint)?startIndex=\(start)&count=1000").resources
        for resource in page.compactMap(\.objectValue) {
          names[resource["id"]?.stringValue ?? ""] =
            resource["userName"]?.stringValue ?? resource["displayName"]?.stringValue
          found.append(resource)
        }
        start += page.count
        if page.count < 1000 { break }
      }
    }
    return found.map { resource in
      var resource = resource
      for name in ["id", "meta", "groups"] { resource.removeValue(forName: name) }
      let members = resource.removeValue(forName: "members")?.arrayValue ?? []
      let values = members.compactMap { names[$0.objectValue?["value"]?.stringValue ?? ""] }.sorted()
      return "\(JSONValue.object(resource)) \(values)"
    }.sorted()
  }

  func importing(
    _ path: String, _ options: ResourceImport = .init()
  ) async throws -> (summary: ImportSummary, rejects: [ImportReject]) {
    let rejects = Mutex<[ImportReject]>([])
    let summary = try await ledger.importResources(from: path, options) { reject in
      rejects.withLock { $0.append(reject) }
    }
    return (summary, rejects.withLock { $0 })
  }
}
