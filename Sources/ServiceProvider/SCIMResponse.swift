public import Directory
public import JSONTape
public import SCIM

/// A SCIM response without its transport.
public struct SCIMResponse: Sendable {
  /// The HTTP status code.
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// What the request was as an operation; nil where it did not come that far.
  public var operation: Event.Operation?
  /// The departures from the standard that were accepted.
  public var tolerances: [Tolerance]

  public init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    operation: Event.Operation? = nil, tolerances: [Tolerance] = []
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.operation = operation
    self.tolerances = tolerances
  }

  /// A response with a JSON body.
  public static func json(
    _ value: JSONValue, status: Int = 200, headers: [(name: String, value: String)] = []
  ) -> SCIMResponse {
    SCIMResponse(
      status: status, headers: [("Content-Type", SCIMMediaType.scim)] + headers, body: value.serialized())
  }

  /// A refusal in the form of RFC 7644 §3.12.
  public static func error(
    _ error: SCIMError, headers: [(name: String, value: String)] = []
  ) -> SCIMResponse {
    json(SCIMMessage.error(error), status: error.status, headers: headers)
  }
}
