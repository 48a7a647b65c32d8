"""Kills an import at random moments and begins it again, until it has been killed often enough.

Each round takes one file in: people, some with names that are taken, groups with members, managers, and lines that
are no JSON. The import gets SIGKILL at a random moment and is begun again, over and over, and is let through in the
end. Then the ledger must hold what one that was never interrupted holds: the same people with the same values, the
same members, the same refused lines, each person created by one event; `verify` must find nothing, and one more import
of the file must add nothing.
"""

import collections
import functools
import json
import os
import signal
import subprocess
import sys
import time

import crash_run
from ledger_process import GROUP_SCHEMA, Ledger

USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


def lines(people, chance):
    """A file's lines; what they name may stand before or behind them."""
    for number in range(people):
        name = f"person-{number}@example.com"
        person = {
            "schemas": [USER_SCHEMA, ENTERPRISE], "id": f"p{number}", "externalId": f"E-{number}", "userName": name,
            "displayName": f"Pérson \"{number}\"", "active": chance.random() < 0.9,
            "name": {"givenName": f"Given {number}", "familyName": f"Family {number % 97}"},
            "emails": [{"type": "work", "value": name, "primary": True}],
            ENTERPRISE: {"department": f"Department {number % 13}"},
        }
        if chance.random() < 0.05:
            person[ENTERPRISE]["manager"] = {"value": f"p{chance.randrange(people)}"}
        draw = chance.random()
        if draw < 0.01:
            person["userName"] = f"PERSON-{chance.randrange(number + 1)}@example.com"
        yield json.dumps(person)[: -3 if 0.01 <= draw < 0.015 else None]
        if number % 400 == 399:
            members = [{"value": f"p{chance.randrange(people)}"} for _ in range(30)]
            yield json.dumps(
                {"schemas": [GROUP_SCHEMA], "id": f"g{number}", "displayName": f"Group {number}", "members": members})


class Import:
    """A ledger of its own into which the file goes."""

    def __init__(self, binary, directory, path):
        self.ledger = Ledger(binary, directory)
        self.path = path
        self.rejects = directory + ".rejects"
        self.command = [
            binary, "import", "--data", directory, "--output", "json", "--rejects", self.rejects, path]

    def interrupted(self, after):
        """Begins the import and kills it; whether it was still running then."""
        with subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(after)
            was_running = process.poll() is None
            process.send_signal(signal.SIGKILL)
        return was_running

    def finished(self):
        """Lets the import through; what it says of itself."""
        result = subprocess.run(self.command, capture_output=True, check=False, text=True, timeout=600)
        if result.returncode not in (0, 65):
            raise RuntimeError(f"the import ended with {result.returncode}: {result.stdout} {result.stderr}")
        return json.loads(result.stdout)[0]

    def people(self):
        """What the directory holds, by what the file calls it: ids are made anew in each ledger."""
        users = self.ledger.rows("users")
        names = {row["id"]: row["userName"] for row in users}
        found = {row["userName"]: (row["externalId"], row["displayName"], row["active"]) for row in users}
        return len(users), names, found

    def groups(self, names):
        found = {}
        for row in self.ledger.rows("groups"):
            members = self.ledger.rows("group", row["id"])[0]["members"]
            found[row["displayName"]] = sorted(names.get(member, member) for member in members)
        return found

    def refused(self):
        with open(self.rejects, encoding="utf-8") as file:
            return sorted((row["line"], row["status"], row["text"]) for row in map(json.loads, file))

    def creations(self):
        """How many events created each resource."""
        events = self.ledger.rows("log", "--where", 'operation eq "create" and status eq 201')
        return collections.Counter(row["resourceId"] for row in events)


def compare(checks, interrupted, whole):
    """Reports where an import that was killed left anything else than one that was not."""
    count, names, found = interrupted.people()
    wanted_count, wanted_names, wanted = whole.people()
    checks.equal(count, wanted_count, "people after the interruptions")
    different = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    checks.expect(not different, "the same people with the same values", different[:5])
    checks.equal(interrupted.groups(names), whole.groups(wanted_names), "groups and their members")
    checks.equal(interrupted.refused(), whole.refused(), "the refused lines")
    created = interrupted.creations()
    checks.equal(set(created.values()), {1}, "creations of each resource")
    checks.equal(len(created), len(whole.creations()), "resources that were created")
    checks.equal(interrupted.ledger.run("verify").returncode, 0, "exit code of verify")
    again = interrupted.finished()
    checks.equal((again["created"], again["updated"]), (0, 0), "what one more import adds")


def kill_over_and_over(arguments, checks, chance, place):
    """Imports one file in rounds, until it has been killed often enough."""
    path = os.path.join(place, "people.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(arguments.people, chance))
    kills = rounds = 0
    whole = Import(arguments.binary, os.path.join(place, "whole"), path)
    started = time.monotonic()
    whole.finished()
    duration = time.monotonic() - started
    while kills < arguments.kills and not checks.failed:
        rounds += 1
        interrupted = Import(arguments.binary, os.path.join(place, f"interrupted-{rounds}"), path)
        # Some rounds are killed often in short order, some after they have got far.
        longest = duration * chance.choice((0.1, 0.3, 1))
        while kills < arguments.kills and interrupted.interrupted(chance.uniform(0, longest)):
            kills += 1
        interrupted.finished()
        compare(checks, interrupted, whole)
    print(f"{kills} kills of {rounds} imports of {arguments.people} people", flush=True)


def main():
    parser = crash_run.parser(__doc__)
    parser.add_argument("--kills", type=int, default=50, metavar="N", help="how often to kill (default: 50)")
    parser.add_argument("--people", type=int, default=3000, metavar="N", help="people in the file (default: 3000)")
    arguments = parser.parse_args()
    return crash_run.crash_run(arguments, functools.partial(kill_over_and_over, arguments))


if __name__ == "__main__":
    sys.exit(main())
