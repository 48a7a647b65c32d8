#ifndef CREFERENCE_H
#define CREFERENCE_H

#include <stdint.h>

/// What a run of the reference loop came to.
struct reference_result {
  /// Records that were durable when their writer was answered.
  uint64_t records;
  uint64_t commits;
  double seconds;
  /// 0, or the status that LMDB or the system gave.
  int status;
};

/// Appends records durably to a new LMDB environment for some seconds.
///
/// Each record is one row of a table in key order, and one row in each of two tables with random keys of
/// eight bytes. The environment flushes on every commit, as LMDB does by default.
///
/// - directory: An empty directory that exists.
/// - record_size: Bytes of each record.
/// - writers: With 1, each record is a commit of its own, on the calling thread. With more, so many threads
///   hand over one record each and wait for its commit, and one thread commits together what is waiting.
/// - seed: Where the random keys and bytes start.
struct reference_result reference_run(
    const char *directory, uint64_t record_size, uint32_t writers, double seconds, uint64_t seed);

/// What is imported, and how.
struct reference_import_settings {
  uint64_t users;
  /// Bytes of each user's record in the log.
  uint64_t record_size;
  /// Users a transaction.
  uint64_t batch;
  /// Users whose index keys are put together, sorted, once so many wait for it.
  uint64_t run;
  uint64_t seed;
};

/// Does the puts of an import and nothing else: the bytes are ready before the clock starts.
///
/// Each user is one row of a log in key order and one row in each of three tables of 8-byte values that refuse a
/// key that they have: 20 random bytes (a userName), 16 random bytes (an externalId), and 16 bytes that begin
/// with the time (an id). The environment flushes on every commit, as LMDB does by default.
///
/// - directory: An empty directory that exists.
struct reference_result reference_import(const char *directory, struct reference_import_settings settings);

/// What reading a table from end to end came to.
struct reference_reading {
  uint64_t records;
  uint64_t bytes;
  /// What came of the records, so that nobody can leave out reading them.
  uint64_t sum;
  /// 0, or the status that LMDB gave.
  int status;
};

/// Reads all values of a named table in the order of its keys, with a cursor and nothing else.
///
/// The environment is opened without its locks: nobody may write to it meanwhile.
///
/// - visit: Is given each value, and gives what is added up; NULL to add up the values' words.
struct reference_reading reference_read(
    const char *directory, const char *table, uint64_t (*visit)(const unsigned char *bytes, uint64_t size));

/// LMDB's version, such as 0.9.24: major, minor and patch in a byte each.
uint32_t reference_lmdb_version(void);

#endif
