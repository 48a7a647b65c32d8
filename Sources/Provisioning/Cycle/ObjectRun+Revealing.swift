public import JSONTape

extension ObjectRun {
  /// A resource as the ledger keeps it, with what the mappings give now in the places of hidden values.
  ///
  /// A hidden value of the target is in no log. A run that is made again has to suppose either that it was what
  /// is wanted, as here, or that it was something else.
  /// - Parameter changed: The target attributes that are known to have been something else.
  /// - Returns: Nil where nothing is hidden in the resource.
  public func revealing(_ resource: JSONObject, except changed: Set<String>) -> JSONObject? {
    var resource = resource
    var isHidden = false
    let mapping = treatment == .disable ? setting.disabling : setting.mapping
    let flows = mapping.evaluate(entry.object, context(isCreation: false)).flows
    for attribute in setting.attributes where attribute.mapping.isHidden {
      let place = TargetPlace(attribute.path, in: setting.dialect)
      guard place.value(in: resource) == "[Redact]" else { continue }
      isHidden = true
      guard !changed.contains(attribute.path.description) else { continue }
      let flow = flows.first { $0.targetAttribute == attribute.mapping.targetAttribute }
      if case .value(let value)? = flow?.outcome { place.set(value, in: &resource) }
    }
    return isHidden ? resource : nil
  }
}
