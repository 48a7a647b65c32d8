import JSONTape
import Provisioning
import SCIM

/// Makes up users and what is wanted of them; the same for the same seed.
struct RandomUser {
  private var state: UInt64
  let version: ProtocolVersion

  init(seed: UInt64, version: ProtocolVersion) {
    state = seed
    self.version = version
  }

  private mutating func draw(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }

  private mutating func text() -> String {
    ["a", "A", "b", "Å", "a\u{30A}", "x y", #"q"q"#, "1", "true"][draw(9)]
  }

  private mutating func maybe(_ value: (inout Self) -> JSONValue) -> JSONValue? {
    guard draw(3) > 0 else { return .none }
    return value(&self)
  }

  // MARK: What the target has

  mutating func current() -> JSONObject {
    let uri = version == .v2 ? enterprise : version1Enterprise
    let core = version == .v2 ? SchemaURI.user : SchemaURI.version1Core
    var user: JSONObject = ["schemas": [.string(core), .string(uri)], "userName": .string(text())]
    for name in ["displayName", "nickName", "title"] { user[name] = maybe { .string($0.text()) } }
    user["active"] = maybe { .bool($0.draw(2) == 0) }
    user["name"] = maybe { $0.parts(["givenName", "familyName", "formatted"]) }
    user["emails"] = maybe { $0.values(["work", "home", "Work"]) }
    user["phoneNumbers"] = maybe { $0.values(["mobile", "fax"]) }
    user["roles"] = maybe { $0.values([]) }
    user["entitlements"] = maybe { $0.values([]) }
    user["addresses"] = maybe { random in
      var address = random.parts(["locality", "country"]).objectValue ?? [:]
      address["type"] = ["work", "home"][random.draw(2)]
      return [.object(address)]
    }
    user[uri] = maybe { $0.parts(["department", "costCenter"]) }
    return user
  }

  private mutating func parts(_ names: [String]) -> JSONValue {
    let chosen = names[draw(names.count)]
    var object: JSONObject = [chosen: .string(text())]
    for name in names where name != chosen { object[name] = maybe { .string($0.text()) } }
    return .object(object)
  }

  /// One or two values with different `value`s, of which one may be primary.
  private mutating func values(_ types: [String]) -> JSONValue {
    var elements: [JSONValue] = []
    let primary = draw(4)
    for index in 0...draw(2) {
      var element: JSONObject = ["value": .string("\(text())\(index)")]
      if !types.isEmpty { element["type"] = .string(types[draw(types.count)]) }
      if index == primary { element["primary"] = true }
      element["display"] = maybe { .string($0.text()) }
      elements.append(.object(element))
    }
    return .array(elements)
  }

  // MARK: What is wanted

  mutating func wanted() throws -> [TargetValue] {
    var values: [TargetValue] = []
    let paths = [
      "displayName", "nickName", "title", "name.givenName", "name.familyName", "name.formatted",
      #"emails[type eq "work"].value"#, #"emails[type eq "work"].display"#,
      #"emails[type eq "home"].value"#, #"phoneNumbers[type eq "mobile"].value"#,
      #"addresses[type eq "work"].locality"#, #"addresses[type eq "work"].country"#,
      "\(enterprise):department", "costCenter",
    ]
    for path in paths where draw(3) > 0 { try add(path, to: &values) { .string($0.text()) } }
    // Taking `active` away means nothing: a PUT without it leaves it as it is.
    if draw(2) == 0 {
      let active: JSONValue = ["True", "False", true, false][draw(4)]
      values.append(TargetValue(path: try TargetPath(parsing: "active"), value: active))
    }
    if draw(2) == 0 { try add(#"emails[type eq "work"].primary"#, to: &values) { .bool($0.draw(2) == 0) } }
    if draw(2) == 0 {
      try add(#"roles[primary eq "True"].value"#, to: &values) { .string($0.text()) }
    } else {
      try add("roles", to: &values) { $0.values([]) }
    }
    try add("entitlements", to: &values) { random in
      .array((0...random.draw(2)).map { .string("\(random.text())\($0)") })
    }
    return values
  }

  private mutating func add(
    _ path: String, to values: inout [TargetValue], _ value: (inout Self) -> JSONValue
  ) throws {
    values.append(
      TargetValue(
        path: try TargetPath(parsing: path), value: maybe(value), isCaseExact: draw(2) == 0,
        addsOnly: draw(5) == 0, setsOnlyIfEmpty: draw(5) == 0))
  }
}
