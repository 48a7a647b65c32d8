/// How strict a service provider is and what it offers, as data.
public struct Profile: Sendable, Hashable {
  public var name: String
  public var description: String
  /// The tolerance rules that are not applied: a request that needs one is refused.
  public var refusedRules: Set<String>
  public var offersGroups: Bool
  public var offersPatch: [ProtocolVersion: Bool]
  /// The attributes that a filter may name; nil for all.
  public var filterableAttributes: Set<String>?

  public init(
    name: String, description: String, refusedRules: Set<String> = [], offersGroups: Bool = true,
    offersPatch: [ProtocolVersion: Bool] = [.v1: true, .v2: true], filterableAttributes: Set<String>? = nil
  ) {
    self.name = name
    self.description = description
    self.refusedRules = refusedRules
    self.offersGroups = offersGroups
    self.offersPatch = offersPatch
    self.filterableAttributes = filterableAttributes
  }

  /// Takes what real identity providers send, and says so in the event.
  public static let tolerant = Profile(
    name: "tolerant", description: "accepts what Entra ID, Okta and others really send")

  /// The standard to the letter.
  public static let rfc = Profile(
    name: "rfc", description: "RFC 7643 and RFC 7644 as they are written",
    refusedRules: Set(ToleranceRule.all.filter { !$0.isConforming }.map(\.name)))

  /// What ThousandEyes' service provider offers: SCIM 1.1 without PATCH, people only, found by userName and
  /// externalId.
  public static let thousandEyes = Profile(
    name: "thousandeyes",
    description: "people only; SCIM 1.1 without PATCH; filters on userName and externalId",
    offersGroups: false, offersPatch: [.v1: false, .v2: true],
    filterableAttributes: ["username", "externalid"])

  public static let all = [tolerant, rfc, thousandEyes]

  public static func named(_ name: String) -> Profile? { all.first { $0.name == name } }

  /// Refuses a request that needed a rule this profile does not have.
  ///
  /// - Throws: `SCIMError` naming the place, what was there, and the rule.
  public func check(_ tolerances: [Tolerance]) throws(SCIMError) {
    guard !refusedRules.isEmpty else { return }
    for tolerance in tolerances where refusedRules.contains(tolerance.rule) {
      let rule = ToleranceRule.named(tolerance.rule)
      throw SCIMError(
        status: 400, scimType: rule?.refusal ?? .invalidValue,
        detail:
          "\(tolerance.path) departs from the standard (\(tolerance.rule)): the profile \(name) does not "
          + "accept \(rule?.accepts ?? "this").")
    }
  }

  /// Refuses a filter on what this profile has no filters for.
  public func check(_ filter: Filter) throws(SCIMError) {
    guard let filterableAttributes else { return }
    for path in filter.paths where !filterableAttributes.contains(path.name.lowercased()) {
      throw .invalidFilter("\(path) can't be filtered by here; userName and externalId can.")
    }
  }
}

extension Filter {
  /// The attributes that the filter names, those inside value paths left out.
  var paths: [AttributePath] {
    switch self {
    case .and(let filters), .or(let filters): filters.flatMap(\.paths)
    case .not(let filter): filter.paths
    case .comparison(let path, _, _), .present(let path), .valuePath(let path, _): [path]
    }
  }
}
