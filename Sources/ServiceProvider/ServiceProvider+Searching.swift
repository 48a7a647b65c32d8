import Directory
import EventLog
import JSONTape
import Projections
import SCIM

extension ServiceProvider {
  /// A list of one type or, at the root, of all (RFC 7644 §3.4.2), filtered, sorted, a page at a time.
  func query(_ types: [ResourceType], _ request: SCIMRequest, _ client: Client) throws -> Observation {
    try observe(types, isAnswered: request.isAnswered) { search in
      let parameters = QueryParameters(request.query)
      try search.run(SearchRequest(parameters), self, request, client)
    }
  }

  /// A list asked for by POST to `/.search` (RFC 7644 §3.4.3).
  func search(_ types: [ResourceType], _ request: SCIMRequest, _ client: Client) throws -> Observation {
    var kept: [UInt8]?
    var observation = try observe(types, isAnswered: request.isAnswered) { search in
      let body = try request.json()
      kept = Redaction.redact(body).0.serialized()
      try search.run(SearchRequest(body), self, request, client)
    }
    observation.body = kept
    return observation
  }

  private func observe(
    _ types: [ResourceType], isAnswered: Bool, _ body: (inout Search) throws -> Void
  ) throws -> Observation {
    var search = Search(types: types)
    var observation: Observation
    do {
      try body(&search)
      observation = Observation(
        .query, isAnswered ? .json(search.answer) : SCIMResponse(status: 200))
      observation.snapshot = search.snapshot
      observation.results = search.total
    } catch let refusal as SCIMError {
      observation = Observation(.query, refused: refusal)
    }
    observation.tolerances = search.tolerances
    observation.resourceType = types.count == 1 ? types.first?.name : nil
    return observation
  }
}
