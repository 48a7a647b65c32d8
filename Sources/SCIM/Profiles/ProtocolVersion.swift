/// The versions of SCIM that are spoken.
public enum ProtocolVersion: String, Sendable, Hashable, CaseIterable {
  /// SCIM 1.1, of 2012.
  case v1 = "1.1"
  /// SCIM 2.0: RFC 7643, RFC 7644.
  case v2 = "2.0"
}
