extension Tolerance {
  static func unknownAttributeIgnored(at path: String) -> Tolerance {
    Tolerance(rule: "unknownAttributeIgnored", path: path, detail: "not in the schema")
  }

  static func readOnlyIgnored(at path: String) -> Tolerance {
    Tolerance(rule: "readOnlyIgnored", path: path, detail: "set by the service provider alone")
  }
}
