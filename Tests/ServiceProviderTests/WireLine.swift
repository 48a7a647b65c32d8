import Foundation
import ScimLedger
import Testing

/// One recorded request with what its client expects back, from a collection that may lie beside the
/// package and is no part of it.
struct WireLine: Sendable, CustomTestStringConvertible {
  var client: String
  var name: String
  var method: String
  /// `/Users` or `/Groups`.
  var endpoint: String
  /// The id in the path; nil for a collection.
  var id: String?
  var query: String
  var body: JSONValue?
  var statuses: [Int]
  var expected: JSONObject?

  var testDescription: String { "\(client): \(name)" }

  static let file: URL = {
    // Tests/ServiceProviderTests/WireLine.swift in the package, whose neighbour is wanted.
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return ["shared", "data", "wire.jsonl"].reduce(folder) { $0.appendingPathComponent($1) }
  }()

  static let isPresent = FileManager.default.fileExists(atPath: file.path)

  static let all: [WireLine] = {
    guard let data = try? Data(contentsOf: file) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?.objectValue.flatMap { WireLine($0) }
    }
  }()

  /// nil for a line that is about something else: another client, SCIM 1.1, discovery, throttling.
  private init?(_ row: JSONObject) {
    guard let client = row["client"]?.stringValue, ["entra", "okta"].contains(client),
      let name = row["case"]?.stringValue, let method = row["method"]?.stringValue,
      var path = row["path"]?.stringValue, let status = row["expected_status"]?.intValue, status != 429
    else { return nil }
    if path.hasPrefix("/scim/v2/") { path = String(path.dropFirst("/scim/v2".count)) }
    let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
    let segments = (parts.first ?? "").split(separator: "/").map(String.init)
    guard let endpoint = segments.first, ["Users", "Groups"].contains(endpoint) else { return nil }
    self.client = client
    self.name = name
    self.method = method
    self.endpoint = "/\(endpoint)"
    id = segments.count > 1 ? segments[1] : nil
    query = parts.count > 1 ? parts[1] : ""
    body = row["body"]?.isNull == false ? row["body"] : JSONValue?.none
    statuses = [status] + (row["also_accepted_status"]?.arrayValue ?? []).compactMap(\.intValue)
    expected = row["expected_body"]?.objectValue
  }

  var isGroup: Bool { endpoint == "/Groups" }

  /// What the request sets, as pairs of a path and a value: those of a PATCH, or a body's own attributes.
  var assignments: [(operation: String, path: String, value: JSONValue?)] {
    guard let body = body?.objectValue else { return [] }
    guard let operations = body["Operations"]?.arrayValue else {
      return body.filter { $0.name != "schemas" }.map { ("put", $0.name, $0.value) }
    }
    return operations.compactMap(\.objectValue).flatMap { operation in
      let kind = operation["op"]?.stringValue?.lowercased() ?? ""
      if let path = operation["path"]?.stringValue { return [(kind, path, operation["value"])] }
      return (operation["value"]?.objectValue ?? JSONObject()).map { (kind, $0.name, $0.value) }
    }
  }

  /// The ids of members that an assignment names, in its filter or its value.
  static func members(path: String, value: JSONValue?) -> [String] {
    if let filtered = path.firstMatch(of: #/^members\[value eq "([^"]+)"\]$/#) { return [String(filtered.1)] }
    guard path == "members" else { return [] }
    return (value?.arrayValue ?? []).compactMap { $0.objectValue?["value"]?.stringValue }
  }
}
