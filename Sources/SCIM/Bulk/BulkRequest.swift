public import JSONTape

/// The body of a request to `/Bulk` (RFC 7644 §3.7).
public struct BulkRequest: Sendable, Equatable {
  /// What one request may hold (RFC 7644 §3.7.4).
  public struct Limits: Sendable, Hashable {
    /// The most operations.
    public var operations: Int
    /// The most bytes of the body.
    public var payloadSize: Int

    public init(operations: Int = 1000, payloadSize: Int = 1 << 20) {
      self.operations = operations
      self.payloadSize = payloadSize
    }

    /// - Throws: 413 naming the limit.
    public func check(payloadSize size: Int) throws(SCIMError) {
      guard size <= payloadSize else {
        throw SCIMError(
          status: 413,
          detail: "The bulk request has \(size) bytes, more than the maxPayloadSize of \(payloadSize). "
            + "Send it in parts.")
      }
    }

    func check(operations count: Int) throws(SCIMError) {
      guard count <= operations else {
        throw SCIMError(
          status: 413,
          detail: "The bulk request has \(count) operations, more than the maxOperations of \(operations). "
            + "Send it in parts.")
      }
    }
  }

  /// After how many operations that failed no more are carried out; nil for no bound.
  public var failOnErrors: Int?
  public var operations: [BulkOperation]
  /// Departures from the standard that were accepted in reading the request.
  public var tolerances: [Tolerance] = []

  public init(operations: [BulkOperation], failOnErrors: Int? = nil) {
    self.operations = operations
    self.failOnErrors = failOnErrors
  }

  /// Reads a body.
  ///
  /// - Parameter version: SCIM 1.1 names its message by its core schema and has it alike but for that.
  /// - Throws: `invalidSyntax` where it is no BulkRequest, `invalidValue` for a `failOnErrors` that is no
  ///   count, 413 for too many operations. What is wrong with one operation is that one's refusal.
  public init(_ body: JSONValue, limits: Limits = Limits(), version: ProtocolVersion = .v2) throws(SCIMError)
  {
    guard case .object(let message) = body else {
      throw .invalidSyntax("A bulk request is an object with schemas and Operations (RFC 7644 §3.7)")
    }
    self.init(operations: [])
    try checkSchemas(
      message.firstIgnoringCase("schemas")?.value,
      expected: version == .v1 ? SchemaURI.version1Core : SchemaURI.bulkRequest)
    guard case .array(let elements)? = message.firstIgnoringCase("Operations")?.value, !elements.isEmpty
    else { throw .invalidSyntax("Operations is an array of one or more operations (RFC 7644 §3.7)") }
    try limits.check(operations: elements.count)
    if let value = message.firstIgnoringCase("failOnErrors")?.value, !value.isNull {
      guard let count = value.intValue, count >= 0 else {
        throw .invalidValue("failOnErrors must be the number of errors after which to stop (RFC 7644 §3.7)")
      }
      failOnErrors = count
    }
    for (index, element) in elements.enumerated() {
      operations.append(BulkOperation(element, at: "Operations[\(index)]"))
    }
    refuseRepeatedBulkIDs()
  }

  private mutating func checkSchemas(_ schemas: JSONValue?, expected: String) throws(SCIMError) {
    let uris: [JSONValue] =
      switch schemas {
      case nil, .null?, .string("")?: []
      case .array(let uris)?: uris
      case let uri?: [uri]
      }
    guard !uris.isEmpty else {
      tolerances.append(
        Tolerance(rule: "schemasMissing", path: "schemas", detail: "read as \(expected)"))
      return
    }
    guard uris.contains(where: { $0.stringValue?.equalsIgnoringASCIICase(expected) == true }) else {
      throw .invalidSyntax("The schemas of a bulk request contain \(expected) (RFC 7644 §3.7)")
    }
  }

  /// A reference must mean one resource, so only the first POST of a name keeps it.
  private mutating func refuseRepeatedBulkIDs() {
    var first: [String: Int] = [:]
    for (index, operation) in operations.enumerated() {
      guard operation.method == BulkOperation.Method.post.rawValue, operation.refusal == nil,
        let bulkID = operation.bulkID
      else { continue }
      if let earlier = first[bulkID] {
        operations[index].refusal = .invalidValue(
          "Operations[\(index)].bulkId is that of Operations[\(earlier)] already; "
            + "it names one resource within a request (RFC 7644 §3.7)")
      } else {
        first[bulkID] = index
      }
    }
  }
}
