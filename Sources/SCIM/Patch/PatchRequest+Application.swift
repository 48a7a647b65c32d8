public import JSONTape

extension PatchRequest {
  /// Applies the operations in their order, all or none (RFC 7644 §3.5.2).
  ///
  /// Throws `invalidPath` for an attribute that the type does not have, `mutability` for one that clients
  /// may not set or that is required and would be removed, `noTarget` for a value path of a replace that
  /// matches nothing, and `invalidValue` for a value that is not of the attribute's type.
  ///
  /// - Parameter id: the resource's own id, which a client may repeat in a value.
  public func applied(
    to image: JSONObject, as type: ResourceType, id: String
  ) throws(SCIMError) -> PatchResult {
    var state = PatchState(image: image, type: type, id: id, isEntraDialect: isEntraDialect)
    state.version = version
    state.tolerances = tolerances
    for (index, operation) in operations.enumerated() {
      do throws(SCIMError) {
        try state.apply(operation)
      } catch {
        // A 1.1 request has no operations that could be named; its errors name the attribute.
        guard version == .v2 else { throw error }
        let isAboutValue = operation.path == nil || error.scimType == .invalidValue
        throw error.placed(at: "Operations[\(index)].\(isAboutValue ? "value" : "path")")
      }
    }
    try state.checkRequired()
    let changed = state.image != image
    return PatchResult(
      image: changed ? state.image : image, changed: changed, membersChanges: state.membersChanges,
      passwordGiven: state.passwordGiven, tolerances: state.tolerances)
  }
}
