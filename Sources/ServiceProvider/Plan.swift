import Directory
import EventLog
import JSONTape
import SCIM

/// A changing request, read as far as that goes without the directory: a command, or why there is none.
struct Plan: Sendable {
  enum Step: Sendable {
    case command(Command)
    case refuse(SCIMError)
  }

  var type: ResourceType
  var id: Identifier?
  var operation: Event.Operation
  /// The version that the request is written in.
  var version: ProtocolVersion
  var selection: AttributeSelection
  /// The JSON body without passwords.
  var body: [UInt8]?
  var tolerances: [Tolerance] = []
  /// What a create states; nil where it can't be read, which is for the decision to refuse.
  var read: ReadResource?
  var step: Step
  /// The provisioning cycle that the client named.
  var cycle: Identifier?
  /// The operation's place, where it is one of a bulk request.
  var bulk: Event.Bulk?
  /// What was accepted in reading it as one of a bulk request.
  var bulkTolerances: [Tolerance] = []

  init(_ target: RequestTarget, _ request: SCIMRequest, _ profile: Profile = .tolerant) {
    switch target {
    case .resource(let type, let id, _): (self.type, self.id) = (type, id)
    case .collection(let type): self.type = type
    default: type = .user
    }
    let parameters = QueryParameters(request.query)
    var chosen: Result<AttributeSelection, SCIMError>
    do throws(SCIMError) {
      chosen = .success(
        try AttributeSelection(
          attributes: parameters["attributes"], excludedAttributes: parameters["excludedAttributes"],
          type: type))
    } catch {
      chosen = .failure(error)
    }
    selection = (try? chosen.get()) ?? .defaults(for: type)
    version = request.version
    cycle = request.cycle
    switch request.method {
    case "POST": operation = .create
    case "PUT": operation = .replace
    case "PATCH": operation = .modify
    default: operation = .delete
    }
    step = .refuse(SCIMError.invalidSyntax("The request has no JSON body."))
    do throws(SCIMError) {
      if operation == .modify, profile.offersPatch[version] == false {
        throw SCIMError(status: 501, detail: "PATCH is not offered here. Replace the resource with PUT.")
      }
      step = .command(try command(target, request))
      selection = try chosen.get()
      try profile.check(selection.tolerances)
    } catch {
      step = .refuse(error)
    }
  }

  private mutating func command(_ target: RequestTarget, _ request: SCIMRequest) throws(SCIMError) -> Command
  {
    if case .resource(let type, nil, _) = target {
      // The body is kept with the event all the same.
      if request.method != "DELETE", let value = try? JSONValue(parsing: request.body) {
        keep(value, request)
      }
      throw .notFound("There is no \(type.name) with this id.")
    }
    if operation == .delete, let id { return .delete(type, id) }
    let received = try json(request)
    let value = version == .v1 ? Version1.canonical(received, type: type) : received
    switch (operation, id) {
    case (.replace, let id?): return .replace(type, id, body: value)
    case (.modify, let id?):
      let patch =
        version == .v1 ? try Version1.patch(value, type: type) : try PatchRequest(value, type: type)
      tolerances = patch.tolerances
      return .modify(type, id, patch)
    default:
      read = try? ResourceReader.read(value, as: type)
      return .create(type, body: value)
    }
  }

  private mutating func json(_ request: SCIMRequest) throws(SCIMError) -> JSONValue {
    let value = try request.json()
    keep(value, request)
    return value
  }

  private mutating func keep(_ value: JSONValue, _ request: SCIMRequest) {
    let value = Redaction.mayHoldPassword(request.body) ? Redaction.redact(value).0 : value
    body = Redaction.redact(value, names: type.secretNames).serialized()
  }
}

extension SCIMRequest {
  /// The body (RFC 7644 §3.1).
  ///
  /// - Throws: 415 for a media type that is not JSON's, `invalidSyntax` for no body and for one that is no JSON.
  func json() throws(SCIMError) -> JSONValue {
    if let contentType, !MediaType.isJSON(contentType) {
      throw SCIMError(
        status: 415, detail: "The body must be \(SCIMMediaType.scim) or \(SCIMMediaType.json).")
    }
    guard !body.isEmpty else { throw .invalidSyntax("The request has no JSON body.") }
    do {
      return try JSONValue(parsing: body)
    } catch {
      throw .invalidSyntax("The body is not valid JSON: \(error)")
    }
  }
}

/// Media types as far as a SCIM body needs them (RFC 7644 §3.1).
enum MediaType {
  static func isJSON(_ contentType: String) -> Bool {
    // As nearly every client writes it.
    if contentType == SCIMMediaType.scim || contentType == SCIMMediaType.json { return true }
    let type = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    return type == SCIMMediaType.scim || type == SCIMMediaType.json || type.hasSuffix("+json")
  }
}
