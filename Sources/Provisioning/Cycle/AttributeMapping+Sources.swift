import MappingExpressions
import SCIM

extension ObjectMapping {
  /// The names, in lower case, of the source attributes that mappings and scoping filters read.
  var sourceAttributeNames: Set<String> {
    var names = Set(attributes.flatMap(\.sourceAttributes))
    for group in scope.groups + scope.inputGroups + scope.categoryGroups {
      names.formUnion(group.clauses.map(\.attribute))
    }
    return Set(names.map { $0.lowercased() })
  }

  /// The source's reference attributes that are provisioned.
  var sourceReferenceNames: Set<String> { Set(referenceAttributes.flatMap(\.sourceAttributes)) }
}

extension AttributeMapping {
  /// Whether its value is given only to an attribute that has none; so is the default of a mapping without a source.
  var fillsOnlyWhatIsEmpty: Bool {
    if case .none = source { return true }
    return flowType == .attributeAddOnly
  }

  /// Whether it tells the target of soft deletion.
  var readsSoftDeletion: Bool {
    sourceAttributes.contains { $0.equalsIgnoringASCIICase(SourceAttributeName.isSoftDeleted) }
  }
}

extension AttributeFlowType {
  /// Whether nothing is ever taken away that the target has.
  var addsOnly: Bool { self == .multiValueAddOnly || self == .valueAddOnly }
}

extension TargetAttributeDefinition {
  /// Whether the target never returns it, as a password.
  var isWriteOnly: Bool { mutability == .writeOnly }
}
