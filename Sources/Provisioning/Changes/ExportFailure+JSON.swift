public import JSONTape

extension ExportFailure {
  /// The failure for events and logs; what is nil is left out.
  public var json: JSONObject {
    var json: JSONObject = ["code": .string(code), "reason": .string(reason)]
    json["status"] = status.map { .number(JSONNumber($0)) }
    json["scimType"] = scimType.map { .string($0) }
    json["category"] = .string(category.rawValue)
    json["recommendedAction"] = .string(recommendedAction)
    json["isAmbiguous"] = .bool(isAmbiguous)
    json["isTransient"] = .bool(isTransient)
    json["isCredentialFailure"] = .bool(isCredentialFailure)
    json["retryAfter"] = retryAfter.map { .number(JSONNumber($0)) }
    return json
  }

  /// Reads what `json` gives; nil where the code is missing or the category is none.
  public init?(_ json: JSONObject) {
    guard let code = json["code"]?.stringValue,
      let category = json["category"]?.stringValue.flatMap({ Category(rawValue: $0) })
    else { return nil }
    self.init(
      code: code, reason: json["reason"]?.stringValue ?? "", status: json["status"]?.intValue,
      scimType: json["scimType"]?.stringValue, category: category,
      recommendedAction: json["recommendedAction"]?.stringValue,
      isAmbiguous: json["isAmbiguous"]?.boolValue ?? false,
      isTransient: json["isTransient"]?.boolValue ?? false,
      isCredentialFailure: json["isCredentialFailure"]?.boolValue ?? false,
      retryAfter: json["retryAfter"]?.intValue)
  }
}
