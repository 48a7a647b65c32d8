"""Checks an OCSF export against the published schema, as `ocsf-json-schema` from PyPI packages it.

Usage: ocsf.py SCIM-LEDGER DATA-DIRECTORY
"""
import json, subprocess, sys
from collections import Counter

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

BINARY, DATA = sys.argv[1:3]
command = [BINARY, "export", "--data", DATA, "--format", "ocsf"]
events = [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]
assert events
version = events[0]["metadata"]["version"]
schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
validators = {}
seen = Counter()
for event in events:
    uid = event["class_uid"]
    if uid not in validators:
        name = schema.lookup_class_name_from_uid(class_uid=uid)
        validators[uid] = Draft202012Validator(schema.get_class_schema(class_name=name, profiles=[]))
    for error in validators[uid].iter_errors(event):
        raise SystemExit(f"{uid} {event['metadata']['uid']}: {error.json_path}: {error.message}")
    seen[event["type_uid"]] += 1
print(f"ocsf {version}: {len(events)} events are valid:", dict(sorted(seen.items())))
