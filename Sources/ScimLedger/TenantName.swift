/// What a tenant may be called: it stands in URLs and names a folder.
public enum TenantName {
  /// What the server's own paths start with.
  private static let reserved: Set<String> = ["scim", "oauth", "health", "metrics", "default", "tenants"]

  /// Whether this is 1 to 63 lower-case letters, digits and hyphens, a letter or digit first, and none of
  /// the words of the server's own paths.
  public static func isValid(_ name: some StringProtocol) -> Bool {
    guard (1...63).contains(name.utf8.count), name.utf8.first != 0x2D, !reserved.contains(String(name)) else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x2D: true
      default: false
      }
    }
  }
}
