import JSONTape
import Provisioning
import ProvisioningConnectors

/// The CSV files of the portal's download, brought into Graph's form.
///
/// The columns' names differ by portal version and language setting of the tools that pass them on, so they are
/// compared by their letters and digits alone: `Source Identity Id`, `sourceIdentity.id` and `SourceIdentity_Id`
/// are one column. What Graph's form has no member for is kept under the column's own name.
struct ProvisioningLogTables {
  private struct Row {
    var object: JSONObject
    var place: String
  }

  private var log: [Row] = []
  private var steps: [(key: String, row: Row)] = []
  private var properties: [(key: String, row: Row)] = []

  /// Reads one of the three files, which one its columns tell.
  mutating func read(path: String, name: String, problems: inout [SourceProblem]) {
    do throws(SourceError) {
      var records = try DirectoryRecords(path: path, name: name, format: .csv)
      let columns = Set(records.columnNames.map { Self.plain($0) })
      let isOfSteps = !columns.isDisjoint(with: ["provisioningsteptype", "steptype", "stepname"])
      let isOfProperties = columns.contains("newvalue")
      guard isOfSteps || isOfProperties || !columns.isDisjoint(with: ["id", "changeid"]) else {
        problems.append(
          SourceProblem(
            place: "\(name):1",
            reason:
              "neither JSON nor a CSV file of the provisioning log: its first row names no column Id or "
              + "ChangeId"))
        return
      }
      while let element = try records.next() {
        switch element.content {
        case .problem(let problem): problems.append(problem)
        case .object(let object):
          let row = Row(object: object, place: "\(name):\(element.line)")
          guard isOfSteps || isOfProperties else {
            log.append(row)
            continue
          }
          guard let key = Self.text(["changeid", "id"], in: object) else {
            problems.append(
              SourceProblem(place: row.place, reason: "the row has no ChangeId, so it belongs to no record"))
            continue
          }
          if isOfSteps { steps.append((key, row)) } else { properties.append((key, row)) }
        }
      }
    } catch {
      problems.append(
        SourceProblem(
          place: error.place,
          reason: "neither JSON nor a CSV file of the provisioning log: \(error.reason)"))
    }
  }

  /// Gives each record with its steps and modified properties, and each row that belongs to none.
  func join(_ body: (JSONObject, _ place: String) -> Void, problem: (SourceProblem) -> Void) {
    let steps = Dictionary(grouping: steps) { $0.key.lowercased() }
    let properties = Dictionary(grouping: properties) { $0.key.lowercased() }
    var known: Set<String> = []
    for row in log {
      let keys = ["changeid", "id"].compactMap { Self.text([$0], in: row.object)?.lowercased() }
      known.formUnion(keys)
      var object = Self.record(row.object)
      func rows(_ table: [String: [(key: String, row: Row)]]) -> [Row] {
        (keys.lazy.compactMap { table[$0] }.first ?? []).map(\.row)
      }
      object["provisioningSteps"] = .array(rows(steps).map { .object(Self.step($0.object)) })
      object["modifiedProperties"] = .array(rows(properties).map { .object(Self.property($0.object)) })
      body(object, row.place)
    }
    for (table, what) in [(steps, "steps"), (properties, "modified properties")] {
      for (key, rows) in table.sorted(by: { $0.key < $1.key }) where !known.contains(key) {
        guard let first = rows.first else { continue }
        problem(
          SourceProblem(
            place: first.row.place,
            reason:
              "\(what) of the change \(first.key), which is not in the log; give the file ProvisioningLogs "
              + "of the same download too"))
      }
    }
  }
}

extension ProvisioningLogTables {
  /// A column's name by its letters and digits.
  private static func plain(_ name: String) -> String {
    String(
      decoding: name.lowercased().utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) },
      as: UTF8.self)
  }

  private static func text(_ columns: [String], in row: JSONObject) -> String? {
    for column in columns {
      if let member = row.first(where: { plain($0.name) == column }), let text = member.value.stringValue {
        return text
      }
    }
    return nil
  }

  /// Where a column's value stands in Graph's form, by the column's letters and digits.
  private static let members: [String: [String]] = {
    var members: [String: [String]] = [
      "id": ["id"], "activitydatetime": ["activityDateTime"], "date": ["activityDateTime"],
      "dateutc": ["activityDateTime"], "tenantid": ["tenantId"], "jobid": ["jobId"], "cycleid": ["cycleId"],
      "changeid": ["changeId"], "provisioningaction": ["provisioningAction"],
      "action": ["provisioningAction"],
      "durationinmilliseconds": ["durationInMilliseconds"], "durationms": ["durationInMilliseconds"],
      "duration": ["durationInMilliseconds"], "status": ["provisioningStatusInfo", "status"],
      "statusreason": ["provisioningStatusInfo", "errorInformation", "reason"],
      "identity": ["sourceIdentity", "displayName"], "initiatingtype": ["initiatedBy", "initiatorType"],
    ]
    for name in ["errorCode", "reason", "additionalDetails", "errorCategory", "recommendedAction"] {
      let place = ["provisioningStatusInfo", "errorInformation", name]
      for prefix in ["", "statusinfo", "provisioningstatusinfo", "provisioningstatusinfoerrorinformation"] {
        members[prefix + name.lowercased()] = place
      }
    }
    for prefix in ["statusinfo", "provisioningstatusinfo"] {
      members[prefix + "status"] = ["provisioningStatusInfo", "status"]
    }
    for object in ["sourceIdentity", "targetIdentity", "sourceSystem", "targetSystem", "servicePrincipal"] {
      for (column, member) in [
        ("", ""), ("id", "id"), ("displayname", "displayName"), ("name", "displayName"),
      ] {
        members[object.lowercased() + column] = [object] + (member.isEmpty ? ["displayName"] : [member])
      }
      members[object.lowercased() + "details"] = [object, "details"]
    }
    for object in ["sourceIdentity", "targetIdentity"] {
      members[object.lowercased() + "identitytype"] = [object, "identityType"]
      members[object.lowercased() + "type"] = [object, "identityType"]
    }
    for (column, member) in [
      ("", "displayName"), ("id", "id"), ("displayname", "displayName"), ("name", "displayName"),
      ("initiatortype", "initiatorType"), ("initiatingtype", "initiatorType"), ("type", "initiatorType"),
    ] { members["initiatedby" + column] = ["initiatedBy", member] }
    return members
  }()

  private static func record(_ row: JSONObject) -> JSONObject {
    var object = JSONObject()
    for member in row {
      let place = members[plain(member.name)]
      if let place, place.count == 2, member.value.stringValue?.first == "{",
        plain(member.name) == plain(place[0])
      {
        // A whole object in one cell.
        object[place[0]] = member.value
      } else if let place {
        object.set(member.value, at: place[...])
      } else {
        object[member.name] = member.value
      }
    }
    return object
  }

  private static func step(_ row: JSONObject) -> JSONObject {
    renamed(
      row,
      [
        "name": "name", "stepname": "name", "provisioningsteptype": "provisioningStepType",
        "steptype": "provisioningStepType", "type": "provisioningStepType", "status": "status",
        "description": "description", "details": "details",
      ])
  }

  private static func property(_ row: JSONObject) -> JSONObject {
    renamed(
      row,
      [
        "displayname": "displayName", "name": "displayName", "propertyname": "displayName",
        "oldvalue": "oldValue", "newvalue": "newValue",
      ])
  }

  private static func renamed(_ row: JSONObject, _ names: [String: String]) -> JSONObject {
    var object = JSONObject()
    for member in row where plain(member.name) != "changeid" {
      object[names[plain(member.name)] ?? member.name] = member.value
    }
    return object
  }
}

extension JSONObject {
  /// Sets a value below objects that are made where they are missing; the first of two values stays.
  fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
    guard let name = path.first else { return }
    if path.count == 1 {
      if self[name] == nil { self[name] = value }
      return
    }
    guard var inner = self[name]?.objectValue ?? (self[name] == nil ? JSONObject() : .none) else { return }
    inner.set(value, at: path.dropFirst())
    self[name] = .object(inner)
  }
}
