public import JSONTape
import SCIM

extension Job {
  /// Reads a job file, YAML or JSON, and the synchronization schema that it names.
  ///
  /// - Parameter environment: The variables that secrets may stand in. Whether they are there is not asked
  ///   before a secret is needed.
  /// - Throws: `JobDocumentError` with everything that is wrong in both files.
  public static func load(
    file path: String, environment: [String: String]
  ) throws(JobDocumentError) -> Job {
    let result = read(try DocumentFile.job(at: path), file: path)
    guard let job = result.job, !result.problems.contains(where: { $0.severity == .error }) else {
      throw JobDocumentError(problems: result.problems)
    }
    return job
  }

  /// Everything that is wrong or doubtful in a job file and its schema, or in a schema file alone.
  ///
  /// - Parameter environment: Where it is given, secrets that are missing are warned of.
  public static func check(
    file path: String, environment: [String: String]? = nil
  ) -> [JobDocumentError.Problem] {
    do {
      let top = try DocumentFile.job(at: path)
      if top["synchronizationRules"] != nil { return SynchronizationSchema.read(top, file: path).problems }
      let result = read(top, file: path)
      guard let environment, let job = result.job else { return result.problems }
      return result.problems + job.document.missingSecrets(in: environment, file: path)
    } catch {
      return error.problems
    }
  }

  /// The mappings of a schema that a ledger kept, to evaluate again what was evaluated under it.
  ///
  /// - Throws: `JobDocumentError` with everything that is wrong in it.
  public static func mappings(schemaDocument: JSONValue) throws(JobDocumentError) -> [ObjectMapping] {
    let file = "schema"
    return try mappings(of: try DocumentNode(json: schemaDocument.serialized(), file: file), file: file)
  }

  private static func read(
    _ top: DocumentNode, file path: String
  ) -> (job: Job?, problems: [JobDocumentError.Problem]) {
    var reader = JobDocumentReader(file: path)
    let document = reader.document(top)
    var problems = reader.reading.problems
    // The schema is read even when the job file is wrong, so that all problems come at once.
    let schemaFile =
      document?.schemaFile
      ?? top["schema"]?.text.map { DocumentFile.resolve($0, in: DocumentFile.directory(of: path)) }
    guard let schemaFile else { return (nil, problems) }
    do {
      let top = try DocumentFile.json(at: schemaFile)
      let schema = SynchronizationSchema.read(top, file: schemaFile)
      problems += schema.problems
      let job = document.map { Job(document: $0, mappings: schema.mappings, schemaDocument: top.json) }
      return (job, problems)
    } catch {
      return (nil, problems + error.problems)
    }
  }
}

extension JobDocument {
  /// The secrets that the job names, with their use.
  fileprivate var secrets: [(use: String, reference: SecretReference)] {
    var secrets = JobDocument.secrets(of: target.credentials, use: "target")
    switch source {
    case .directory: break
    case .scim(_, let credentials): secrets += JobDocument.secrets(of: credentials, use: "source")
    case .graph(_, _, let secret, _, _, _): secrets.append(("source", secret))
    }
    return secrets
  }

  private static func secrets(
    of credentials: Credentials, use: String
  ) -> [(use: String, reference: SecretReference)] {
    switch credentials {
    case .none: []
    case .bearer(let secret): [(use, secret)]
    case .clientCredentials(_, _, let secret): [(use, secret)]
    }
  }

  fileprivate func missingSecrets(
    in environment: [String: String], file: String
  ) -> [JobDocumentError.Problem] {
    secrets.compactMap { secret in
      do throws(JobDocumentError) {
        _ = try secret.reference.load(environment: environment)
        return nil
      } catch {
        return JobDocumentError.Problem(
          severity: .warning, file: file, path: secret.use,
          message: "the secret can't be had now (\(error)); the job runs only where it can")
      }
    }
  }
}
