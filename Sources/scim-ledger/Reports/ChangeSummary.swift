import ScimLedger

/// What one event changed, in one line and in a table.
enum ChangeSummary {
  private static let columns = [
    Column("attribute", heading: "Attribute"), Column("old", heading: "Old"), Column("new", heading: "New"),
  ]

  private static let mostShown = 3
  private static let longestValue = 40

  /// `active: true → false, title: – → Engineer`; nil where the event changed nothing.
  static func line(for event: Event, _ properties: [ModifiedProperty], _ names: inout ResourceNames)
    -> String?
  {
    guard event.isChange else { return nil }
    switch event.operation {
    case .create: return "created with \(properties.count { $0.path != "schemas" }) attributes"
    case .delete: return "deleted"
    default: break
    }
    let attributes = properties.filter { $0.path != "members" }
    var parts = attributes.prefix(mostShown).map { property in
      "\(EventReport.shortPath(property.path)): \(short(property.old)) → \(short(property.new))"
    }
    if attributes.count > mostShown { parts.append("and \(attributes.count - mostShown) more") }
    if let members = EventReport.membership(in: event, &names) { parts.append(members) }
    return parts.joined(separator: ", ")
  }

  /// Prints the properties as a table of attribute, old and new value.
  static func show(_ properties: [ModifiedProperty]) {
    var writer = RecordWriter(columns: columns, format: .table)
    for property in properties {
      writer.write([
        Cell(property.path), Cell(text(of: property.old)), Cell(text(of: property.new)),
      ])
    }
    writer.end()
  }

  /// The properties for programs.
  static func cell(_ properties: [ModifiedProperty]) -> Cell {
    let modified = properties.map { property -> JSONValue in
      ["attribute": .string(property.path), "old": property.old ?? .null, "new": property.new ?? .null]
    }
    return Cell(.array(modified), shownAs: properties.map(\.path).joined(separator: "; "))
  }

  private static func short(_ value: JSONValue?) -> String {
    text(of: value).truncated(toWidth: longestValue)
  }

  private static func text(of value: JSONValue?) -> String {
    switch value {
    case nil, .null: "–"
    case .string(let text): text
    case let value?: value.description
    }
  }
}
