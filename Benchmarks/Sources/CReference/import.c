#include "CReference.h"

#include <errno.h>
#include <lmdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  POSITION_SIZE = 8,
  ID_SIZE = 16,
  EXTERNAL_ID_SIZE = 16,
  USER_NAME_SIZE = 20,
  /// Ids that are made in the same millisecond.
  IDS_A_MILLISECOND = 400,
};

/// The keys of one index, one after the other, made before the clock starts.
struct keys {
  size_t size;
  /// Whether they were made in their order.
  bool ascend;
  unsigned char *bytes;
};

enum { USER_NAMES, EXTERNAL_IDS, IDS, INDEX_COUNT };

struct import {
  MDB_env *environment;
  MDB_dbi log;
  MDB_dbi indexes[INDEX_COUNT];
  struct keys keys[INDEX_COUNT];
  const struct reference_import_settings *settings;
  /// What is put into the log, with the position in its first bytes.
  unsigned char *record;
  /// Which of the people whose keys are put next comes first, second and so on.
  const unsigned char **order;
};

static uint64_t next(uint64_t *state) {
  uint64_t value = *state += 0x9E3779B97F4A7C15u;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void write_position(unsigned char *bytes, uint64_t position) {
  for (int index = 0; index < POSITION_SIZE; index++) {
    bytes[index] = (unsigned char)(position >> (56 - 8 * index));
  }
}

static void fill(unsigned char *bytes, size_t size, uint64_t *state) {
  for (size_t index = 0; index < size; index++) bytes[index] = (unsigned char)next(state);
}

static int make_keys(struct import *import) {
  static const struct keys kinds[INDEX_COUNT] = {
      [USER_NAMES] = {USER_NAME_SIZE, false, NULL},
      [EXTERNAL_IDS] = {EXTERNAL_ID_SIZE, false, NULL},
      [IDS] = {ID_SIZE, true, NULL},
  };
  uint64_t state = import->settings->seed;
  for (int kind = 0; kind < INDEX_COUNT; kind++) {
    struct keys *keys = &import->keys[kind];
    *keys = kinds[kind];
    keys->bytes = malloc(import->settings->users * keys->size + 1);
    if (keys->bytes == NULL) return ENOMEM;
    fill(keys->bytes, import->settings->users * keys->size, &state);
  }
  // An id begins with its time, and counts on within it (RFC 9562 §5.7).
  const uint64_t start = 0x0190000000000000u;
  for (uint64_t user = 0; user < import->settings->users; user++) {
    const uint64_t time = start + (user / IDS_A_MILLISECOND << 16) + 0x7000 + user % IDS_A_MILLISECOND;
    write_position(import->keys[IDS].bytes + user * ID_SIZE, time);
  }
  import->record = malloc(import->settings->record_size);
  import->order = malloc(import->settings->run * sizeof *import->order + 1);
  if (import->record == NULL || import->order == NULL) return ENOMEM;
  fill(import->record, import->settings->record_size, &state);
  return 0;
}

static void free_keys(struct import *import) {
  for (int kind = 0; kind < INDEX_COUNT; kind++) free(import->keys[kind].bytes);
  free(import->record);
  free(import->order);
}

static int open_tables(struct import *import, MDB_txn *transaction) {
  static const char *const names[INDEX_COUNT] = {"userName", "externalId", "id"};
  int status = mdb_dbi_open(transaction, "log", MDB_CREATE, &import->log);
  for (int kind = 0; kind < INDEX_COUNT && status == 0; kind++) {
    status = mdb_dbi_open(transaction, names[kind], MDB_CREATE, &import->indexes[kind]);
  }
  return status;
}

static int open_environment(struct import *import, const char *directory) {
  int status = mdb_env_create(&import->environment);
  if (status == 0) status = mdb_env_set_mapsize(import->environment, (size_t)1 << 40);
  if (status == 0) status = mdb_env_set_maxdbs(import->environment, INDEX_COUNT + 1);
  if (status == 0) status = mdb_env_open(import->environment, directory, MDB_NORDAHEAD, 0600);
  if (status != 0) return status;
  MDB_txn *transaction;
  if ((status = mdb_txn_begin(import->environment, NULL, 0, &transaction)) != 0) return status;
  if ((status = open_tables(import, transaction)) != 0) {
    mdb_txn_abort(transaction);
    return status;
  }
  return mdb_txn_commit(transaction);
}

static int append_records(struct import *import, MDB_txn *transaction, uint64_t first, uint64_t end) {
  MDB_cursor *cursor;
  int status = mdb_cursor_open(transaction, import->log, &cursor);
  if (status != 0) return status;
  for (uint64_t user = first; user < end && status == 0; user++) {
    unsigned char position[POSITION_SIZE];
    write_position(position, user + 1);
    memcpy(import->record, position, POSITION_SIZE);
    MDB_val key = {POSITION_SIZE, position};
    MDB_val record = {import->settings->record_size, import->record};
    status = mdb_cursor_put(cursor, &key, &record, MDB_APPEND);
  }
  mdb_cursor_close(cursor);
  return status;
}

static int compare_user_names(const void *one, const void *other) {
  return memcmp(*(const unsigned char *const *)one, *(const unsigned char *const *)other, USER_NAME_SIZE);
}

static int compare_external_ids(const void *one, const void *other) {
  return memcmp(*(const unsigned char *const *)one, *(const unsigned char *const *)other, EXTERNAL_ID_SIZE);
}

/// Puts a run of people into one index, in the order of its keys; a key that is there already is an error.
static int put_run(struct import *import, MDB_txn *transaction, int kind, uint64_t first, uint64_t end) {
  const struct keys *keys = &import->keys[kind];
  for (uint64_t user = first; user < end; user++) import->order[user - first] = keys->bytes + user * keys->size;
  if (!keys->ascend) {
    qsort(
        import->order, end - first, sizeof *import->order,
        kind == USER_NAMES ? compare_user_names : compare_external_ids);
  }
  MDB_cursor *cursor;
  int status = mdb_cursor_open(transaction, import->indexes[kind], &cursor);
  if (status != 0) return status;
  for (uint64_t index = 0; index < end - first && status == 0; index++) {
    unsigned char position[POSITION_SIZE];
    write_position(position, (uint64_t)(import->order[index] - keys->bytes) / keys->size + 1);
    MDB_val key = {keys->size, (void *)import->order[index]};
    MDB_val value = {POSITION_SIZE, position};
    status = mdb_cursor_put(cursor, &key, &value, MDB_NOOVERWRITE);
  }
  mdb_cursor_close(cursor);
  return status;
}

static int import_all(struct import *import) {
  const struct reference_import_settings *settings = import->settings;
  uint64_t indexed = 0;
  for (uint64_t done = 0; done < settings->users;) {
    const uint64_t rest = settings->users - done;
    const uint64_t end = done + (rest < settings->batch ? rest : settings->batch);
    MDB_txn *transaction;
    int status = mdb_txn_begin(import->environment, NULL, 0, &transaction);
    if (status != 0) return status;
    status = append_records(import, transaction, done, end);
    while (status == 0 && (end - indexed >= settings->run || (end == settings->users && indexed < end))) {
      const uint64_t stop = end - indexed < settings->run ? end : indexed + settings->run;
      for (int kind = 0; kind < INDEX_COUNT && status == 0; kind++) {
        status = put_run(import, transaction, kind, indexed, stop);
      }
      indexed = stop;
    }
    if (status != 0) {
      mdb_txn_abort(transaction);
      return status;
    }
    if ((status = mdb_txn_commit(transaction)) != 0) return status;
    done = end;
  }
  return 0;
}

struct reference_result reference_import(const char *directory, struct reference_import_settings settings) {
  struct reference_result result = {0};
  struct import import = {.settings = &settings};
  if (settings.batch == 0 || settings.run == 0 || settings.record_size < POSITION_SIZE) {
    result.status = EINVAL;
    return result;
  }
  result.status = make_keys(&import);
  if (result.status == 0) result.status = open_environment(&import, directory);
  if (result.status == 0) {
    const double start = now();
    result.status = import_all(&import);
    result.seconds = now() - start;
    result.records = settings.users;
    result.commits = (settings.users + settings.batch - 1) / settings.batch;
  }
  if (import.environment != NULL) mdb_env_close(import.environment);
  free_keys(&import);
  return result;
}
