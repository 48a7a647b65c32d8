import CLMDB

/// What a put does when the key is there already.
enum PutMode {
  case upsert
  case insert
  case append

  fileprivate var flags: UInt32 {
    switch self {
    case .upsert: 0
    case .insert: UInt32(MDB_NOOVERWRITE)
    case .append: UInt32(MDB_APPEND)
    }
  }
}

extension LiveTransaction {
  func put(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table, _ mode: PutMode
  ) throws(LMDBError) {
    let index = try index(of: table)
    try checkKey(key.count)
    guard value.count <= UInt32.max else {
      throw LMDBError(.valueTooLong, operation: "mdb_put", detail: "\(value.count) bytes")
    }
    try note(written: key.count &+ value.count)
    let status = unsafe key.withUnsafeBufferPointer { keyBytes in
      unsafe value.withUnsafeBufferPointer { valueBytes in
        var key = unsafe MDB_val(keyBytes)
        var value = unsafe MDB_val(valueBytes)
        return unsafe mdb_put(pointer, index, &key, &value, mode.flags)
      }
    }
    try check(status, "mdb_put")
  }

  /// Looks at the free space now and then.
  func note(written bytes: Int) throws(LMDBError) {
    written &+= bytes
    if written > Environment.bytesBetweenFreeSpaceChecks {
      try environment.checkFreeSpace()
      written = 0
    }
  }

  func delete(_ key: Span<UInt8>, in table: Table) throws(LMDBError) -> Bool {
    let index = try index(of: table)
    try checkKey(key.count)
    let status = unsafe key.withUnsafeBufferPointer { bytes in
      var key = unsafe MDB_val(bytes)
      return unsafe mdb_del(pointer, index, &key, nil)
    }
    if status == MDB_NOTFOUND { return false }
    try check(status, "mdb_del")
    return true
  }

  func removeAll(in table: Table) throws(LMDBError) {
    try unsafe check(mdb_drop(pointer, index(of: table), 0), "mdb_drop")
  }

  func table(_ name: String, creating: Bool) throws(LMDBError) -> Table {
    if let table = opened.first(where: { $0.name == name }) ?? environment.openTable(name),
      (try? index(of: table)) != nil
    {
      return table
    }
    let index = try unsafe openHandle(pointer, name: name, creating: creating)
    let table = Table(name: name, index: index)
    opened.append(table)
    serials.set(table)
    return table
  }

  func drop(_ table: Table) throws(LMDBError) {
    let index = try index(of: table)
    try environment.forget(table) { () throws(LMDBError) in
      try unsafe check(mdb_drop(pointer, index, 1), "mdb_drop")
    }
    serials.clear(table)
    opened.removeAll { $0 == table }
  }
}

/// Opens the handle of a named table within a transaction.
///
/// LMDB allows one transaction at a time to do so; the caller holds the environment's writer gate.
func openHandle(_ transaction: OpaquePointer, name: String, creating: Bool) throws(LMDBError) -> MDB_dbi {
  var index: MDB_dbi = 0
  // An empty name, or one with a zero byte, would name something else to C.
  guard !name.isEmpty, name.utf8.count <= 511, !name.utf8.contains(0) else {
    throw LMDBError(.noSuchTable, operation: "mdb_dbi_open", detail: "a name has 1 to 511 bytes, none 0")
  }
  let status = unsafe mdb_dbi_open(transaction, name, creating ? UInt32(MDB_CREATE) : 0, &index)
  if status == MDB_NOTFOUND { throw LMDBError(.noSuchTable, operation: "mdb_dbi_open", detail: name) }
  try check(status, "mdb_dbi_open")
  return index
}

extension [UInt64] {
  /// Notes a handle as open at its index.
  mutating func set(_ table: Table) {
    let index = Int(table.index)
    while count <= index { append(0) }
    self[index] = table.serial
  }

  /// Notes the handle as closed.
  mutating func clear(_ table: Table) {
    let index = Int(table.index)
    if index < count, self[index] == table.serial { self[index] = 0 }
  }
}
