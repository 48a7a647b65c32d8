import SCIM

/// A schema's `directories`: which attributes objects of the source and of the target have.
struct DirectoryDefinitions {
  /// An object's attributes, in the order they are listed.
  struct Object {
    var attributes: [(name: String, definition: TargetAttributeDefinition)] = []

    /// The definition of an attribute; names are compared without regard to case.
    subscript(name: String) -> TargetAttributeDefinition? {
      attributes.first { $0.name.equalsIgnoringASCIICase(name) }?.definition
    }
  }

  private var directories: [(name: String, objects: [(name: String, object: Object)])] = []

  init(of top: DocumentNode, reading: inout DocumentReading) {
    for directory in reading.list("directories", of: top) {
      var objects: [(name: String, object: Object)] = []
      for node in reading.list("objects", of: directory) {
        var object = Object()
        for attribute in reading.list("attributes", of: node) {
          guard let name = attribute["name"]?.text else { continue }
          object.attributes.append((name, DirectoryDefinitions.definition(of: attribute, reading: &reading)))
        }
        objects.append((node["name"]?.text ?? "", object))
      }
      directories.append((directory["name"]?.text ?? "", objects))
    }
  }

  /// The object of a directory; nil where the schema does not list it.
  func object(_ name: String?, in directory: String?) -> Object? {
    guard let name, let directory else { return nil }
    return directories.first { $0.name.equalsIgnoringASCIICase(directory) }?
      .objects.first { $0.name.equalsIgnoringASCIICase(name) }?.object
  }

  private static func definition(
    of node: DocumentNode, reading: inout DocumentReading
  ) -> TargetAttributeDefinition {
    TargetAttributeDefinition(
      type: reading.choice("type", of: node, default: .string),
      isMultivalued: reading.boolean("multivalued", of: node, default: false),
      isCaseExact: reading.boolean("caseExact", of: node, default: false),
      flowsNullValues: reading.boolean("flowNullValues", of: node, default: false),
      isRequired: reading.boolean("required", of: node, default: false),
      mutability: reading.choice("mutability", of: node, default: .readWrite),
      referencedObjects: reading.list("referencedObjects", of: node).compactMap {
        $0["referencedObjectName"]?.text
      })
  }
}

/// The definitions of the two ends of an object mapping, as far as the schema has them.
struct DirectoryObjects {
  var source: DirectoryDefinitions.Object?
  var target: DirectoryDefinitions.Object?
}
