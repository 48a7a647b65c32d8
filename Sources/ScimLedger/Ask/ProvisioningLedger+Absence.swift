import Directory
import EventLog
import JSONTape
import SCIM

extension ProvisioningLedger {
  /// Why nobody is known by a selector: the requests that asked for such a resource, if there are any.
  func explanationOfAbsence(_ selector: Selector, through last: Position) throws -> Explanation {
    var search = AbsenceSearch(selector)
    var query = EventQuery()
    query.last = last
    query.filter = .or([
      .equal(.operation, .string(Event.Operation.create.name)),
      .equal(.operation, .string(Event.Operation.query.name)),
    ])
    try forEachEvent(query, order: .newestFirst) { search.take($0) }
    let told = try providerReasons(ofAbsent: selector)
    let reasons = told + search.reasons.filter { told.isEmpty || $0.kind != .neverSeen }
    return Explanation(state: .unknown, id: nil, type: nil, name: nil, reasons: reasons)
  }
}

/// Looks for requests about a resource that was never made, from the newest back.
struct AbsenceSearch {
  private let selector: Selector
  private var refusal: Event?
  private var fruitless: Event?

  init(_ selector: Selector) { self.selector = selector }

  mutating func take(_ event: Event) {
    switch event.operation {
    case .create where event.isRefused:
      if refusal == nil, let body = event.request?.body,
        let image = (try? JSONValue(parsing: body))?.objectValue,
        isMeant(image)
      {
        refusal = event
      }
    case .query where event.results == 0:
      if fruitless == nil, let text = filterText(of: event), let value, asks(text, for: value) {
        fruitless = event
      }
    default: break
    }
  }

  var reasons: [Explanation.Reason] {
    var reasons: [Explanation.Reason] = []
    if let refusal {
      reasons.append(
        .init(
          kind: .refused, text: "\(refusal.who) tried to create it and was refused: \(refusal.refusal)",
          event: refusal, remedy: RefusalRemedy.text(for: refusal)))
    }
    if let fruitless {
      let text = "\(fruitless.who) searched for it and found nothing"
      reasons.append(
        .init(
          kind: .searched, text: refusal == nil ? text + "; no creation of it followed." : text + ".",
          event: fruitless,
          remedy: refusal == nil
            ? "The identity provider looks for it and does not create it: see whether creating is switched on there, "
              + "and whether the person is in scope and enabled; disabled people are not created."
            : nil))
    }
    if reasons.isEmpty {
      reasons.append(
        .init(
          kind: .neverSeen, text: "No request in the log has asked for it or searched for it.", event: nil,
          remedy:
            "The identity provider has not come to it: see whether the person is assigned and in scope there, and "
            + "whether a cycle has run since. Check the spelling of \(selector)."))
    }
    return reasons
  }

  private var value: String? {
    switch selector {
    case .id(let id): id.description
    case .userName(let value), .externalID(let value), .displayName(let value): value
    }
  }

  private func isMeant(_ image: JSONObject) -> Bool {
    func holds(_ name: String, _ value: String) -> Bool {
      image.firstIgnoringCase(name)?.value.stringValue.map { CaselessValue.fold($0) }
        == CaselessValue.fold(value)
    }
    return switch selector {
    case .id: false
    case .userName(let value): holds("userName", value)
    case .externalID(let value): holds("externalId", value)
    case .displayName(let value): holds("displayName", value)
    }
  }

  private func filterText(of event: Event) -> String? {
    guard let request = event.request else { return nil }
    if let body = request.body,
      let text = (try? JSONValue(parsing: body))?.objectValue?["filter"]?.stringValue
    {
      return text
    }
    return QueryParameters(request.query)["filter"]
  }

  private func asks(_ text: String, for value: String) -> Bool {
    guard let filter = try? Filter(parsing: text) else { return false }
    return filter.equalityTexts.contains { CaselessValue.fold($0) == CaselessValue.fold(value) }
  }
}

extension Filter {
  /// The texts that the filter compares with `eq`, wherever they stand.
  fileprivate var equalityTexts: [String] {
    switch self {
    case .and(let terms), .or(let terms): terms.flatMap(\.equalityTexts)
    case .not(let term), .valuePath(_, let term): term.equalityTexts
    case .comparison(_, .equal, .string(let text)): [text]
    default: []
    }
  }
}
