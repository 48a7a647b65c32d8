public import ScimLedger

extension ControlClient {
  /// Takes resources of an import in, all in one commit; what `ProvisioningLedger/take(_:_:as:)` does there.
  ///
  /// - Parameter client: In whose terms `externalId` is.
  public func take(
    _ resources: [ImportedResource], _ rules: ImportRules, as client: String
  ) async throws(ControlError) -> [ImportResult] {
    let body: JSONValue = [
      "cycle": .string(rules.cycle.description), "update": .bool(rules.updatesExisting),
      "client": .string(client),
      "resources": .array(
        resources.map {
          [
            "event": .string($0.event.description), "place": .string($0.place), "type": .string($0.type),
            "resource": .object($0.resource),
          ]
        }),
    ]
    return try read(try await call("POST", place("/import"), body: body)) {
      $0.list("results", of: ImportResult.init(_:))
    }
  }
}

extension ImportResult {
  init?(_ object: JSONObject) {
    guard let kind = object["kind"]?.stringValue.flatMap(Kind.init(rawValue:)),
      let isKnown = object["known"]?.boolValue
    else { return nil }
    var error: SCIMError?
    if let status = object["status"]?.intValue {
      error = SCIMError(
        status: status, scimType: object["scimType"]?.stringValue.flatMap { SCIMErrorType(rawValue: $0) },
        detail: object["detail"]?.stringValue ?? "")
    }
    self.init(
      kind, position: object["sequence"]?.intValue.map { Position(UInt64(clamping: $0)) },
      resource: object["id"]?.stringValue.flatMap { Identifier($0) }, isKnown: isKnown, error: error)
  }

  /// As the control socket gives it.
  var json: JSONValue {
    var object: JSONObject = ["kind": .string(kind.rawValue), "known": .bool(isKnown)]
    if let position { object["sequence"] = .number(JSONNumber(Int(clamping: position.rawValue))) }
    if let resource { object["id"] = .string(resource.description) }
    if let error {
      object["status"] = .number(JSONNumber(error.status))
      if let type = error.scimType { object["scimType"] = .string(type.rawValue) }
      object["detail"] = .string(error.detail)
    }
    return .object(object)
  }
}
