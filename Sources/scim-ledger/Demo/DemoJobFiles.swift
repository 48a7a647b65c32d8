import FoundationEssentials
import ScimLedger

/// The files of the demo's provisioning job, which stay for whoever wants to go on with it.
struct DemoJobFiles {
  let folder: String

  var job: String { folder + "/job.yaml" }
  var source: String { folder + "/source" }

  /// - Parameter token: Goes to a file of its own that this user alone may read.
  func write(baseURL: String, token: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let yaml = """
      # The demo's provisioning job: edit the files in source, then run
      # scim-ledger sync run --job job.yaml
      name: demo
      source:
        directory: source
      target:
        url: \(baseURL)
        tokenFile: token
      scope: assigned
      interval: 1h
      schema: schema.json

      """
    try Data(yaml.utf8).write(to: URL(filePath: job))
    let schema = try DemoSchema.document().pretty() + "\n"
    try Data(schema.utf8).write(to: URL(filePath: folder + "/schema.json"))
    guard
      files.createFile(
        atPath: folder + "/token", contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600]
      )
    else { throw CommandFailure(.failure, "The token can't be written to \(folder)/token.") }
  }
}
