import JSONTape

extension AttributeSelection {
  /// Whether `attributes` says what is shown.
  public var isChosen: Bool {
    if case .only = mode { true } else { false }
  }

  /// How much of an attribute is shown.
  enum Part: Hashable {
    case nothing
    /// All sub-attributes that are returned by default.
    case everything
    case only(Set<String>)
    case except(Set<String>)
  }

  /// - Parameter schema: the extension's URN, or nil for core and common attributes.
  func part(of attribute: Attribute, in schema: String?) -> Part {
    switch attribute.returned {
    case .never: return .nothing
    case .always: return .everything
    case .default, .request: break
    }
    switch mode {
    case .defaults:
      return attribute.returned == .request ? .nothing : .everything
    case .only(let names):
      switch names[Key(schema: schema, name: attribute.name)] {
      case .whole: return .everything
      case .parts(let parts): return .only(parts)
      case nil:
        let isWholeSchema = names[Key(schema: schema, name: nil)] != nil
        return isWholeSchema && attribute.returned == .default ? .everything : .nothing
      }
    case .except(let names):
      if attribute.returned == .request || names[Key(schema: schema, name: nil)] != nil { return .nothing }
      switch names[Key(schema: schema, name: attribute.name)] {
      case .whole: return .nothing
      case .parts(let parts): return .except(parts)
      case nil: return .everything
      }
    }
  }

  /// The value as it is shown; nil when nothing of it is.
  func shown(_ value: JSONValue, of attribute: Attribute, in schema: String?) -> JSONValue? {
    let part = part(of: attribute, in: schema)
    switch part {
    case .nothing: return nil
    case .everything where attribute.subAttributes.allSatisfy({ $0.returned == .default }): return value
    default: return Self.shown(value, of: attribute, part: part)
    }
  }

  private static func shown(_ value: JSONValue, of attribute: Attribute, part: Part) -> JSONValue? {
    switch value {
    case .object(let object):
      var result = JSONObject()
      for member in object.members {
        guard let sub = attribute.subAttribute(named: member.name), shows(sub, part: part) else { continue }
        result[sub.name] = member.value
      }
      return result.isEmpty ? nil : .object(result)
    case .array(let elements):
      let shownElements = elements.compactMap { shown($0, of: attribute, part: part) }
      return shownElements.isEmpty && !elements.isEmpty ? nil : .array(shownElements)
    default:
      return value
    }
  }

  static func shows(_ sub: Attribute, part: Part) -> Bool {
    switch sub.returned {
    case .never: return false
    case .always: return true
    case .default, .request: break
    }
    return switch part {
    case .nothing: false
    case .everything: sub.returned == .default
    case .only(let names): names.contains(sub.name)
    case .except(let names): sub.returned == .default && !names.contains(sub.name)
    }
  }
}
