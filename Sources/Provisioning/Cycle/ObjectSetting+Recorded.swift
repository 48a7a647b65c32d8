public import JSONTape

extension ObjectSetting {
  /// The questions that find a resource by its values of the matching attributes.
  public func matchRequests(finding resource: JSONObject) -> [TargetRequest] {
    matching.compactMap { attribute in
      TargetPlace(attribute.path, in: dialect).value(in: resource).map {
        dialect.matchRequest(type: mapping.targetType, path: attribute.path, value: $0)
      }
    }
  }

  /// The question for a resource by its id.
  public func readRequest(id: String) -> TargetRequest {
    dialect.readRequest(type: mapping.targetType, id: id)
  }

  /// A resource after what a decision said was to change; references are left out.
  public func applying(_ changes: [DecisionMade.Modification], to resource: JSONObject) -> JSONObject {
    var resource = resource
    for change in changes {
      // What can't be read as a path is no attribute of this mapping.
      guard let path = try? TargetPath(parsing: change.name),
        !mapping.referenceAttributes.contains(where: { $0.targetAttribute == change.name })
      else { continue }
      TargetPlace(path, in: dialect).set(change.new, in: &resource)
    }
    return resource
  }
}
