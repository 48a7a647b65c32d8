public import ScimLedger

extension ControlClient {
  /// Keeps records of the identity provider's provisioning log, each as one event, exactly once.
  ///
  /// They are sent in pieces, so that requests beside it don't wait; what was sent before a failure is kept, and
  /// passed over when it is sent again.
  public func importProvisioningLog(
    _ records: [ProvisioningLogRecord]
  ) async throws(ControlError) -> ProvisioningLogImport {
    var outcome = ProvisioningLogImport()
    var piece: [JSONValue] = []
    var size = 0
    for record in records {
      let json: JSONValue = ["form": .string(record.form.rawValue), "record": .object(record.json)]
      let length = json.serialized().count
      if !piece.isEmpty, size + length > Self.mostBytesAtOnce {
        outcome.add(try await send(piece))
        (piece, size) = ([], 0)
      }
      piece.append(json)
      size += length
    }
    if !piece.isEmpty { outcome.add(try await send(piece)) }
    return outcome
  }

  private static let mostBytesAtOnce = 1 << 20

  private func send(_ piece: [JSONValue]) async throws(ControlError) -> ProvisioningLogImport {
    try read(
      try await call("POST", place("/provisioning-log"), body: ["records": .array(piece)]),
      with: ProvisioningLogImport.init(_:))
  }
}

extension ProvisioningLogImport {
  init?(_ object: JSONObject) {
    guard let added = object["added"]?.arrayValue, let known = object["known"]?.intValue,
      let differing = object["differing"]?.arrayValue
    else { return nil }
    self.init()
    self.added = added.compactMap(\.intValue).map { Position(UInt64(clamping: $0)) }
    self.known = known
    self.differing = differing.compactMap { value in
      guard let object = value.objectValue, let id = object["id"]?.stringValue,
        let position = object["sequence"]?.intValue
      else { return nil }
      return Differing(id: id, position: Position(UInt64(clamping: position)))
    }
  }

  /// As the control socket gives it.
  var json: JSONValue {
    func number(_ position: Position) -> JSONValue { .number(JSONNumber(Int(clamping: position.rawValue))) }
    return [
      "added": .array(added.map(number)), "known": .number(JSONNumber(known)),
      "differing": .array(
        differing.map { ["id": .string($0.id), "sequence": number($0.position)] }),
    ]
  }
}
