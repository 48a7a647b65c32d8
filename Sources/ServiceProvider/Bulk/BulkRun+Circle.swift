import Directory
import EventLog
import JSONTape
import LMDB
import SCIM

extension BulkRun {
  private struct Created {
    var index: Int
    var answer: Answer
    /// What sets the references that its creation left out.
    var deferred: [JSONValue]
  }

  /// Creates resources that refer to each other: first without those references, then these are set.
  ///
  /// Each needs all the others, so where one fails none stays, just as an operation fails that refers to a
  /// resource that was not created.
  mutating func carryOut(
    circle: [Int], in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    let names = Set(circle.compactMap { plan.operations[$0].bulkID })
    var created: [Created] = []
    var failed: (index: Int, answer: Answer)?
    for index in circle {
      var operation = resolved(index)
      var deferred: [JSONValue] = []
      if case .collection(let type) = RequestTarget(
        path: operation.pathAndQuery.path, registry: settings.offered), let data = operation.data
      {
        let parts = BulkReferences.parts(of: data, type: type, without: names)
        operation.data = parts.body
        deferred = parts.deferred
      }
      let answer = try carryOut(
        operation, index, refusal: refusal(of: index, except: names), in: transaction, &appender)
      guard answer.error == nil, let resource = answer.resource else {
        failed = (index, answer)
        break
      }
      if let bulkID = operation.bulkID { ids[bulkID] = resource.id.description }
      created.append(Created(index: index, answer: answer, deferred: deferred))
    }
    for place in created.indices where failed == nil && !created[place].deferred.isEmpty {
      let (index, resource) = (created[place].index, created[place].answer.resource)
      let modified = try setReferences(of: created[place], in: transaction, &appender)
      if modified.error == nil {
        created[place].answer.resource = modified.resource ?? resource
      } else {
        failed = (index, modified)
      }
    }
    guard let failed else {
      for one in created { finish(one.index, one.answer) }
      return
    }
    for name in names { ids[name] = nil }
    for one in created.reversed() { try takeBack(one, in: transaction, &appender) }
    for index in circle {
      // The first one's own refusal is in the log already, unless it was created and then taken back.
      let isLogged = index == failed.index && !created.contains { $0.index == index }
      let answer =
        isLogged
        ? failed.answer
        : try carryOut(
          resolved(index), index,
          refusal: index == failed.index ? failed.answer.error : refusal(of: index), in: transaction,
          &appender)
      finish(index, answer)
    }
  }

  private mutating func setReferences(
    of created: Created, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> Answer {
    let message: JSONValue = [
      "schemas": [.string(SchemaURI.patchOp)], "Operations": .array(created.deferred),
    ]
    let operation = BulkOperation(
      method: "PATCH", path: path(of: created), bulkID: plan.operations[created.index].bulkID,
      data: BulkReferences.resolved(message, ids: ids))
    return try carryOut(operation, created.index, refusal: nil, form: .v2, in: transaction, &appender)
  }

  /// Removes what was created, unless it was there before and only came back to life.
  private mutating func takeBack(
    _ created: Created, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    guard created.answer.event?.operation == .create, created.answer.event?.previous == nil else { return }
    let operation = BulkOperation(
      method: "DELETE", path: path(of: created), bulkID: plan.operations[created.index].bulkID)
    _ = try carryOut(operation, created.index, refusal: nil, in: transaction, &appender)
  }

  private func path(of created: Created) -> String {
    "\(created.answer.type?.endpoint ?? "")/\(created.answer.resource?.id.description ?? "")"
  }
}
