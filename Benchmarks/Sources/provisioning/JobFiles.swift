import BenchmarkKit
import Foundation
import ScimLedger

/// A job's files: people, their mapping and where they go.
struct JobFiles {
  /// The path of the job file.
  let job: String
  private let people: String

  /// - Parameter url: Of the SCIM service.
  init(at directory: String, users: Int, seed: UInt64, url: String, atOnce: Int) throws {
    try FileManager.default.createDirectory(atPath: directory + "/source", withIntermediateDirectories: true)
    job = directory + "/job.yaml"
    people = directory + "/source/users.jsonl"
    try Data(
      """
      name: benchmark
      source:
        directory: source
      target:
        url: \(url)
        tokenEnvironment: \(JobFiles.tokenVariable)
        requestsAtOnce: \(atOnce)
      scope: all
      schema: schema.json
      """.utf8
    ).write(to: URL(filePath: job))
    try Data(JobFiles.schema.serialized()).write(to: URL(filePath: directory + "/schema.json"))
    try JobFiles.write(users, seed, to: people)
  }

  /// Makes another file of the same people.
  func writeAgain() throws {
    let file = try FileHandle(forUpdating: URL(filePath: people))
    defer { try? file.close() }
    try file.seekToEnd()
    // An empty line says nothing, and the file's digest is another one.
    try file.write(contentsOf: Data("\n".utf8))
  }

  static let tokenVariable = "BENCHMARK_TOKEN"

  private static func write(_ users: Int, _ seed: UInt64, to path: String) throws {
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    let people = PersonBodies(seed: seed, prepared: 1)
    var lines: [UInt8] = []
    for index in 0..<users {
      lines += try person(people[index], index).serialized()
      lines.append(UInt8(ascii: "\n"))
      if lines.count > 1 << 20 {
        try file.write(contentsOf: Data(lines))
        lines.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: Data(lines))
  }

  /// A person of the other benchmarks as a directory has them.
  private static func person(_ body: [UInt8], _ index: Int) throws -> JSONValue {
    guard let person = try JSONValue(parsing: body).objectValue, let name = person["name"]?.objectValue,
      let mail = person["userName"]
    else { throw WrongRun("A generated person is no object.") }
    let number = String(index)
    let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - number.count) + number
    return [
      "id": .string(id), "userPrincipalName": mail, "mail": mail,
      "displayName": person["displayName"] ?? .null, "givenName": name["givenName"] ?? .null,
      "surname": name["familyName"] ?? .null, "jobTitle": person["title"] ?? .null,
      "department": "Department \(index % 40)", "employeeId": .string(number), "accountEnabled": true,
    ]
  }

  private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  private static func attribute(_ target: String, _ source: String, priority: Int = 0) -> JSONValue {
    mapping(target, type: "Attribute", name: source, expression: "[\(source)]", priority: priority)
  }

  private static func function(
    _ target: String, _ name: String, _ arguments: String, priority: Int = 0
  ) -> JSONValue {
    mapping(
      target, type: "Function", name: name, expression: "\(name)(\(arguments))", priority: priority)
  }

  private static func mapping(
    _ target: String, type: String, name: String, expression: String, priority: Int
  ) -> JSONValue {
    [
      "targetAttributeName": .string(target), "matchingPriority": .number(JSONNumber(priority)),
      "flowType": "Always", "flowBehavior": "FlowWhenChanged",
      "source": ["type": .string(type), "name": .string(name), "expression": .string(expression)],
    ]
  }

  private static let schema: JSONValue = [
    "directories": [],
    "synchronizationRules": [
      [
        "name": "outbound", "sourceDirectoryName": "Directory", "targetDirectoryName": "Application",
        "objectMappings": [
          [
            "name": "Users", "enabled": true, "flowTypes": "Add, Update, Delete",
            "sourceObjectName": "User", "targetObjectName": "User",
            "attributeMappings": [
              function("userName", "ToLower", "[userPrincipalName]", priority: 1),
              attribute("externalId", "objectId"),
              function("active", "Switch", #"[IsSoftDeleted], , "False", "True", "True", "False""#),
              attribute("displayName", "displayName"), attribute("name.givenName", "givenName"),
              attribute("name.familyName", "surname"),
              function("name.formatted", "Join", #"" ", [givenName], [surname]"#),
              attribute(#"emails[type eq "work"].value"#, "mail"), attribute("title", "jobTitle"),
              attribute("\(enterprise):department", "department"),
              attribute("\(enterprise):employeeNumber", "employeeId"),
            ],
          ]
        ],
      ]
    ],
  ]
}
