import CLMDB

extension Environment {
  /// Creates an environment with its tables and first records, whole or not at all.
  ///
  /// The directory is filled under a hidden name beside the one wanted, forced to the device and renamed: a
  /// crash leaves either nothing in its place or all of it.
  ///
  /// - Parameters:
  ///   - directory: The path of a new directory; its parent must exist.
  ///   - tables: Created before `prepare` runs.
  ///   - prepare: Writes the first records; ``WriteTransaction/table(_:)`` gives it the tables.
  /// - Throws: ``LMDBError/Code/alreadyExists``, ``LMDBError/Code/noSuchDirectory`` for the parent, and what
  ///   `prepare` throws.
  public static func create(
    at directory: String, options: Options = Options(), tables: [String],
    prepare: (borrowing WriteTransaction) throws -> Void = { _ in }
  ) throws {
    let draft = try DirectoryDraft(for: directory)
    do {
      let environment = try Environment(draft.path, options, isNew: true)
      defer { environment.close() }
      try environment.write { transaction in
        for name in tables { _ = try transaction.createTable(name) }
        try prepare(transaction)
      }
      try environment.sync()
    } catch {
      draft.discard()
      throw error
    }
    try draft.publish()
  }

  /// Copies a snapshot of the last commit into a new directory, whole or not at all, while reads and writes
  /// go on.
  ///
  /// - Parameter compacting: Leaves out free pages, and with them what was deleted; slower. LMDB refuses
  ///   (``LMDBError/Code/system(_:)``) if pages have leaked.
  /// - Throws: ``LMDBError/Code/alreadyExists``, ``LMDBError/Code/diskFull``; ``LMDBError/Code/nestedWrite``
  ///   within ``write(_:)``.
  public func copy(to directory: String, compacting: Bool) throws(LMDBError) {
    // LMDB waits for the writer before it takes the snapshot, so the writer's own thread would wait for ever.
    try gate.lock()
    gate.unlock()
    let draft = try DirectoryDraft(for: directory)
    do throws(LMDBError) {
      try withPointer { (environment) throws(LMDBError) in
        let flags = compacting ? UInt32(MDB_CP_COMPACT) : 0
        try unsafe check(mdb_env_copy2(environment.raw, draft.path, flags), "mdb_env_copy2", path: directory)
      }
    } catch {
      draft.discard()
      throw error
    }
    try draft.publish()
  }
}
