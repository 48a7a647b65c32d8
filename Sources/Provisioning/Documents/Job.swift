public import JSONTape
import SCIM

/// A provisioning job as its file and its synchronization schema say, ready to run.
public struct Job: Sendable {
  public var document: JobDocument
  /// The enabled ones, in the schema's order.
  public var mappings: [ObjectMapping]
  /// SHA-256, in hexadecimal, of what decides results; another one makes the next cycle an initial one.
  ///
  /// Credentials, addresses, limits and the interval have no part in it.
  public let configurationHash: String

  /// The synchronization schema as it was read, which the job's ledger keeps.
  public var schemaDocument: JSONValue

  public init(document: JobDocument, mappings: [ObjectMapping], schemaDocument: JSONValue = [:]) {
    self.document = document
    self.mappings = mappings
    self.schemaDocument = schemaDocument
    configurationHash = ConfigurationHash.of(document, mappings)
  }

  /// The first mapping for objects of a type of the source; types are compared without regard to case.
  public func mapping(forSourceType type: String) -> ObjectMapping? {
    mappings.first { $0.sourceType == type }
      ?? mappings.first { $0.sourceType.equalsIgnoringASCIICase(type) }
  }

  /// By source type: the attributes that some mapping reads inside `Redact`, which are stored sealed.
  public var redactedAttributes: [String: Set<String>] {
    mappings.reduce(into: [:]) { $0[$1.sourceType, default: []].formUnion($1.redactedAttributes) }
  }
}
