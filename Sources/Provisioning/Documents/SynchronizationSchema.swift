import SCIM
import Spelling

/// Microsoft Graph's `synchronizationSchema`, as Entra gives it for download under "Review your schema here".
///
/// Members that mean nothing to provisioning over SCIM are passed over.
enum SynchronizationSchema {
  /// The enabled object mappings, and what is wrong with any.
  static func read(
    _ top: DocumentNode, file: String
  ) -> (mappings: [ObjectMapping], problems: [JobDocumentError.Problem]) {
    var reader = SynchronizationSchemaReader(file: file)
    let mappings = reader.mappings(of: top)
    return (mappings, reader.reading.problems)
  }
}

/// Reads a schema's rules and object mappings.
struct SynchronizationSchemaReader {
  var reading: DocumentReading

  init(file: String) {
    reading = DocumentReading(file: file)
  }

  mutating func mappings(of top: DocumentNode) -> [ObjectMapping] {
    guard top.members != nil else {
      reading.error("expected a synchronizationSchema object, found \(top.kind)", at: top)
      return []
    }
    let directories = DirectoryDefinitions(of: top, reading: &reading)
    let rules = reading.list("synchronizationRules", of: top)
    var mappings: [ObjectMapping] = []
    for rule in rules {
      let source = reading.text("sourceDirectoryName", of: rule)
      let target = reading.text("targetDirectoryName", of: rule)
      for node in reading.list("objectMappings", of: rule) {
        guard reading.boolean("enabled", of: node, default: true) else { continue }
        reading.mapping = node["name"]?.text
        let objects = DirectoryObjects(
          source: directories.object(node["sourceObjectName"]?.text, in: source),
          target: directories.object(node["targetObjectName"]?.text, in: target))
        if let mapping = objectMapping(node, objects) {
          warnIfShadowed(mapping, by: mappings, at: node)
          mappings.append(mapping)
        }
        reading.mapping = nil
      }
    }
    if mappings.isEmpty, !reading.problems.contains(where: { $0.severity == .error }) {
      reading.error(
        "no object mapping is enabled; expected synchronizationRules with objectMappings, as Entra's \"Review "
          + "your schema here\" gives them", at: top)
    }
    return mappings
  }

  private mutating func warnIfShadowed(
    _ mapping: ObjectMapping, by others: [ObjectMapping], at node: DocumentNode
  ) {
    guard let other = others.first(where: { $0.sourceType.equalsIgnoringASCIICase(mapping.sourceType) })
    else {
      return
    }
    reading.warning(
      "\(mapping.sourceType) objects have a mapping already (\(other.name)), and the first one counts; set "
        + "enabled to false on one of them", at: node)
  }

  private mutating func objectMapping(
    _ node: DocumentNode, _ objects: DirectoryObjects
  ) -> ObjectMapping? {
    let source = reading.requiredText("sourceObjectName", of: node, example: "User")
    let target = targetType(of: node)
    let flows = self.flows(of: node)
    let name = reading.text("name", of: node) ?? "\(source ?? "?") to \(target ?? "?")"
    let nodes = reading.list("attributeMappings", of: node)
    var attributes: [AttributeMapping] = []
    for node in nodes {
      reading.mapping = [name, node["targetAttributeName"]?.text].compactMap { $0 }.joined(separator: ": ")
      if let mapping = attributeMapping(node, objects, targetType: target ?? "User") {
        if attributes.contains(where: { $0.targetAttribute.equalsIgnoringASCIICase(mapping.targetAttribute) })
        {
          reading.error("\(mapping.targetAttribute) is mapped twice; one mapping must go", at: node)
        }
        attributes.append(mapping)
      }
      reading.mapping = name
    }
    let scope = self.scope(of: node, source: objects.source)
    checkMatching(
      attributes, flows, at: node["attributeMappings"] ?? node, areAllRead: attributes.count == nodes.count)
    guard let source, let target else { return nil }
    return ObjectMapping(
      name: name, sourceType: source, targetType: target, flows: flows, attributes: attributes, scope: scope)
  }

  private mutating func checkMatching(
    _ attributes: [AttributeMapping], _ flows: Set<FlowType>, at node: DocumentNode, areAllRead: Bool
  ) {
    let priorities = attributes.compactMap(\.matchingPriority)
    if priorities.isEmpty, areAllRead, !flows.isEmpty {
      reading.error(
        "no attribute matches source objects with existing accounts; set matchingPriority to 1 on one, such as "
          + "userName", at: node)
    }
    if Set(priorities).count < priorities.count {
      reading.warning(
        "several attributes have the same matchingPriority; they are tried in the order of the schema",
        at: node)
    }
  }

  /// Entra names target objects by resource type or by a schema's URN.
  private mutating func targetType(of node: DocumentNode) -> String? {
    guard let text = reading.requiredText("targetObjectName", of: node, example: "User") else { return nil }
    let word = text.split(separator: ":").last.map(String.init) ?? text
    let types = ResourceType.standard.map(\.name)
    if let type = types.first(where: {
      word.equalsIgnoringASCIICase($0) || word.equalsIgnoringASCIICase("\($0)s")
    }) {
      return type
    }
    reading.error(
      "unknown target object \(text)\(NearestWord.hint(for: word, among: types))",
      at: node["targetObjectName"] ?? node)
    return nil
  }

  /// `Add, Update, Delete` in one text.
  private mutating func flows(of node: DocumentNode) -> Set<FlowType> {
    guard let member = node["flowTypes"] else { return Set(FlowType.allCases) }
    let words: [String]
    if let elements = member.elements {
      words = elements.compactMap(\.text)
    } else {
      words = (member.text ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    }
    var flows: Set<FlowType> = []
    for word in words where !word.equalsIgnoringASCIICase("None") {
      if let flow = FlowType.allCases.first(where: { $0.rawValue.equalsIgnoringASCIICase(word) }) {
        flows.insert(flow)
      } else {
        reading.error(
          "unknown flow type \(word)\(NearestWord.hint(for: word, among: FlowType.allCases.map(\.rawValue)))",
          at: member)
      }
    }
    return flows
  }
}
