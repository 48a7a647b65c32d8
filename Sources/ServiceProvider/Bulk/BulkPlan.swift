import EventLog
import JSONTape
import SCIM

/// A bulk request, read as far as that goes without the directory: what refers to what, and the order.
struct BulkPlan: Sendable {
  var operations: [BulkOperation]
  var failOnErrors: Int?
  /// What was accepted in reading the request as a whole.
  var tolerances: [Tolerance]
  /// For each operation what it refers to, with the place where it does.
  private(set) var places: [[String: String]] = []
  /// The POST that each name is the name of.
  private(set) var makers: [String: Int] = [:]
  /// The ids that are known beforehand: those of named resources that exist already.
  private(set) var ids: [String: String] = [:]
  private(set) var schedule: BulkSchedule

  init(_ request: BulkRequest, registry: SchemaRegistry, profile: Profile) {
    operations = request.operations
    failOnErrors = request.failOnErrors
    tolerances = request.tolerances
    schedule = BulkSchedule(needs: [], targets: [])
    for index in operations.indices where operations[index].refusal == nil {
      do throws(SCIMError) {
        try profile.check(operations[index].tolerances)
      } catch {
        operations[index].refusal = error
      }
    }
    findMakers(registry)
    var needs: [Set<Int>] = []
    var targets: [String?] = []
    for operation in operations {
      let found = operation.refusal == nil ? BulkPlan.places(in: operation, registry) : [:]
      places.append(found)
      needs.append(Set(found.keys.compactMap { makers[$0] }))
      targets.append(operation.method == "POST" ? nil : operation.pathAndQuery.path)
    }
    schedule = BulkSchedule(needs: needs, targets: targets)
  }

  private mutating func findMakers(_ registry: SchemaRegistry) {
    for (index, operation) in operations.enumerated() where operation.method == "POST" {
      guard let bulkID = operation.bulkID, makers[bulkID] == nil else { continue }
      makers[bulkID] = index
    }
    for operation in operations where operation.method != "POST" && operation.refusal == nil {
      guard let bulkID = operation.bulkID, makers[bulkID] == nil, ids[bulkID] == nil,
        case .resource(_, let id?, _) = RequestTarget(path: operation.pathAndQuery.path, registry: registry)
      else { continue }
      ids[bulkID] = id.description
    }
  }

  private static func places(in operation: BulkOperation, _ registry: SchemaRegistry) -> [String: String] {
    let path = operation.pathAndQuery.path
    var found = operation.method == "POST" ? [:] : BulkReferences.places(inPath: path, at: "path")
    guard operation.method != "DELETE", let data = operation.data else { return found }
    let inBody: [String: String]
    switch RequestTarget(path: path, registry: registry) {
    case .collection(let type) where operation.method == "POST",
      .resource(let type, _, _) where operation.method == "PUT":
      inBody = BulkReferences.places(in: data, of: type, at: "data")
    case .resource where operation.method == "PATCH":
      inBody = BulkReferences.places(in: data, at: "data")
    default: return found
    }
    found.merge(inBody) { first, _ in first }
    return found
  }
}

extension BulkOperation {
  /// The path, and the query without its question mark.
  var pathAndQuery: (path: String, query: String) {
    guard let mark = path.firstIndex(of: "?") else { return (path, "") }
    return (String(path[..<mark]), String(path[path.index(after: mark)...]))
  }
}
