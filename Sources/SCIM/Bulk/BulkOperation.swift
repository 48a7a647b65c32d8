public import JSONTape

/// One operation of a bulk request (RFC 7644 §3.7).
public struct BulkOperation: Sendable, Equatable {
  public enum Method: String, Sendable, CaseIterable {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// The HTTP method as it was sent, a known one in capitals; empty where it can't be read.
  public var method: String
  /// The path below the base URL, such as `/Users/2819c223-…` or `/Groups/bulkId:crew`, with its query if
  /// there is one; empty where it can't be read.
  public var path: String
  /// The client's temporary name for the resource, unique within the request.
  public var bulkID: String?
  /// The version that the resource must have, as in `If-Match`.
  public var version: String?
  /// The body that the same request by itself would have.
  public var data: JSONValue?
  /// Departures from the standard that were accepted in reading the operation itself.
  public var tolerances: [Tolerance]
  /// Why the operation can't be carried out, whatever the directory holds.
  public var refusal: SCIMError?

  public init(
    method: String, path: String, bulkID: String? = nil, version: String? = nil, data: JSONValue? = nil,
    tolerances: [Tolerance] = [], refusal: SCIMError? = nil
  ) {
    self.method = method
    self.path = path
    self.bulkID = bulkID
    self.version = version
    self.data = data
    self.tolerances = tolerances
    self.refusal = refusal
  }

  /// Reads one element of `Operations`. What is wrong with it is its own refusal and no one else's.
  ///
  /// - Parameter place: How errors name it, such as `Operations[3]`.
  public init(_ value: JSONValue, at place: String) {
    self.init(method: "", path: "")
    do throws(SCIMError) {
      guard case .object(let object) = value else {
        throw .invalidSyntax("\(place) is no object with method and path (RFC 7644 §3.7)")
      }
      try read(object, at: place)
    } catch {
      refusal = error
    }
  }

  private mutating func read(_ object: JSONObject, at place: String) throws(SCIMError) {
    func member(_ name: String) -> JSONValue? {
      guard let value = object.firstIgnoringCase(name)?.value, !value.isNull else { return nil }
      return value
    }
    func text(_ name: String) throws(SCIMError) -> String? {
      guard let value = member(name) else { return nil }
      guard case .string(let text) = value, !text.isEmpty else {
        throw .invalidSyntax("\(place).\(name) must be a string that is not empty")
      }
      return text
    }
    // Before anything that may be refused, so that the answer names the operation as the client does.
    bulkID = member("bulkId")?.stringValue
    data = member("data")
    method = member("method")?.stringValue ?? ""
    path = member("path")?.stringValue ?? ""
    _ = try text("bulkId")
    version = try text("version")
    guard let given = try text("method") else {
      throw .invalidSyntax("\(place).method is missing; it is POST, PUT, PATCH or DELETE (RFC 7644 §3.7)")
    }
    if let known = Method.allCases.first(where: { $0.rawValue.equalsIgnoringASCIICase(given) }) {
      if known.rawValue != given {
        tolerances.append(
          Tolerance(rule: "methodCase", path: "method", detail: "\(given) read as \(known.rawValue)"))
      }
      method = known.rawValue
    }
    guard try text("path") != nil else {
      throw .invalidSyntax("\(place).path is missing; it is a path below the base URL (RFC 7644 §3.7)")
    }
    guard let method = Method(rawValue: method) else {
      throw SCIMError(
        status: 405, detail: "\(place).method: a bulk request takes POST, PUT, PATCH and DELETE.")
    }
    guard method != .post || bulkID != nil else {
      throw .invalidSyntax("\(place).bulkId is missing; a POST has one (RFC 7644 §3.7)")
    }
    guard method == .delete || data != nil else {
      throw .invalidSyntax("\(place).data is missing; \(method.rawValue) has a body (RFC 7644 §3.7)")
    }
    if method == .patch { readPatch() }
  }

  /// The RFC's own example gives a PATCH's operations as a bare array (RFC 7644 §3.7.3).
  private mutating func readPatch() {
    guard case .array(let operations)? = data else { return }
    data = ["schemas": [.string(SchemaURI.patchOp)], "Operations": .array(operations)]
    tolerances.append(
      Tolerance(rule: "patchOperationsAsArray", path: "data", detail: "an array read as its Operations"))
  }
}
