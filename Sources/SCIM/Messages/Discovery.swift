public import JSONTape

/// The documents by which a client learns what the service provider can do (RFC 7644 §4).
public enum Discovery {
  /// A way of authenticating, as `ServiceProviderConfig` lists it (RFC 7643 §5).
  public struct AuthenticationScheme: Sendable, Hashable {
    /// `oauth`, `oauth2`, `oauthbearertoken`, `httpbasic` or `httpdigest`.
    public var type: String
    public var name: String
    public var description: String
    public var specURI: String?
    public var primary: Bool

    public init(type: String, name: String, description: String, specURI: String? = nil, primary: Bool) {
      self.type = type
      self.name = name
      self.description = description
      self.specURI = specURI
      self.primary = primary
    }

    public static let bearerToken = AuthenticationScheme(
      type: "oauthbearertoken", name: "OAuth Bearer Token",
      description: "A bearer token in the Authorization header",
      specURI: "https://www.rfc-editor.org/rfc/rfc6750", primary: true)

    public static let clientCredentials = AuthenticationScheme(
      type: "oauth2", name: "OAuth 2.0 Client Credentials",
      description: "Access tokens of one to six hours, issued at /oauth/token to a client's id and secret",
      specURI: "https://www.rfc-editor.org/rfc/rfc6749#section-4.4", primary: false)
  }

  /// What the service provider can do; the defaults are what this package serves.
  public struct Options: Sendable, Hashable {
    public var documentationURI: String?
    public var patch = true
    public var bulk = false
    /// Operations in one bulk request; 0 without bulk.
    public var bulkMaxOperations = 0
    /// Bytes of one bulk request; 0 without bulk.
    public var bulkMaxPayloadSize = 0
    /// Resources in one answer.
    public var filterMaxResults = 1000
    public var changePassword = false
    public var sort = true
    /// Resources in one answer where the client does not say (RFC 9865 §4).
    public var defaultPageSize = 100
    /// How long a cursor may be used, in seconds.
    public var cursorTimeout = 3600
    /// Whether to say how the past is read, in an extension that is returned on request only: known clients
    /// refuse a document with an extension they do not know.
    public var showsTimeTravel = false
    public var etag = true
    public var authenticationSchemes = [AuthenticationScheme.bearerToken, .clientCredentials]

    public init() {}
  }

  /// The `ServiceProviderConfig` document (RFC 7643 §5).
  ///
  /// - Parameter baseURL: the URL below which the endpoints are, without a slash at its end.
  public static func serviceProviderConfig(baseURL: String, options: Options = Options()) -> JSONObject {
    var result = JSONObject()
    result["schemas"] = [.string(SchemaURI.serviceProviderConfig)]
    result["documentationUri"] = options.documentationURI.map { .string($0) }
    result["patch"] = ["supported": .bool(options.patch)]
    result["bulk"] = [
      "supported": .bool(options.bulk),
      "maxOperations": .number(JSONNumber(options.bulkMaxOperations)),
      "maxPayloadSize": .number(JSONNumber(options.bulkMaxPayloadSize)),
    ]
    result["filter"] = [
      "supported": true, "maxResults": .number(JSONNumber(options.filterMaxResults)),
    ]
    result["changePassword"] = ["supported": .bool(options.changePassword)]
    result["sort"] = ["supported": .bool(options.sort)]
    result["etag"] = ["supported": .bool(options.etag)]
    result["pagination"] = [
      "cursor": true, "index": true, "defaultPaginationMethod": "index",
      "defaultPageSize": .number(JSONNumber(options.defaultPageSize)),
      "maxPageSize": .number(JSONNumber(options.filterMaxResults)),
      "cursorTimeout": .number(JSONNumber(options.cursorTimeout)),
    ]
    result["authenticationSchemes"] = .array(options.authenticationSchemes.map(render))
    if options.showsTimeTravel {
      result["schemas"] = [.string(SchemaURI.serviceProviderConfig), .string(SchemaURI.timeTravel)]
      result[SchemaURI.timeTravel] = ["asOf": true, "history": true]
    }
    result["meta"] = meta("ServiceProviderConfig", location: "\(baseURL)/ServiceProviderConfig")
    return result
  }

  private static func render(_ scheme: AuthenticationScheme) -> JSONValue {
    var result = JSONObject()
    result["type"] = .string(scheme.type)
    result["name"] = .string(scheme.name)
    result["description"] = .string(scheme.description)
    result["specUri"] = scheme.specURI.map { .string($0) }
    result["primary"] = .bool(scheme.primary)
    return .object(result)
  }

  static func meta(_ resourceType: String, location: String) -> JSONValue {
    ["resourceType": .string(resourceType), "location": .string(location)]
  }
}
