public import JSONTape
import SCIM

extension TargetDialect {
  /// The request that sets a reference to another resource of the target, or takes it away.
  ///
  /// A path that names the complex attribute (`manager`) sends `{"value": id}`, as the standard has it; one
  /// that names its part (`urn:…:User:manager.value`) sends the id as a string to that part. SCIM 1.1 has
  /// `manager.managerId`.
  ///
  /// - Parameters:
  ///   - targetID: The target's id of the resource referred to; nil takes the reference away.
  ///   - current: The resource as the target gave it; needed only where updates are whole resources.
  /// - Returns: Nil where the target takes whole resources and `current` is nil.
  public func referenceRequest(
    type: String, id: String, path: TargetPath, to targetID: String?, current: JSONObject? = nil
  ) -> TargetRequest? {
    guard current != nil || updates == .patch else { return nil }
    let place = TargetPlace(path, in: self)
    let new = targetID.map { place.typed(.string($0), in: self) }
    let old = current.flatMap { place.value(in: $0) }
    // A replace of what isn't there is an add (RFC 7644 §3.5.2.3), so the present value need not be known.
    let change = AttributeChange(path: path, old: old ?? .string(""), new: new)
    return updateRequest(type: type, id: id, changes: [change], current: current ?? [:])
  }

  /// The id that a resource of the target refers to at a path; nil where it refers to none.
  public func reference(in current: JSONObject, at path: TargetPath) -> String? {
    let value = TargetPlace(path, in: self).value(in: current)
    guard case .object(let object)? = value else { return value?.identifierText }
    return ["value", "managerId"].compactMap { object.value(named: $0)?.identifierText }.first
  }
}
