// A plain table in SQLite: users with three unique indexes, in WAL mode, every commit on the disk.
//
// usage: sqlite_import DIRECTORY USERS USERS_A_TRANSACTION RECORD_BYTES SEED
// The bytes are ready before the clock starts. Prints {"count":…,"seconds":…}.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ID_SIZE = 16, EXTERNAL_ID_SIZE = 16, USER_NAME_SIZE = 20 };

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

static void check(int status, sqlite3 *database) {
  if (status == SQLITE_OK || status == SQLITE_DONE) return;
  fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static unsigned char *random_bytes(size_t size, uint64_t *state) {
  unsigned char *bytes = malloc(size > 0 ? size : 1);
  if (bytes == NULL) exit(1);
  for (size_t index = 0; index < size; index++) bytes[index] = (unsigned char)next(state);
  return bytes;
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: %s DIRECTORY USERS USERS_A_TRANSACTION RECORD_BYTES SEED\n", arguments[0]);
    return 64;
  }
  const size_t users = strtoull(arguments[2], NULL, 10);
  const size_t batch = strtoull(arguments[3], NULL, 10);
  const size_t record_size = strtoull(arguments[4], NULL, 10);
  uint64_t state = strtoull(arguments[5], NULL, 10);

  unsigned char *ids = random_bytes(users * ID_SIZE, &state);
  unsigned char *external_ids = random_bytes(users * EXTERNAL_ID_SIZE, &state);
  unsigned char *record = random_bytes(record_size, &state);
  char *user_names = malloc(users * (USER_NAME_SIZE + 1) + 1);
  if (user_names == NULL || batch == 0) return 1;
  for (size_t user = 0; user < users; user++) {
    const unsigned long long number = next(&state) % 10000000000000000000u;
    snprintf(user_names + user * (USER_NAME_SIZE + 1), USER_NAME_SIZE + 1, "u%019llu", number);
  }
  // An id begins with its time, as those of the others do.
  for (size_t user = 0; user < users; user++) {
    for (int index = 0; index < 8; index++) ids[user * ID_SIZE + index] = (unsigned char)(user >> (56 - 8 * index));
  }

  char path[4096];
  snprintf(path, sizeof path, "%s/users.db", arguments[1]);
  sqlite3 *database;
  check(sqlite3_open(path, &database), database);
  // A cache of a gigabyte and a rare checkpoint are what suits an import best.
  check(sqlite3_exec(
            database,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1000000;"
            "PRAGMA mmap_size = 8589934592; PRAGMA wal_autocheckpoint = 10000;"
            "CREATE TABLE users (position INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, user_name TEXT NOT NULL UNIQUE,"
            " external_id BLOB NOT NULL UNIQUE, resource BLOB NOT NULL);",
            NULL, NULL, NULL),
        database);
  sqlite3_stmt *insert;
  check(sqlite3_prepare_v2(
            database, "INSERT INTO users (id, user_name, external_id, resource) VALUES (?, ?, ?, ?)", -1, &insert,
            NULL),
        database);

  const double start = now();
  for (size_t user = 0; user < users;) {
    check(sqlite3_exec(database, "BEGIN", NULL, NULL, NULL), database);
    for (size_t index = 0; index < batch && user < users; index++, user++) {
      sqlite3_bind_blob(insert, 1, ids + user * ID_SIZE, ID_SIZE, SQLITE_STATIC);
      sqlite3_bind_text(insert, 2, user_names + user * (USER_NAME_SIZE + 1), USER_NAME_SIZE, SQLITE_STATIC);
      sqlite3_bind_blob(insert, 3, external_ids + user * EXTERNAL_ID_SIZE, EXTERNAL_ID_SIZE, SQLITE_STATIC);
      sqlite3_bind_blob(insert, 4, record, (int)record_size, SQLITE_STATIC);
      check(sqlite3_step(insert), database);
      sqlite3_reset(insert);
    }
    check(sqlite3_exec(database, "COMMIT", NULL, NULL, NULL), database);
  }
  printf("{\"count\":%zu,\"seconds\":%.6f,\"version\":\"%s\"}\n", users, now() - start, sqlite3_libversion());
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return 0;
}
