import JSONTape
import SCIM

/// Where a path leads to in the resources of one target: the names its version uses, and what the standard
/// schemas say about the attribute.
///
/// It is worked out once for a mapping and handed on with each object's values, hence a class.
final class TargetPlace: Sendable {
  /// The URN of the extension whose object holds the attribute; nil at the top of the resource.
  let schema: String?
  let name: String
  let selection: [TargetPath.Condition]
  let subName: String?
  let isMultivalued: Bool
  /// The attribute's definition; nil where no standard schema has it.
  let attribute: Attribute?
  /// The definition of the sub-attribute; nil where there is none or no standard schema has it.
  private let subAttribute: Attribute?

  /// - Parameter isMultivalued: What is known about an attribute that no standard schema has.
  init(_ path: TargetPath, in dialect: TargetDialect, isMultivalued: Bool = false) {
    let core = Self.coreAttribute(named: path.name)
    let enterprise = Schema.enterpriseUser.attribute(named: path.name)
    let found: Attribute?
    if let uri = path.schema {
      schema = dialect.extensionSchema(uri)
      found = schema == dialect.enterpriseSchema ? enterprise : nil
    } else if core == nil, let enterprise {
      schema = dialect.enterpriseSchema
      found = enterprise
    } else {
      schema = nil
      found = core
    }
    attribute = found
    name = found?.name ?? path.name
    selection = path.selection
    let subName = path.subName.map { Self.subName($0, of: found, in: dialect) }
    self.subName = subName
    subAttribute = subName.flatMap { found?.subAttribute(named: $0) }
    let isWhole = path.selection.isEmpty && path.subName == nil
    self.isMultivalued = found?.multiValued ?? (isWhole ? isMultivalued : !path.selection.isEmpty)
  }

  private init(wholeOf place: TargetPlace) {
    schema = place.schema
    name = place.name
    selection = []
    subName = nil
    isMultivalued = place.isMultivalued
    attribute = place.attribute
    subAttribute = nil
  }

  /// The attribute with all its values.
  var whole: TargetPlace { TargetPlace(wholeOf: self) }

  private static func coreAttribute(named name: String) -> Attribute? {
    for type in ResourceType.standard {
      if let attribute = type.schema.attribute(named: name) { return attribute }
    }
    return CommonAttributes.attribute(named: name)
  }

  /// SCIM 1.1 calls the manager's id `managerId` (SCIM 1.1 core schema §7).
  private static func subName(_ name: String, of attribute: Attribute?, in dialect: TargetDialect) -> String {
    if attribute?.name == "manager",
      ["value", "managerId"].contains(where: { name.equalsIgnoringASCIICase($0) })
    {
      return referenceName(in: dialect)
    }
    return attribute?.subAttribute(named: name)?.name ?? name
  }

  static func referenceName(in dialect: TargetDialect) -> String {
    dialect.version == .v2 ? "value" : "managerId"
  }

  /// Whether it is a whole set of values.
  var isWholeSet: Bool { isMultivalued && selection.isEmpty && subName == nil }

  /// The same place without selection and sub-attribute.
  func isSameAttribute(as other: TargetPlace) -> Bool {
    schema == other.schema && name == other.name
  }

  /// Whether a sub-attribute says which value it is, not what it is: a value with no others is none.
  ///
  /// - Parameter besideValue: Whether there is a `value` that `display` describes.
  func isMarker(_ name: String, besideValue: Bool) -> Bool {
    ["type", "primary", "$ref"].contains { name.equalsIgnoringASCIICase($0) }
      || besideValue && name.equalsIgnoringASCIICase("display")
      || selection.contains { name.equalsIgnoringASCIICase($0.name) }
  }

  /// The attribute's path in this version, without selection and sub-attribute.
  var attributePath: String { (schema.map { "\($0):" } ?? "") + name }

  /// A value as the attribute's definition has it: booleans where it says so, and complex values where
  /// just their main part was given.
  func typed(_ value: JSONValue, in dialect: TargetDialect) -> JSONValue {
    guard let attribute else {
      return isWholeSet ? .array(value.elements) : value
    }
    if subName != nil { return Self.typed(value, as: subAttribute) }
    if isWholeSet {
      return .array(value.elements.map { element(Self.typed($0, as: attribute)) })
    }
    let isReference = attribute.type == .complex && attribute.subAttribute(named: "value") != nil
    if isReference, value.objectValue == nil, !value.isUnassigned {
      let main = attribute.multiValued ? "value" : Self.referenceName(in: dialect)
      return .object([main: value])
    }
    return Self.typed(value, as: attribute)
  }

  private func element(_ value: JSONValue) -> JSONValue {
    guard attribute?.type == .complex, value.objectValue == nil else { return value }
    return .object(["value": value])
  }

  private static func typed(_ value: JSONValue, as attribute: Attribute?) -> JSONValue {
    guard let attribute else { return value }
    switch (attribute.type, value) {
    case (.boolean, .string): return value.truth.map { .bool($0) } ?? value
    case (.complex, .object(let object)):
      return .object(
        JSONObject(
          object.map { ($0.name, typed($0.value, as: attribute.subAttribute(named: $0.name))) }))
    default: return value
    }
  }
}
