import CLMDB

extension LiveTransaction {
  func scan(
    _ table: Table, from bound: [UInt8]?, direction: ScanDirection,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws {
    let index = try index(of: table)
    var cursor: OpaquePointer?
    try unsafe check(mdb_cursor_open(pointer, index, &cursor), "mdb_cursor_open")
    guard let cursor = unsafe cursor else { return }
    defer { unsafe mdb_cursor_close(cursor) }

    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    let step = direction == .ascending ? MDB_NEXT : MDB_PREV
    var isFound = try unsafe place(cursor, from: bound, direction, &key, &value)
    // In a write transaction a change within `body` may move or free the entry's page: it gets copies.
    var keyCopy: [UInt8] = []
    var valueCopy: [UInt8] = []
    while isFound {
      let next: ScanStep
      if isWriting {
        unsafe keyCopy.replace(with: key)
        unsafe valueCopy.replace(with: value)
        next = try body(keyCopy.span, valueCopy.span)
      } else {
        next = try unsafe body(key.span, value.span)
      }
      if next == .stop { return }
      isFound = try unsafe move(cursor, step, &key, &value)
    }
  }

  /// Puts the cursor on the first entry of the scan.
  private func place(
    _ cursor: OpaquePointer, from bound: [UInt8]?, _ direction: ScanDirection,
    _ key: inout MDB_val, _ value: inout MDB_val
  ) throws(LMDBError) -> Bool {
    let end = direction == .ascending ? MDB_FIRST : MDB_LAST
    guard let bound else { return try unsafe move(cursor, end, &key, &value) }
    if bound.isEmpty {
      // No key is empty: every one is above this bound, none is at or below it.
      return direction == .ascending ? try unsafe move(cursor, MDB_FIRST, &key, &value) : false
    }
    let status = unsafe bound.span.withUnsafeBufferPointer { bytes in
      unsafe key = MDB_val(bytes)
      return unsafe mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE)
    }
    switch (status, direction) {
    case (MDB_NOTFOUND, .ascending): return false
    case (MDB_NOTFOUND, .descending): return try unsafe move(cursor, MDB_LAST, &key, &value)
    default: try check(status, "mdb_cursor_get")
    }
    if direction == .descending, unsafe [UInt8](copying: key.span) != bound {
      return try unsafe move(cursor, MDB_PREV, &key, &value)
    }
    return true
  }

  private func move(
    _ cursor: OpaquePointer, _ operation: MDB_cursor_op, _ key: inout MDB_val, _ value: inout MDB_val
  ) throws(LMDBError) -> Bool {
    let status = unsafe mdb_cursor_get(cursor, &key, &value, operation)
    if status == MDB_NOTFOUND { return false }
    try check(status, "mdb_cursor_get")
    return true
  }
}

extension [UInt8] {
  /// Takes over the bytes of a value, in the storage it has where they fit.
  fileprivate mutating func replace(with value: MDB_val) {
    removeAll(keepingCapacity: true)
    unsafe value.span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
