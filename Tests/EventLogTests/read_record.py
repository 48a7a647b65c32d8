"""Reads a log with nothing but LMDB and RECORD_FORMAT.md: python3 read_record.py LEDGER/log

Prints a line for each record (position, time, kind, its sections' kinds) and the RFC 9162 root last. Ends
with an AssertionError where a hash or a length does not hold.
"""

import hashlib
import struct
import sys

import lmdb


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def section_kinds(record, version, count):
    offset = 96
    for _ in range(count):
        kind, encryption, repeats, length = struct.unpack_from(">HBBI", record, offset)
        assert encryption <= 2 and repeats < version, f"section at byte {offset}"
        assert not repeats or length == 0, f"section at byte {offset}"
        offset += 8 + (16 if encryption == 2 else 0) + length
        yield kind
    assert offset == len(record) - 32, "the sections do not end where the hash begins"


log = lmdb.open(sys.argv[1], readonly=True, max_dbs=64)
records, ids = (log.open_db(name, create=False) for name in (b"log", b"event-ids"))
leaves = []
with log.begin() as transaction:
    for key, record in transaction.cursor(records):
        magic, version, header, position, time, event_id, kind, count, length = struct.unpack_from(
            ">4sHHQq16sHHI", record
        )
        leaf = hashlib.sha256(b"\0" + record[:-32]).digest()
        assert (magic, header, length) == (b"SLR1", 96, len(record)), f"header of {position}"
        assert version in (1, 2), f"version of {position}"
        assert key == struct.pack(">Q", position) and position == len(leaves) + 1, f"key of {position}"
        assert record[-32:] == leaf, f"hash of {position}"
        assert transaction.get(event_id, db=ids) == key, f"event id of {position}"
        leaves.append(leaf)
        print(position, time, kind, *section_kinds(record, version, count))
print(root(leaves).hex())
