import SCIM

/// Reads a job file's members into a `JobDocument`.
struct JobDocumentReader {
  var reading: DocumentReading
  let directory: String

  private static let members = [
    "name", "source", "target", "scope", "requiredRole", "interval", "ledger", "schema",
    "skipOutOfScopeDeletions", "limits", "defaultDomain",
  ]

  init(file: String) {
    reading = DocumentReading(file: file)
    directory = DocumentFile.directory(of: file)
  }

  /// The document; nil where a part without a default is missing or wrong. `reading.problems` says all.
  mutating func document(_ top: DocumentNode) -> JobDocument? {
    guard top.members != nil else {
      reading.error("expected an object with name, source, target and schema, found \(top.kind)", at: top)
      return nil
    }
    reading.onlyMembers(JobDocumentReader.members, of: top)
    let name = self.name(of: top)
    let source = self.source(of: top)
    let target = self.target(of: top)
    let schema = reading.requiredText("schema", of: top, example: "schema.json")
    let scope = reading.choice("scope", of: top, default: Assignment.assigned)
    let role = reading.text("requiredRole", of: top)
    let interval = self.interval(of: top)
    let ledger = reading.text("ledger", of: top)
    let skips = reading.boolean("skipOutOfScopeDeletions", of: top, default: false)
    let limits = self.limits(of: top)
    let domain = reading.text("defaultDomain", of: top)
    if role != nil, scope == .all, let node = top["requiredRole"] {
      reading.warning("requiredRole says nothing where scope is all, since nobody is assigned then", at: node)
    }
    guard let name, let source, let target, let schema else { return nil }
    return JobDocument(
      name: name, source: source, target: target, scope: scope, requiredRole: role, interval: interval,
      ledger: ledger.map { DocumentFile.resolve($0, in: directory) },
      schemaFile: DocumentFile.resolve(schema, in: directory), skipsOutOfScopeDeletions: skips,
      limits: limits, defaultDomain: domain, directory: directory)
  }

  private mutating func name(of top: DocumentNode) -> String? {
    guard let name = reading.requiredText("name", of: top, example: "thousandeyes") else { return nil }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard isPlain, name.utf8.count <= 64, !name.hasPrefix(".") else {
      reading.error(
        "expected at most 64 letters, digits, points, hyphens and underscores, and no point in front",
        at: top["name"] ?? top)
      return nil
    }
    return name
  }

  /// Seconds, or a number with a unit: 40m, 1h, 90s.
  private mutating func interval(of top: DocumentNode) -> Int {
    guard let node = top["interval"] else { return JobDocument.usualInterval }
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    var digits = node.text ?? ""
    var unit = 1
    if let last = digits.last, let factor = units[last] {
      unit = factor
      digits.removeLast()
    }
    let week = 7 * 86_400
    guard let count = Int(digits), count > 0, count <= week / unit else {
      reading.error(
        "expected the time between two cycles, at most a week, in seconds or with a unit: 90s, 40m, 1h",
        at: node)
      return JobDocument.usualInterval
    }
    return count * unit
  }

  private mutating func limits(of top: DocumentNode) -> JobLimits {
    var limits = JobLimits()
    guard let node = reading.object("limits", of: top) else { return limits }
    reading.onlyMembers(["deletions", "escrowRetryHours", "escrowDays", "quarantine"], of: node)
    if node["deletions"]?.text?.equalsIgnoringASCIICase("off") == true {
      limits.deletions = nil
    } else {
      limits.deletions = reading.integer(
        "deletions", of: node, in: 0...10_000_000, default: limits.deletions ?? 500)
    }
    let hours = reading.list("escrowRetryHours", of: node)
    let read = hours.compactMap(\.integer).filter { $0 > 0 && $0 <= 10_000 }
    if read.count != hours.count || read != read.sorted() {
      reading.error(
        "expected the hours after the first failure in ascending order, such as [6, 12, 24]",
        at: node["escrowRetryHours"] ?? node)
    } else if node["escrowRetryHours"] != nil {
      limits.escrowRetryHours = read
    }
    limits.escrowDays = reading.integer("escrowDays", of: node, in: 0...3650, default: limits.escrowDays)
    guard let quarantine = reading.object("quarantine", of: node) else { return limits }
    reading.onlyMembers(
      ["evaluationStart", "percent", "failures", "totalFailures", "intervalHours", "days"], of: quarantine)
    let counts = 0...1_000_000_000
    limits.quarantineEvaluationStart = reading.integer(
      "evaluationStart", of: quarantine, in: counts, default: limits.quarantineEvaluationStart)
    limits.quarantineProportion = reading.integer(
      "percent", of: quarantine, in: 0...100, default: limits.quarantineProportion)
    limits.quarantineFailures = reading.integer(
      "failures", of: quarantine, in: counts, default: limits.quarantineFailures)
    limits.quarantineTotalFailures = reading.integer(
      "totalFailures", of: quarantine, in: counts, default: limits.quarantineTotalFailures)
    limits.quarantineIntervalHours = reading.integer(
      "intervalHours", of: quarantine, in: 1...10_000, default: limits.quarantineIntervalHours)
    limits.quarantineDays = reading.integer(
      "days", of: quarantine, in: 0...3650, default: limits.quarantineDays)
    return limits
  }
}
