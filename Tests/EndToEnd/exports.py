"""Checks exports with readers of other people's making: `cloudevents` and `PyJWT` from PyPI.

Usage: exports.py SCIM-LEDGER DATA-DIRECTORY
"""
import csv, io, json, os, subprocess, sys, tempfile

import jwt
from cloudevents.v1.http import from_json

BINARY, DATA = sys.argv[1:3]


def export(form, *options):
    result = subprocess.run(
        [BINARY, "export", "--data", DATA, "--format", form, *options], capture_output=True, check=True)
    return result.stdout.decode()


def lines(form, *options):
    return export(form, *options).splitlines()


events = [json.loads(line) for line in lines("jsonl")]
assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))

rows = list(csv.DictReader(io.StringIO(export("csv"), newline="")))
assert [int(row["sequence"]) for row in rows] == [event["sequence"] for event in events]
assert all(None not in row and None not in row.values() for row in rows)

for line, event in zip(lines("cloudevents"), events, strict=True):
    cloud = from_json(line)
    assert cloud["specversion"] == "1.0" and cloud["id"] == event["eventId"]
    assert cloud.data["sequence"] == event["sequence"]

key = os.urandom(32)
with tempfile.NamedTemporaryFile() as file:
    file.write(key)
    file.flush()
    options = ["--key-file", file.name, "--audience", "https://receiver.example.com"]
    signed = lines("scim-set", *options, "--source", "https://scim.example.com")
for token in signed:
    assert jwt.get_unverified_header(token)["typ"] == "secevent+jwt"
    claims = jwt.decode(
        token, key, algorithms=["HS256"], audience="https://receiver.example.com",
        issuer="https://scim.example.com")
    assert claims["sub_id"]["format"] == "scim" and "sub" not in claims and len(claims["events"]) > 0
    try:
        jwt.decode(token, os.urandom(32), algorithms=["HS256"], audience="https://receiver.example.com")
        raise SystemExit("a token was taken with a wrong key")
    except jwt.InvalidSignatureError:
        pass
unsigned = [jwt.decode(token, options={"verify_signature": False}) for token in lines("scim-set")]
assert len(unsigned) == len(signed) == sum(event["isChange"] for event in events)

for line in lines("ocsf"):
    event = json.loads(line)
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
for form in ["ecs", "entra"]:
    for line in lines(form):
        json.loads(line)

with tempfile.TemporaryDirectory() as directory:
    cursor = os.path.join(directory, "cursor")
    pieces = []
    while piece := export("csv", "--cursor-file", cursor, "-n", "100"):
        pieces.append(piece)
    assert "".join(pieces) == export("csv")
print(f"exports: {len(events)} events, {len(signed)} security event tokens")
