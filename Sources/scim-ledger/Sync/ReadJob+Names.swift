import ScimLedger
import Spelling

extension ReadJob {
  private static let names = ["displayName", "userPrincipalName", "userName", "mail", "mailNickname"]

  /// Who an object is, for people, by what may be read of it; its id where nothing may.
  func name(of key: SourceKey) throws -> String {
    guard let entry = try ledger.entry(key) else { return key.id }
    let hidden = job.redactedAttributes[key.type] ?? []
    for name in Self.names where !hidden.contains(name) {
      if let text = entry.object.attributes[name]?.stringValue, !text.isEmpty { return text }
    }
    return key.id
  }

  /// The object that a person means: by its id, or by the value of an attribute that names or matches it.
  ///
  /// - Throws: `CommandFailure` where nobody answers to it.
  func key(named selector: String) throws -> SourceKey {
    var types: [String] = []
    for type in job.mappings.map(\.sourceType) where !types.contains(type) { types.append(type) }
    for type in types {
      let key = SourceKey(type: type, id: selector)
      // Somebody who is gone for ever is known by the changes alone.
      if try ledger.entry(key) != nil || !(try ledger.changes(of: key, limit: 1).isEmpty) { return key }
    }
    let matching = job.mappings.flatMap { $0.matchingAttributes.flatMap(\.sourceAttributes) }
    let wanted = selector.lowercased()
    var near = NearestWords(to: selector, limit: 3)
    for type in types {
      var last: SourceKey?
      while true {
        let page = try ledger.entries(type: type, after: last, limit: 1000)
        for entry in page {
          for name in Self.names { entry.object.attributes[name]?.stringValue.map { near.take($0) } }
          let isIt = Set(Self.names + matching).contains {
            entry.object.attributes[$0]?.stringValue?.lowercased() == wanted
          }
          if isIt { return entry.object.key }
        }
        guard page.count == 1000, let key = page.last?.object.key else { break }
        last = key
      }
    }
    throw CommandFailure(
      .notFound, "The job knows nobody by \(selector).",
      next: Suggestion.question(near.found)
        + "Somebody who is gone from the source is found by the source's id. Look at all changes with: "
        + "scim-ledger sync changes\(options.suggestion)")
  }
}
