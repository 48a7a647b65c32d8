import JSONTape

extension Attribute {
  /// Reads an attribute's definition (RFC 7643 §7), with the defaults of §2.2 where a characteristic is left out.
  init(document: JSONValue, at place: String, isSub: Bool) throws(SCIMError) {
    guard let object = document.objectValue else { throw .invalidValue("\(place) must be an object") }
    guard let name = object["name"]?.stringValue, AttributeName.isValid(name) || name == "$ref" else {
      throw .invalidValue("\(place).name must be a letter, then letters, digits, - and _ (RFC 7643 §2.1)")
    }
    func choice<Choice: RawRepresentable<String>>(_ member: String, _ standard: Choice) throws(SCIMError)
      -> Choice
    {
      guard let value = object[member], !value.isNull else { return standard }
      guard let choice = value.stringValue.flatMap({ Choice(rawValue: $0) }) else {
        throw .invalidValue("\(place).\(member) is none of the values of RFC 7643 §7")
      }
      return choice
    }
    func flag(_ member: String) throws(SCIMError) -> Bool {
      guard let value = object[member], !value.isNull else { return false }
      guard let flag = value.boolValue else {
        throw .invalidValue("\(place).\(member) must be true or false")
      }
      return flag
    }
    func texts(_ member: String) -> [String] { (object[member]?.arrayValue ?? []).compactMap(\.stringValue) }
    let type: DataType = try choice("type", .string)
    var subAttributes: [Attribute] = []
    if type == .complex {
      guard !isSub else {
        throw .invalidValue("\(place) is complex within a complex attribute, which RFC 7643 §2.3.8 forbids")
      }
      for (index, value) in (object["subAttributes"]?.arrayValue ?? []).enumerated() {
        subAttributes.append(
          try Attribute(document: value, at: "\(place).subAttributes[\(index)]", isSub: true))
      }
    }
    self.init(
      name: name, type: type, multiValued: try flag("multiValued"),
      description: object["description"]?.stringValue ?? "", required: try flag("required"),
      caseExact: try flag("caseExact"), mutability: try choice("mutability", .readWrite),
      returned: try choice("returned", .default), uniqueness: try choice("uniqueness", .none),
      referenceTypes: texts("referenceTypes"), canonicalValues: texts("canonicalValues"),
      subAttributes: subAttributes)
  }
}
