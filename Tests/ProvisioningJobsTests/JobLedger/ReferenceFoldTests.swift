import Provisioning
import ProvisioningJobs
import Testing

/// Which references the target has, lacks and has too many.
@Suite struct ReferenceFoldTests {
  @Test func `a reference goes from wanted to exported to unwanted to nothing`() async throws {
    try await withTestJob { job, _ in
      let group = SourceKey.group("g")
      try await job.importObject(group, changes: ["members": .init(added: ["a", "b", "c"])])
      #expect(try job.references(group, "members") == ["a": .wanted, "b": .wanted, "c": .wanted])
      try await job.append(ReferencesExported(attribute: "members", added: ["a", "b"]), group)
      try await job.importObject(group, isNew: false, changes: ["members": .init(removed: ["b", "c", "d"])])
      #expect(try job.references(group, "members") == ["a": .exported, "b": .unwanted])
      #expect(try job.ledger.referrers(of: "b").isEmpty, "the source no longer wants it")
      #expect(try job.ledger.referrers(of: "a").map(\.0) == [group])
      try await job.importObject(group, isNew: false, changes: ["members": .init(added: ["b"])])
      #expect(try job.references(group, "members")["b"] == .exported, "it never left the target")
      try await job.importObject(group, isNew: false, changes: ["members": .init(removed: ["b"])])
      try await job.append(ReferencesExported(attribute: "members", removed: ["b"]), group)
      #expect(try job.references(group, "members") == ["a": .exported])
      #expect(try job.ledger.reference(of: group, attribute: "members", to: "a") == .exported)
    }
  }

  @Test func `what was exported after the source dropped it is unwanted, and the other way round`()
    async throws
  {
    try await withTestJob { job, _ in
      let group = SourceKey.group("g")
      try await job.importObject(group, changes: ["members": .init(added: ["b"])])
      try await job.append(ReferencesExported(attribute: "members", added: ["a", "b"], removed: []), group)
      #expect(try job.references(group, "members") == ["a": .unwanted, "b": .exported])
      try await job.append(ReferencesExported(attribute: "members", removed: ["b"]), group)
      #expect(try job.references(group, "members")["b"] == .wanted)
    }
  }

  @Test func `small references have rows by comparison with the image before`() async throws {
    try await withTestJob { job, _ in
      let user = SourceKey.user("u")
      try await job.importObject(user, references: ["manager": ["m1"]])
      try await job.append(ReferencesExported(attribute: "manager", added: ["m1"]), user)
      try await job.importObject(user, isNew: false, references: ["manager": ["m2"]])
      #expect(try job.references(user, "manager") == ["m1": .unwanted, "m2": .wanted])
      try await job.append(ReferencesExported(attribute: "manager", added: ["m2"], removed: ["m1"]), user)
      try await job.importObject(user, isNew: false)
      #expect(try job.references(user, "manager") == ["m2": .unwanted])
    }
  }

  @Test func `an account that appears makes the references to it due where the referrer has an account`()
    async throws
  {
    try await withTestJob { job, _ in
      let (linked, unlinked, user) = (SourceKey.group("g1"), SourceKey.group("g2"), SourceKey.user("u"))
      for group in [linked, unlinked] {
        try await job.importObject(group, changes: ["members": .init(added: ["u"])], due: nil)
      }
      try await job.link(linked, to: "t1")
      try await job.importObject(user)
      try await job.link(user, to: "t2")
      #expect(try job.ledger.entry(linked)?.due == .init(references: true))
      #expect(try job.ledger.entry(unlinked)?.due == nil)
    }
  }

  @Test func `an account that is gone or another one takes the references along`() async throws {
    try await withTestJob { job, _ in
      let (group, user) = (SourceKey.group("g"), SourceKey.user("u"))
      try await job.importObject(user)
      try await job.link(user, to: "t1")
      try await job.importObject(group, changes: ["members": .init(added: ["u", "v", "w"])])
      try await job.link(group, to: "t2")
      try await job.append(ReferencesExported(attribute: "members", added: ["u", "v", "w"]), group)
      try await job.append(ChangeCompleted(action: .delete, result: .success, link: .removed), user)
      #expect(try job.references(group, "members") == ["u": .wanted, "v": .exported, "w": .exported])
      #expect(try job.ledger.entry(group)?.due == nil, "nothing can be set while the account is not there")
      try await job.link(user, to: "t3")
      #expect(try job.ledger.entry(group)?.due == .init(references: true))
      try await job.append(ReferencesExported(attribute: "members", added: ["u"]), group)
      try await job.importObject(group, isNew: false, changes: ["members": .init(removed: ["w"])], due: nil)
      try await job.link(group, to: "t4")
      #expect(
        try job.references(group, "members") == ["u": .wanted, "v": .wanted],
        "a new account has no members, also none that are to go")
    }
  }

  @Test func `references of very long names are found again`() async throws {
    try await withTestJob { job, _ in
      let long = String(repeating: "é", count: 300)
      let group = SourceKey.group(long)
      try await job.importObject(group, changes: ["members": .init(added: [long, "a"])])
      #expect(try job.references(group, "members") == [long: .wanted, "a": .wanted])
      #expect(try job.ledger.referrers(of: long).map(\.0) == [group])
      try await job.importObject(group, isNew: false, changes: ["members": .init(removed: [long])])
      #expect(try job.references(group, "members") == ["a": .wanted])
      #expect(try job.ledger.referrers(of: long).isEmpty)
    }
  }
}
