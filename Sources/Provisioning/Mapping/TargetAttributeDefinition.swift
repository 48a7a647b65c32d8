/// What a target attribute may hold (Microsoft Graph, `attributeDefinition`).
public struct TargetAttributeDefinition: Sendable, Hashable {
  public enum DataType: String, Sendable, Hashable, CaseIterable {
    case string = "String"
    case integer = "Integer"
    case reference = "Reference"
    case binary = "Binary"
    case boolean = "Boolean"
    case dateTime = "DateTime"
  }

  public enum Mutability: String, Sendable, Hashable, CaseIterable {
    case readWrite = "ReadWrite"
    case readOnly = "ReadOnly"
    case immutable = "Immutable"
    /// Taken and never given back, such as a password.
    case writeOnly = "WriteOnly"
  }

  public var type: DataType
  public var isMultivalued: Bool
  /// Whether values that differ in case only are different values.
  public var isCaseExact: Bool
  /// Whether a mapping without a value clears the attribute; otherwise nothing is sent.
  public var flowsNullValues: Bool
  public var isRequired: Bool
  public var mutability: Mutability
  /// Whether its values are objects, so that a plain value stands for the object's `value`
  /// (RFC 7643 §2.4).
  public var isComplex: Bool
  /// The objects that its values point to, such as `User` for `manager`.
  public var referencedObjects: [String]

  public init(
    type: DataType = .string, isMultivalued: Bool = false, isCaseExact: Bool = false,
    flowsNullValues: Bool = false, isRequired: Bool = false, mutability: Mutability = .readWrite,
    isComplex: Bool = false, referencedObjects: [String] = []
  ) {
    self.type = type
    self.isMultivalued = isMultivalued
    self.isCaseExact = isCaseExact
    self.flowsNullValues = flowsNullValues
    self.isRequired = isRequired
    self.mutability = mutability
    self.isComplex = isComplex
    self.referencedObjects = referencedObjects
  }
}
