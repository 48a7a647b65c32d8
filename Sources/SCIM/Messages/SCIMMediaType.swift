/// The media types of the protocol (RFC 7644 §3.1 and §8.1).
public enum SCIMMediaType {
  public static let scim = "application/scim+json"
  /// What clients send that do not know the registered type.
  public static let json = "application/json"
}
