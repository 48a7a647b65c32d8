package import LMDB

extension LMDBEventLog {
  /// Puts a copy of another log's event to the position that it has there; positions may be left out.
  ///
  /// - Throws: `EventLogError.recordTooLarge`, `LMDBError`, also where it is not behind all others.
  package func copy(_ record: Record, in transaction: borrowing WriteTransaction) throws {
    try transaction.append(record.position.key, record.encoded().bytes, in: tables.log)
  }
}
