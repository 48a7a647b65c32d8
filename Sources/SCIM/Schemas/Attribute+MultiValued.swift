extension Attribute {
  /// A multi-valued complex attribute with the sub-attributes that RFC 7643 §2.4 gives by default:
  /// `value`, `display`, `type` and `primary`.
  static func plural(
    _ name: String, _ description: String, of value: String, valueType: DataType = .string,
    valueReferenceTypes: [String] = [], kinds: [String] = []
  ) -> Attribute {
    Attribute(
      name: name, type: .complex, multiValued: true, description: description,
      subAttributes: [
        Attribute(
          name: "value", type: valueType, description: value, referenceTypes: valueReferenceTypes),
        Attribute(name: "display", description: "A name to show for the value."),
        Attribute(name: "type", description: "What the value is used for.", canonicalValues: kinds),
        .primary,
      ])
  }

  /// The `primary` marker of a multi-valued attribute: true for one value at most.
  static let primary = Attribute(
    name: "primary", type: .boolean, description: "Whether this is the preferred value.")
}
