import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// What becomes of an object's entry, its link and what is due.
@Suite struct EntryFoldTests {
  @Test func `an imported object is there and due, and done when its change is completed`() async throws {
    try await withTestJob { job, _ in
      let key = SourceKey.user("u1")
      try await job.importObject(key, ["displayName": "Ada"], references: ["manager": ["u2"]])
      #expect(
        try job.ledger.entry(key)
          == ConnectorEntry(
            object: SourceObject(
              key: key, attributes: ["displayName": "Ada"], references: ["manager": ["u2"]]),
            due: .init(object: true)))
      #expect(try job.ledger.dueCount() == 1)
      try await job.link(key, to: "t1", dueLeft: .init(references: true))
      #expect(try job.ledger.entry(key)?.due == .init(references: true))
      #expect(try job.ledger.entry(key)?.link == .init(targetID: "t1"))
      try await job.append(ChangeCompleted(action: .none, result: .success), key)
      #expect(try job.ledger.dueCount() == 0)
      #expect(try job.ledger.entry(key)?.link == .init(targetID: "t1"))
      #expect(try job.ledger.key(ofTarget: "t1", type: "User") == key)
      #expect(try job.ledger.key(ofTarget: "t1", type: "Group") == nil)
      #expect(try job.ledger.entry(.user("u2")) == nil)
    }
  }

  @Test func `what is due adds up until the change is completed`() async throws {
    try await withTestJob { job, _ in
      let key = SourceKey.user("u1")
      try await job.importObject(key, due: .init(references: true))
      try await job.importObject(key, isNew: false, due: .init(object: true))
      #expect(try job.ledger.entry(key)?.due == .init(object: true, references: true))
      try await job.importObject(key, isNew: false, due: nil)
      #expect(try job.ledger.entry(key)?.due == .init(object: true, references: true))
      try await job.append(
        SourceImported(change: .missing, attributes: [:], due: .init(object: true, isDeleted: true)), key)
      #expect(try job.ledger.entry(key)?.due?.isDeleted == true)
      try await job.importObject(key, isNew: false, due: nil)
      #expect(try job.ledger.entry(key)?.due?.isDeleted == false, "it came back")
    }
  }

  @Test func `an object that is gone is forgotten once its account is`() async throws {
    try await withTestJob { job, _ in
      let key = SourceKey.group("g1")
      try await job.importObject(key, changes: ["members": .init(added: ["u1"])])
      try await job.link(key, to: "t1")
      try await job.append(
        SourceImported(change: .deleted, attributes: [:], due: .init(object: true, isDeleted: true)), key)
      try await job.append(
        ChangeCompleted(action: .delete, result: .failure, dueLeft: .init(object: true, isDeleted: true)), key
      )
      #expect(try job.ledger.entry(key)?.link != nil)
      try await job.append(ChangeCompleted(action: .delete, result: .success, link: .removed), key)
      #expect(try job.ledger.entry(key) == nil)
      #expect(try job.ledger.entryCount() == 0)
      #expect(try job.references(key, "members").isEmpty)
      #expect(try job.ledger.referrers(of: "u1").isEmpty)
      #expect(try job.ledger.key(ofTarget: "t1", type: "Group") == nil)
    }
  }

  @Test func `a deleted object with an escrow is forgotten when the escrow goes`() async throws {
    try await withTestJob { job, _ in
      let key = SourceKey.user("u1")
      try await job.importObject(key)
      try await job.append(SourceImported(change: .deleted, attributes: [:]), key)
      try await job.append(
        EscrowOpened(.init(code: "Timeout", reason: "", attempts: 1, firstFailure: 1, nextAttempt: 2)), key)
      try await job.append(ChangeCompleted(action: .delete, result: .failure), key)
      #expect(try job.ledger.entry(key) != nil)
      try await job.append(EscrowExpired(), key)
      #expect(try job.ledger.entry(key) == nil)
    }
  }

  @Test func `pages of entries and of what is due follow the keys, very long ids included`() async throws {
    try await withTestJob { job, _ in
      let long = String(repeating: "x", count: 700)
      let keys = ["a", "b", "b\u{0}c", "d", long].map { SourceKey.user($0) }
      for key in keys { try await job.importObject(key, due: key.id == "d" ? nil : .init(object: true)) }
      try await job.importObject(.group("g"))
      for due in [false, true] {
        var found: [String] = []
        var after: SourceKey?
        while true {
          let page =
            due
            ? try job.ledger.due(type: "User", after: after, limit: 2).map(\.key)
            : try job.ledger.entries(type: "User", after: after, limit: 2).map(\.object.key)
          if !due { #expect(try job.ledger.keys(type: "User", after: after, limit: 2) == page) }
          guard let last = page.last else { break }
          found += page.map(\.id)
          after = last
        }
        #expect(found.prefix(2) == ["a", "b"])
        #expect(Set(found) == Set(keys.map(\.id).filter { !due || $0 != "d" }))
        #expect(Set(found).count == found.count)
      }
      for key in keys {
        #expect(try job.ledger.entry(key)?.object.key == key)
        try await job.link(key, to: "t-" + key.id)
        #expect(try job.ledger.key(ofTarget: "t-" + key.id, type: "User") == key)
      }
      let links = try job.ledger.links(of: keys.map(\.id) + ["g", "z"], types: ["Group", "User"])
      #expect(Set(links.keys) == Set(keys.map(\.id)))
      #expect(links[long]?.1.targetID == "t-" + long)
      #expect(try job.ledger.entries(keys + [.user("z")]).count == keys.count)
    }
  }

  @Test func `linked objects are counted by type`() async throws {
    try await withTestJob { job, _ in
      for id in ["a", "b"] {
        try await job.importObject(.user(id))
        try await job.link(.user(id), to: "t-" + id)
        try await job.link(.user(id), to: "t-" + id)
      }
      try await job.append(
        ChangeCompleted(
          action: .disable, result: .success, link: .set(.init(targetID: "t-a", isDisabled: true))),
        .user("a"))
      #expect(try job.ledger.state().status.synchronizedEntryCountByType == ["User": 2])
      #expect(try job.ledger.entry(.user("a"))?.link?.isDisabled == true)
      try await job.append(ChangeCompleted(action: .delete, result: .success, link: .removed), .user("a"))
      #expect(try job.ledger.state().status.synchronizedEntryCountByType == ["User": 1])
    }
  }
}
