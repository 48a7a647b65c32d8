#include "CReference.h"

#include <errno.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEY_SIZE = 8 };

/// SplitMix64.
struct generator {
  uint64_t state;
};

static uint64_t next(struct generator *generator) {
  uint64_t value = generator->state += 0x9E3779B97F4A7C15u;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct store {
  MDB_env *environment;
  MDB_dbi log;
  MDB_dbi user_names;
  MDB_dbi external_ids;
  uint64_t last;
};

/// A record on its way to the disk, and whoever waits for it.
struct submission {
  uint64_t user_name;
  uint64_t external_id;
  unsigned char *bytes;
  uint64_t size;
  struct submission *following;
  bool is_answered;
  int status;
  pthread_cond_t answered;
};

static int open_tables(struct store *store, MDB_txn *transaction) {
  int status = mdb_dbi_open(transaction, "log", MDB_CREATE, &store->log);
  if (status == 0) status = mdb_dbi_open(transaction, "userName", MDB_CREATE, &store->user_names);
  if (status == 0) status = mdb_dbi_open(transaction, "externalId", MDB_CREATE, &store->external_ids);
  return status;
}

static int open_store(struct store *store, const char *directory) {
  int status = mdb_env_create(&store->environment);
  if (status != 0) return status;
  if ((status = mdb_env_set_mapsize(store->environment, (size_t)1 << 36)) != 0) return status;
  if ((status = mdb_env_set_maxdbs(store->environment, 3)) != 0) return status;
  if ((status = mdb_env_open(store->environment, directory, MDB_NORDAHEAD, 0600)) != 0) return status;
  MDB_txn *transaction;
  if ((status = mdb_txn_begin(store->environment, NULL, 0, &transaction)) != 0) return status;
  if ((status = open_tables(store, transaction)) != 0) {
    mdb_txn_abort(transaction);
    return status;
  }
  return mdb_txn_commit(transaction);
}

static int put_record(struct store *store, MDB_txn *transaction, const struct submission *submission) {
  const uint64_t position = ++store->last;
  unsigned char key[KEY_SIZE];
  for (int index = 0; index < KEY_SIZE; index++) key[index] = (unsigned char)(position >> (56 - 8 * index));
  MDB_val log_key = {KEY_SIZE, key};
  MDB_val record = {submission->size, submission->bytes};
  int status = mdb_put(transaction, store->log, &log_key, &record, MDB_APPEND);
  if (status != 0) return status;
  uint64_t user_name = submission->user_name;
  uint64_t external_id = submission->external_id;
  MDB_val user_name_key = {KEY_SIZE, &user_name};
  MDB_val external_id_key = {KEY_SIZE, &external_id};
  MDB_val reference = {KEY_SIZE, key};
  status = mdb_put(transaction, store->user_names, &user_name_key, &reference, MDB_NOOVERWRITE);
  if (status != 0) return status;
  reference = (MDB_val){KEY_SIZE, key};
  return mdb_put(transaction, store->external_ids, &external_id_key, &reference, MDB_NOOVERWRITE);
}

/// Writes a list of records in one transaction; when it returns 0 they are on the device.
static int commit_records(struct store *store, const struct submission *first, uint64_t *count) {
  MDB_txn *transaction;
  *count = 0;
  int status = mdb_txn_begin(store->environment, NULL, 0, &transaction);
  if (status != 0) return status;
  for (const struct submission *each = first; each != NULL; each = each->following) {
    status = put_record(store, transaction, each);
    if (status != 0) {
      mdb_txn_abort(transaction);
      return status;
    }
    *count += 1;
  }
  return mdb_txn_commit(transaction);
}

static int make_submission(struct submission *submission, uint64_t size, struct generator *generator) {
  memset(submission, 0, sizeof *submission);
  submission->size = size;
  submission->bytes = malloc(size > 0 ? size : 1);
  if (submission->bytes == NULL) return ENOMEM;
  for (uint64_t index = 0; index < size; index++) submission->bytes[index] = (unsigned char)next(generator);
  return 0;
}

/// Gives a submission new keys and marks its record, so that no two are the same.
static void renew(struct submission *submission, struct generator *generator) {
  submission->user_name = next(generator);
  submission->external_id = next(generator);
  submission->following = NULL;
  submission->is_answered = false;
  if (submission->size >= KEY_SIZE) memcpy(submission->bytes, &submission->user_name, KEY_SIZE);
}

// MARK: - One record, one commit

static void run_alone(
    struct store *store, uint64_t record_size, double seconds, uint64_t seed, struct reference_result *result) {
  struct generator generator = {seed};
  struct submission submission;
  result->status = make_submission(&submission, record_size, &generator);
  if (result->status != 0) return;
  const double start = now();
  double end = start;
  while (result->status == 0 && end - start < seconds) {
    uint64_t count;
    renew(&submission, &generator);
    result->status = commit_records(store, &submission, &count);
    if (result->status == 0) {
      result->records += count;
      result->commits += 1;
    }
    end = now();
  }
  result->seconds = end - start;
  free(submission.bytes);
}

// MARK: - Grouped

struct group {
  struct store *store;
  pthread_mutex_t mutex;
  pthread_cond_t submitted;
  struct submission *first;
  struct submission **end;
  bool is_closed;
  uint64_t records;
  uint64_t commits;
  double deadline;
};

struct caller {
  struct group *group;
  struct generator generator;
  uint64_t record_size;
  int status;
};

static void *run_caller(void *argument) {
  struct caller *caller = argument;
  struct group *group = caller->group;
  struct submission submission;
  caller->status = make_submission(&submission, caller->record_size, &caller->generator);
  if (caller->status != 0) return NULL;
  pthread_cond_init(&submission.answered, NULL);
  while (caller->status == 0 && now() < group->deadline) {
    renew(&submission, &caller->generator);
    pthread_mutex_lock(&group->mutex);
    *group->end = &submission;
    group->end = &submission.following;
    pthread_cond_signal(&group->submitted);
    while (!submission.is_answered) pthread_cond_wait(&submission.answered, &group->mutex);
    caller->status = submission.status;
    pthread_mutex_unlock(&group->mutex);
  }
  pthread_cond_destroy(&submission.answered);
  free(submission.bytes);
  return NULL;
}

static void *run_writer(void *argument) {
  struct group *group = argument;
  pthread_mutex_lock(&group->mutex);
  for (;;) {
    while (group->first == NULL && !group->is_closed) pthread_cond_wait(&group->submitted, &group->mutex);
    struct submission *batch = group->first;
    if (batch == NULL) break;
    group->first = NULL;
    group->end = &group->first;
    pthread_mutex_unlock(&group->mutex);
    uint64_t count;
    const int status = commit_records(group->store, batch, &count);
    pthread_mutex_lock(&group->mutex);
    if (status == 0) {
      group->records += count;
      group->commits += 1;
    }
    while (batch != NULL) {
      // Once answered, a submission is its caller's again.
      struct submission *following = batch->following;
      batch->status = status;
      batch->is_answered = true;
      pthread_cond_signal(&batch->answered);
      batch = following;
    }
  }
  pthread_mutex_unlock(&group->mutex);
  return NULL;
}

static void run_grouped(
    struct store *store, uint64_t record_size, uint32_t writers, double seconds, uint64_t seed,
    struct reference_result *result) {
  struct group group = {.store = store};
  group.end = &group.first;
  pthread_mutex_init(&group.mutex, NULL);
  pthread_cond_init(&group.submitted, NULL);
  struct caller *callers = calloc(writers, sizeof *callers);
  pthread_t *threads = calloc(writers, sizeof *threads);
  pthread_t writer;
  uint32_t started = 0;
  const double start = now();
  group.deadline = start + seconds;
  result->status = callers == NULL || threads == NULL ? ENOMEM : pthread_create(&writer, NULL, run_writer, &group);
  if (result->status == 0) {
    for (; started < writers && result->status == 0; started++) {
      callers[started] = (struct caller){&group, {seed + started * 0x632BE59BD9B4E019u}, record_size, 0};
      result->status = pthread_create(&threads[started], NULL, run_caller, &callers[started]);
      if (result->status != 0) break;
    }
    for (uint32_t index = 0; index < started; index++) {
      pthread_join(threads[index], NULL);
      if (result->status == 0) result->status = callers[index].status;
    }
    pthread_mutex_lock(&group.mutex);
    group.is_closed = true;
    pthread_cond_signal(&group.submitted);
    pthread_mutex_unlock(&group.mutex);
    pthread_join(writer, NULL);
  }
  result->seconds = now() - start;
  result->records = group.records;
  result->commits = group.commits;
  pthread_cond_destroy(&group.submitted);
  pthread_mutex_destroy(&group.mutex);
  free(threads);
  free(callers);
}

struct reference_result reference_run(
    const char *directory, uint64_t record_size, uint32_t writers, double seconds, uint64_t seed) {
  struct reference_result result = {0};
  struct store store = {0};
  result.status = open_store(&store, directory);
  if (result.status == 0) {
    if (writers > 1) {
      run_grouped(&store, record_size, writers, seconds, seed, &result);
    } else {
      run_alone(&store, record_size, seconds, seed, &result);
    }
  }
  if (store.environment != NULL) mdb_env_close(store.environment);
  return result;
}

uint32_t reference_lmdb_version(void) {
  int major, minor, patch;
  mdb_version(&major, &minor, &patch);
  return (uint32_t)(major << 16 | minor << 8 | patch);
}

// MARK: - Reading a table from end to end

static uint64_t sum_of_words(const unsigned char *bytes, uint64_t size) {
  uint64_t sum = 0;
  uint64_t index = 0;
  for (; index + 8 <= size; index += 8) {
    uint64_t word;
    memcpy(&word, bytes + index, 8);
    sum += word;
  }
  for (; index < size; index++) sum += bytes[index];
  return sum;
}

static void read_table(
    MDB_env *environment, const char *table, uint64_t (*visit)(const unsigned char *bytes, uint64_t size),
    struct reference_reading *reading) {
  MDB_txn *transaction;
  MDB_dbi index;
  MDB_cursor *cursor;
  if ((reading->status = mdb_txn_begin(environment, NULL, MDB_RDONLY, &transaction)) != 0) return;
  reading->status = mdb_dbi_open(transaction, table, 0, &index);
  if (reading->status == 0) reading->status = mdb_cursor_open(transaction, index, &cursor);
  if (reading->status == 0) {
    MDB_val key;
    MDB_val value;
    while ((reading->status = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
      reading->records += 1;
      reading->bytes += value.mv_size;
      reading->sum += visit(value.mv_data, value.mv_size);
    }
    if (reading->status == MDB_NOTFOUND) reading->status = 0;
    mdb_cursor_close(cursor);
  }
  mdb_txn_abort(transaction);
}

struct reference_reading reference_read(
    const char *directory, const char *table, uint64_t (*visit)(const unsigned char *bytes, uint64_t size)) {
  struct reference_reading reading = {0};
  MDB_env *environment;
  if ((reading.status = mdb_env_create(&environment)) != 0) return reading;
  reading.status = mdb_env_set_maxdbs(environment, 64);
  if (reading.status == 0) {
    reading.status = mdb_env_open(environment, directory, MDB_RDONLY | MDB_NOLOCK | MDB_NORDAHEAD, 0600);
  }
  if (reading.status == 0) {
    read_table(environment, table, visit == NULL ? sum_of_words : visit, &reading);
  }
  mdb_env_close(environment);
  return reading;
}
