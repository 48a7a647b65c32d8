import Foundation
import Provisioning

/// Job and schema files in a directory of their own, which goes with the value.
final class JobFiles {
  let directory: String

  /// - Parameter files: Texts by name.
  init(_ files: [String: String]) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "job-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: path(of: name))) }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(of name: String) -> String { "\(directory)/\(name)" }

  /// The job of one of them; not after the value is gone, which its last use may be.
  func job(_ name: String = "job.yaml") throws -> Job {
    try withExtendedLifetime(self) { try Job.load(file: path(of: name), environment: [:]) }
  }

  /// What `Job.check` finds in one of them, without the directory's name.
  func problems(in name: String) -> [String] {
    withExtendedLifetime(self) {
      Job.check(file: path(of: name)).map { $0.description.replacing("\(directory)/", with: "") }
    }
  }

  /// The package's root, from where this file stands.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The job that comes with the package.
  static let example = root.appending(path: "Sources/Provisioning/Examples/thousandeyes/job.yaml").path

  static let customApplication = root.appending(
    path: "Tests/ProvisioningTests/Documents/Fixtures/custom-application.json"
  ).path

  /// A job whose schema is the large one.
  static func customApplicationJob(_ more: String = "") throws -> Job {
    let text = """
      name: custom
      source: {directory: source}
      target: {url: "https://scim.example.com/v2", tokenEnvironment: TOKEN}
      schema: \(customApplication)
      \(more)
      """
    return try JobFiles(["job.yaml": text]).job()
  }

  /// A schema with one user mapping.
  ///
  /// - Parameter attributes: Elements of `attributeMappings` in JSON, after one for `userName`.
  static func schema(_ attributes: String = "", scope: String = "null") -> String {
    """
    {"synchronizationRules": [{"objectMappings": [{
      "name": "Users", "sourceObjectName": "User", "targetObjectName": "User", "scope": \(scope),
      "attributeMappings": [
        {"targetAttributeName": "userName", "matchingPriority": 1,
         "source": {"type": "Attribute", "name": "userPrincipalName", "expression": "[userPrincipalName]"}}
        \(attributes.isEmpty ? "" : ", ")\(attributes)
      ]}]}]}
    """
  }

  /// An element of `attributeMappings`.
  static func attribute(_ target: String, _ expression: String, _ more: String = "") -> String {
    func quoted(_ text: String) -> String {
      "\"\(text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))\""
    }
    return """
      {"targetAttributeName": \(quoted(target)), \(more.isEmpty ? "" : "\(more),")
       "source": {"type": "Function", "expression": \(quoted(expression))}}
      """
  }

  static let job = """
    name: a-job
    source: {directory: source}
    target: {url: "https://scim.example.com/v2"}
    schema: schema.json
    """

  /// The only mapping of a schema made by `schema`.
  static func mapping(_ attributes: String = "", scope: String = "null") throws -> ObjectMapping {
    let files = try JobFiles(["job.yaml": job, "schema.json": schema(attributes, scope: scope)])
    return try files.job().mappings[0]
  }
}
