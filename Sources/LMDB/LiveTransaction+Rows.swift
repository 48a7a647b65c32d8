import CLMDB

extension LiveTransaction {
  func put(_ rows: PackedRows, in table: Table) throws(LMDBError) {
    guard !rows.isEmpty else { return }
    try note(written: rows.bytes.count)
    let (keyLength, valueLength) = (rows.keyLength, rows.valueLength)
    try unsafe withCursor(table) { (cursor) throws(LMDBError) in
      let span = rows.bytes.span
      let flags = try unsafe isBehindAll(span.extracting(0..<keyLength), cursor) ? UInt32(MDB_APPEND) : 0
      let status: Int32 = unsafe span.withUnsafeBufferPointer { bytes in
        var offset = 0
        while offset < bytes.count {
          var key = unsafe MDB_val(UnsafeBufferPointer(rebasing: bytes[offset..<(offset + keyLength)]))
          offset += keyLength
          var value = unsafe MDB_val(UnsafeBufferPointer(rebasing: bytes[offset..<(offset + valueLength)]))
          offset += valueLength
          let status = unsafe mdb_cursor_put(cursor, &key, &value, flags)
          if status != MDB_SUCCESS { return status }
        }
        return MDB_SUCCESS
      }
      try check(status, "mdb_cursor_put")
    }
  }

  func forEachPresent(
    of rows: PackedRows, in table: Table, _ body: (Int) -> Void
  ) throws(LMDBError) {
    let length = rows.keyLength
    let width = length + rows.valueLength
    try unsafe withCursor(table) { (cursor) throws(LMDBError) in
      let span = rows.bytes.span
      for place in 0..<rows.count {
        let wanted = span.extracting((place * width)..<(place * width + length))
        var value = unsafe MDB_val()
        var key = unsafe MDB_val()
        let status = unsafe wanted.withUnsafeBufferPointer { bytes in
          unsafe key = MDB_val(bytes)
          return unsafe mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE)
        }
        // All that follow sort behind the table's last key too.
        if status == MDB_NOTFOUND { return }
        try check(status, "mdb_cursor_get")
        if unsafe key.span.starts(with: wanted) { body(place) }
      }
    }
  }

  /// Whether a key sorts after the table's last one.
  private func isBehindAll(_ key: Span<UInt8>, _ cursor: OpaquePointer) throws(LMDBError) -> Bool {
    var last = unsafe MDB_val()
    var value = unsafe MDB_val()
    let status = unsafe mdb_cursor_get(cursor, &last, &value, MDB_LAST)
    if status == MDB_NOTFOUND { return true }
    try check(status, "mdb_cursor_get")
    return unsafe last.span.sorts(before: key)
  }

  private func withCursor(
    _ table: Table, _ body: (OpaquePointer) throws(LMDBError) -> Void
  ) throws(LMDBError) {
    let index = try index(of: table)
    var cursor: OpaquePointer?
    try unsafe check(mdb_cursor_open(pointer, index, &cursor), "mdb_cursor_open")
    guard let cursor = unsafe cursor else { return }
    defer { unsafe mdb_cursor_close(cursor) }
    try unsafe body(cursor)
  }
}

extension Span<UInt8> {
  fileprivate func starts(with prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  fileprivate func sorts(before other: Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index]
    }
    return count < other.count
  }
}
