package import EventLog

/// Entity tags as conditions (RFC 9110 §13.1, RFC 7644 §3.14).
public enum EntityTag {
  /// Whether an `If-Match` or `If-None-Match` list names this version. Versions of SCIM resources are
  /// weak, so the comparison is the weak one: `"7"` and `W/"7"` are the same version.
  public static func matches(_ condition: String, version: String) -> Bool {
    let wanted = opaque(version[...])
    return condition.split(separator: ",").contains { part in
      let tag = part.drop { $0 == " " || $0 == "\t" }
      let trimmed = tag.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
      let text = String(trimmed)
      return text == "*" || opaque(text[...]) == wanted
    }
  }

  /// The weak entity tag of a version: the position of the event that made it.
  package static func version(_ position: Position) -> String { "W/\"\(position)\"" }

  private static func opaque(_ tag: Substring) -> Substring {
    tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
  }
}
