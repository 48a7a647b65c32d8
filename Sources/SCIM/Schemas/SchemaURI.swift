/// The schema and message URIs that the protocol fixes (RFC 7643 §10.3, RFC 7644 §8.2).
public enum SchemaURI {
  public static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
  public static let enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  public static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
  public static let serviceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
  public static let resourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
  public static let schema = "urn:ietf:params:scim:schemas:core:2.0:Schema"

  /// The one core schema of SCIM 1.1, and its extension for enterprises.
  public static let version1Core = "urn:scim:schemas:core:1.0"
  public static let version1Enterprise = "urn:scim:schemas:extension:enterprise:1.0"

  public static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
  public static let searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
  public static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
  public static let bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
  public static let bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
  public static let error = "urn:ietf:params:scim:api:messages:2.0:Error"

  /// The extension of `ServiceProviderConfig` that says how the past is read.
  public static let timeTravel =
    "urn:scim-ledger:params:scim:schemas:extension:timetravel:1.0:ServiceProviderConfig"
  /// One operation on a resource, as its history lists them.
  public static let change = "urn:scim-ledger:params:scim:schemas:core:1.0:Change"
}
