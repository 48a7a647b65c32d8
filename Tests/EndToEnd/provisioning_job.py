"""A provisioning job in a folder: its source directory, its mapping, and the commands on it."""

import json
import os
import signal
import subprocess
import time

from ledger_process import one_line

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USERS = [
    ("externalId", "[mailNickname]", 0),
    ("userName", "[userPrincipalName]", 1),
    ("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")', 0),
    ("displayName", "[displayName]", 0),
    ('emails[type eq "work"].value', "[mail]", 0),
    ("name.formatted", 'Join(" ", [givenName], [surname])', 0),
    ("title", "[jobTitle]", 0),
    ("nickName", 'FormatDateTime([hireDate], , "yyyy-MM-dd", "yyyy")', 0),
    (ENTERPRISE + ":manager", "[manager]", 0),
]
GROUPS = [("externalId", "[objectId]", 0), ("displayName", "[displayName]", 1), ("members", "[members]", 0)]


def source_of(expression):
    """A mapping's source as Entra writes it."""
    kind = "Attribute" if expression.startswith("[") else "Function"
    return {"expression": expression, "type": kind, "name": expression.strip("[]").split("(")[0], "parameters": []}


def mapping(name, attributes):
    """An object mapping of Entra's schema."""
    return {
        "enabled": True, "flowTypes": "Add, Update, Delete", "name": f"Synchronize {name}s",
        "sourceObjectName": name, "targetObjectName": name,
        "attributeMappings": [
            {"targetAttributeName": target, "flowType": "Always", "matchingPriority": priority,
             "source": source_of(expression)}
            for target, expression, priority in attributes
        ],
    }


class Job:
    """A folder with job.yaml, schema.json and a source directory of some people and two groups."""

    def __init__(self, binary, folder, url, token, count=12, prefix="person"):
        self.binary = os.path.abspath(binary)
        self.folder = folder
        self.url = url
        self.file = os.path.join(folder, "job.yaml")
        self.ledger = os.path.join(folder, "acme.ledger")
        os.makedirs(os.path.join(folder, "source"))
        with open(os.path.join(folder, "token"), "w", encoding="utf-8") as file:
            file.write(token + "\n")
        self.people = {
            f"p-{number}": {
                "id": f"p-{number}", "userPrincipalName": f"{prefix}{number}@example.com",
                "mailNickname": f"{prefix}{number}", "displayName": f"Person {number}", "givenName": "Person",
                "surname": str(number), "mail": f"{prefix}{number}@example.com", "accountEnabled": True,
                "hireDate": "2020-02-0" + str(number % 9 + 1), **({"manager": "p-0"} if number else {}),
            }
            for number in range(count)
        }
        self.groups = {
            "g-1": (f"Every {prefix}", list(self.people)), "g-2": (f"Few of {prefix}", ["p-1", "p-2"]),
        }
        self.write_job()
        self.write_schema()
        self.write_source()

    def write_job(self, **changes):
        """Writes job.yaml; a change of None leaves a member out."""
        members = {
            "name": "acme", "source": "{directory: source}", "target": f"{{url: {self.url}, tokenFile: token}}",
            "scope": "all", "interval": "1h", "schema": "schema.json", "limits": "{deletions: 2}",
        } | changes
        with open(self.file, "w", encoding="utf-8") as file:
            file.writelines(f"{name}: {text}\n" for name, text in members.items() if text is not None)

    def write_schema(self):
        """Writes schema.json as Entra gives it for download."""
        rule = {
            "name": "OUT", "sourceDirectoryName": "Azure Active Directory", "targetDirectoryName": "Acme",
            "objectMappings": [mapping("User", USERS), mapping("Group", GROUPS)],
        }
        with open(os.path.join(self.folder, "schema.json"), "w", encoding="utf-8") as file:
            json.dump({"synchronizationRules": [rule]}, file, indent=2)

    def write_source(self):
        """Writes the source directory as it is now."""
        source = os.path.join(self.folder, "source")
        with open(os.path.join(source, "users.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(json.dumps(person) + "\n" for person in self.people.values())
        with open(os.path.join(source, "groups.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": key, "displayName": name, "members": [m for m in members if m in self.people]})
                + "\n" for key, (name, members) in self.groups.items())

    def sync(self, *words, timeout=120, file=None):
        """Runs a command of `sync` on the job to its end."""
        return subprocess.run(
            [self.binary, "sync", *words, "--job", file or self.file], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=timeout)

    def json(self, *words):
        """What a command prints with `--output json`."""
        result = self.sync(*words, "--output", "json")
        try:
            return json.loads(result.stdout)
        except ValueError as error:
            raise RuntimeError(f"sync {' '.join(words)}: {one_line(result.stdout + result.stderr)}") from error

    def cycle(self):
        """Runs one cycle and returns its counters."""
        return self.json("run")["counts"]

    def launch(self, *words):
        """Starts `sync run` and does not wait for it."""
        return subprocess.Popen(
            [self.binary, "sync", "run", *words, "--job", self.file], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")

    def wait_for(self, holds, timeout=30):
        """Waits until something holds of `sync cycles --output json`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if holds(self.json("cycles")):
                return True
            time.sleep(0.1)
        return False


def end(process, checks, what):
    """Ends a running job by SIGTERM and returns what it printed."""
    process.send_signal(signal.SIGTERM)
    text, _ = process.communicate(timeout=60)
    checks.expect(process.returncode == 0, f"{what} ends with 0 after SIGTERM", f"{process.returncode}: {text}")
    return text
