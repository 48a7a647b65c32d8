import MappingExpressions
import SCIM
import Spelling

extension SynchronizationSchemaReader {
  mutating func attributeMapping(
    _ node: DocumentNode, _ objects: DirectoryObjects, targetType: String
  ) -> AttributeMapping? {
    let target = reading.requiredText("targetAttributeName", of: node, example: "userName")
    let source = self.source(of: node)
    let priority = reading.integer("matchingPriority", of: node, in: 0...1000, default: 0)
    let flowType = reading.choice("flowType", of: node, default: AttributeFlowType.always)
    let behavior = reading.choice(
      "flowBehavior", of: node, default: AttributeFlowBehavior.flowWhenChanged)
    let defaultValue = reading.text("defaultValue", of: node)
    guard let target, let source else { return nil }
    let definition = self.definition(of: target, targetType, objects.target, at: node)
    let mapping = AttributeMapping(
      targetAttribute: target, source: source, matchingPriority: priority > 0 ? priority : nil,
      flowType: flowType, flowBehavior: behavior,
      // Entra writes an empty text where there is no default.
      defaultValue: defaultValue?.isEmpty == true ? nil : defaultValue, definition: definition,
      isReference: isReference(source, objects.source))
    check(mapping, source: objects.source, at: node)
    return mapping
  }

  /// What the schema's target directory says, and SCIM's core schemas where it says nothing.
  private mutating func definition(
    of target: String, _ type: String, _ object: DirectoryDefinitions.Object?, at node: DocumentNode
  ) -> TargetAttributeDefinition {
    let standard = TargetAttributeDefinition.standard(target, of: type)
    if var listed = object?[target] {
      listed.isComplex = standard?.isComplex ?? false
      // Schemas list `active` and `primary` as String, but SCIM knows them as true and false only.
      if standard?.type == .boolean { listed.type = .boolean }
      return listed
    }
    if standard == nil, !target.lowercased().hasPrefix("urn:") {
      let known = object?.attributes.map(\.name) ?? []
      let nearest = NearestWord.to(target, among: known + TargetAttributeDefinition.usualPaths(of: type))
      reading.warning(
        "neither the schema's target directory nor SCIM's core schema has an attribute \(target)"
          + (nearest.map { "; did you mean \($0)?" } ?? "; it is sent as a text"),
        at: node["targetAttributeName"] ?? node)
    }
    return standard ?? TargetAttributeDefinition()
  }

  private func isReference(
    _ source: AttributeMapping.Source, _ object: DirectoryDefinitions.Object?
  ) -> Bool {
    guard case .direct(let name) = source,
      !name.equalsIgnoringASCIICase(SourceAttributeName.appRoleAssignments)
    else { return false }
    if let definition = object?[name] { return definition.type == .reference }
    return SourceAttributeName.references.contains { $0.equalsIgnoringASCIICase(name) }
  }

  private mutating func check(
    _ mapping: AttributeMapping, source: DirectoryDefinitions.Object?, at node: DocumentNode
  ) {
    let (target, definition) = (mapping.targetAttribute, mapping.definition)
    if mapping.isReference, mapping.matchingPriority != nil {
      reading.error(
        "a reference can't match; set matchingPriority to 0", at: node["matchingPriority"] ?? node)
    }
    if definition.mutability == .readOnly, mapping.matchingPriority == nil {
      reading.warning("\(target) is read-only in the target, which passes over it or refuses it", at: node)
    }
    if mapping.selectsUniqueValue, mapping.matchingPriority != nil {
      reading.error(
        "SelectUniqueValue can't give a matching attribute; set matchingPriority to 0",
        at: node["matchingPriority"] ?? node)
    } else if mapping.selectsUniqueValue, mapping.flowType != .objectAddOnly {
      reading.warning(
        "SelectUniqueValue is evaluated on creation only; set flowType to ObjectAddOnly to say so",
        at: node["flowType"] ?? node)
    }
    if let text = mapping.defaultValue, (try? definition.value(of: .string(text))) == nil {
      reading.error(
        "the default value is no \(definition.type.rawValue), which is what \(target) takes",
        at: node["defaultValue"] ?? node)
    }
    if case .constant(let text) = mapping.source, (try? definition.value(of: .string(text))) == nil {
      reading.error(
        "the constant is no \(definition.type.rawValue), which is what \(target) takes",
        at: node["source"] ?? node)
    }
    guard let source, !source.attributes.isEmpty else { return }
    let builtIn = [SourceAttributeName.isSoftDeleted, SourceAttributeName.appRoleAssignments]
    for name in mapping.sourceAttributes
    where source[name] == nil && !builtIn.contains(where: { $0.equalsIgnoringASCIICase(name) }) {
      let nearest = NearestWord.to(name, among: source.attributes.map(\.name))
      reading.warning(
        "the schema's source directory has no attribute \(name)"
          + (nearest.map { "; did you mean \($0)?" } ?? ""), at: node["source"] ?? node)
    }
  }
}

extension TargetAttributeDefinition {
  /// Attributes of a type's core schemas with their sub-attributes, to find what a misspelt one was meant to be.
  static func usualPaths(of targetType: String) -> [String] {
    guard let type = ResourceType.standard.first(where: { $0.name == targetType }) else { return [] }
    return type.schema.attributes.flatMap { attribute in
      [attribute.name]
        + attribute.subAttributes.flatMap { part in
          attribute.multiValued
            ? ["\(attribute.name).\(part.name)", "\(attribute.name)[type eq \"work\"].\(part.name)"]
            : ["\(attribute.name).\(part.name)"]
        }
    } + ["externalId"]
  }
}
