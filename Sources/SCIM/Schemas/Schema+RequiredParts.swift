import JSONTape

extension Schema {
  /// The path of a required sub-attribute that a value in the object lacks, as `size.unit`; nil where all
  /// complex values have what they must (RFC 7643 §7).
  func missingPart(in object: JSONObject?) -> String? {
    guard let object else { return nil }
    for attribute in attributes {
      for sub in attribute.subAttributes where sub.required && sub.mutability != .readOnly && !sub.isSecret {
        guard let value = object[attribute.name] else { break }
        let values = value.arrayValue ?? [value]
        guard values.allSatisfy({ $0.objectValue?[sub.name] != nil }) else {
          return "\(attribute.name).\(sub.name)"
        }
      }
    }
    return nil
  }
}
