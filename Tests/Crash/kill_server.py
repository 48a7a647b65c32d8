"""Kills a server at random moments, over and over on one directory, and checks what it had acknowledged.

Each round, writers create, change and delete users and groups over HTTP without a pause. The server gets
SIGKILL. Then everything acknowledged since the first round must be there, an operation that was under way
must have been done whole or not at all, each operation must stand in the log exactly once, the log must
have no gaps, and `verify` must find nothing. Some kills hit a server that rebuilds its projections or is
just starting, and some a ledger that is just being made.
"""

import collections
import functools
import os
import sys
import threading
import time

import crash_run
from expected_directory import ExpectedDirectory, Found, Group
from ledger_process import GROUP_SCHEMA, Ledger
from writer import Writer

SHARED_GROUPS = 4
# Seconds.
QUICK = 1.5


class CrashTest:
    """A ledger, what it must hold, and those who write to it."""

    def __init__(self, ledger, checks, writers, random):
        self.ledger = ledger
        self.checks = checks
        self.random = random
        self.expected = ExpectedDirectory()
        self.writers = [
            Writer(number, self.expected, type(random)(random.random())) for number in range(1, writers + 1)]
        self.events = []
        # Seconds that the last verification took.
        self.verification = 0
        self.operations = collections.Counter()
        self.token = ledger.issue_token("crash")
        self.server = ledger.serve("--log-level", "error")
        self.shared_groups = [self._create_group(f"Shared {number}") for number in range(SHARED_GROUPS)]

    def _create_group(self, name):
        connection = self.server.connect(self.token)
        answer = connection.request("POST", "/Groups", {"schemas": [GROUP_SCHEMA], "displayName": name})
        connection.close()
        if not answer.ok:
            raise RuntimeError(f"POST /Groups was answered {answer!r}")
        group = Group(name, id=answer.json["id"])
        self.expected.groups.add(group)
        self.expected.operations[group.id, "create"] += 1
        return group

    def round(self, verifies):
        """Writes, kills, and checks; the server runs anew afterwards.

        Without `verifies`, the log is only verified as long as that is quick.
        """
        self._write_and_kill()
        if verifies or self.verification < QUICK:
            self._verify()
        self._read_log()
        at_rest = self._read_with_commands()
        if self.random.random() < 0.25:
            starting = self.ledger.launch("--log-level", "error")
            time.sleep(self.random.uniform(0, 0.3))
            starting.kill()
        self.server = self.ledger.serve("--log-level", "error")
        self._check_leftovers()
        served = self._read_with_requests()
        for writer in self.writers:
            if writer.pending:
                self.expected.settle(writer.pending, served)
        self._report("over HTTP", self.expected.differences(served, ("userName", "displayName", "title", "active")))
        self._report(
            "by the commands", self.expected.differences(at_rest, ("userName", "displayName", "active")))
        self._report("in the log", self.expected.event_differences(self.operations))

    def end(self):
        """Stops the server and reads the whole log once more."""
        self.checks.equal(self.server.stop(), 0, "exit code of the server after SIGTERM")
        self._verify()
        self._read_log()
        again = [(row["sequence"], row["eventId"]) for row in self.ledger.rows("log")]
        self.checks.expect(again == self.events, "the whole log is what was read in pieces, round by round")

    def _write_and_kill(self):
        killing = threading.Event()
        strange = []
        threads = [
            writer.start(self.server, self.token, self.shared_groups, killing, strange.append)
            for writer in self.writers
        ]
        moment = self.random.uniform(0.05, 1.5)
        rebuilding = None
        if self.random.random() < 0.3:
            early = self.random.uniform(0, moment)
            time.sleep(early)
            moment -= early
            rebuilding = threading.Thread(target=self._rebuild, args=(strange.append,))
            rebuilding.start()
        time.sleep(moment)
        killing.set()
        self.server.kill()
        for thread in threads + ([rebuilding] if rebuilding else []):
            thread.join()
        self._report("while writing", strange)

    def _rebuild(self, report):
        """Asks the server to rebuild the projections, which a kill may interrupt."""
        result = self.ledger.run("rebuild")
        # 69 says that the server went away. Where it had gone before it was asked, the command did the work.
        if result.returncode not in (0, 69):
            report(f"rebuild ended with {result.returncode}: {result.stdout} {result.stderr}")

    def _verify(self):
        started = time.monotonic()
        result = self.ledger.run("verify")
        self.verification = time.monotonic() - started
        self.checks.expect(
            result.returncode == 0, "verify finds nothing",
            f"exit code {result.returncode}: {result.stdout} {result.stderr}")

    def _read_log(self):
        """Reads the events since the last time: without gaps, up to the head."""
        first = len(self.events) + 1
        rows = self.ledger.rows("log", "--from", str(first))
        sequences = [row["sequence"] for row in rows]
        self.checks.expect(
            sequences == list(range(first, first + len(rows))), f"the log has no gaps from {first} on")
        head = self.ledger.rows("status")[0]["head"]
        self.checks.equal(head, first + len(rows) - 1, "the head that status tells")
        self.events += [(row["sequence"], row["eventId"]) for row in rows]
        self.operations.update(
            (row["resourceId"], row["operation"])
            for row in rows
            if row["operation"] in ("create", "replace", "modify", "delete") and row["status"] < 400
        )

    def _read_with_commands(self):
        """The directory as the commands print it: groups with the number of their members."""
        names = ("userName", "displayName", "active")
        users = {row["id"]: {name: row[name] for name in names} for row in self.ledger.rows("users")}
        groups = {
            row["id"]: {"displayName": row["displayName"], "members": row["members"]}
            for row in self.ledger.rows("groups")
        }
        return Found(users, groups)

    def _read_with_requests(self):
        """The directory as a client sees it."""
        connection = self.server.connect(self.token)
        users = {
            item["id"]: {name: item.get(name) for name in ("userName", "displayName", "title", "active")}
            for item in self._pages(connection, "/Users")
        }
        groups = {
            item["id"]: {
                "displayName": item["displayName"],
                "members": {member["value"] for member in item.get("members", [])},
            }
            for item in self._pages(connection, "/Groups")
        }
        connection.close()
        return Found(users, groups)

    def _pages(self, connection, path):
        start, items = 1, []
        while True:
            answer = connection.request("GET", f"{path}?startIndex={start}&count=1000")
            if not answer.ok:
                raise RuntimeError(f"GET {path} was answered {answer!r}")
            page = answer.json
            items += page.get("Resources", [])
            start = len(items) + 1
            if start > page["totalResults"] or not page.get("Resources"):
                return items

    def _check_leftovers(self):
        """A server that runs has cleared away what others left behind."""
        names = set(os.listdir(self.ledger.directory)) - {"log", "keys", "control.sock"}
        names |= set(os.listdir(os.path.join(self.ledger.directory, "log"))) - {
            "data.mdb", "lock.mdb", "writer.lock"}
        self.checks.expect(not names, "nothing is left behind in the directory", sorted(names))

    def _report(self, where, lines):
        if not lines:
            self.checks.expect(True, where)
        for line in lines:
            self.checks.expect(False, where, line)


def crash_while_creating(binary, directory, checks, random):
    """Kills a server that makes its ledger: the ledger is there whole or not at all, and can be made."""
    ledger = Ledger(binary, directory)
    server = ledger.launch("--log-level", "error")
    time.sleep(random.uniform(0, 0.25))
    server.kill()
    result = ledger.run("token", "issue", "--name", "after-the-crash")
    if not checks.expect(
        result.returncode == 0, "a token can be issued after a crash while the ledger was made",
        f"exit code {result.returncode}: {result.stderr}; files: {sorted(os.listdir(directory))}"):
        return
    checks.equal(ledger.run("verify").returncode, 0, "exit code of verify after a crash while creating")
    drafts = [name for name in os.listdir(directory) if "draft" in name]
    checks.expect(not drafts, "no draft is left behind", drafts)


def progress(text):
    """Shows a line that the next one replaces, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + text)
        sys.stderr.flush()


def kill_over_and_over(arguments, checks, chance, place):
    """Kills servers that make their ledgers, then one server over and over on one ledger."""
    for number in range(arguments.creations):
        progress(f"creation {number + 1}/{arguments.creations}")
        crash_while_creating(arguments.binary, os.path.join(place, f"made-{number}"), checks, chance)
    test = CrashTest(Ledger(arguments.binary, os.path.join(place, "ledger")), checks, arguments.writers, chance)
    try:
        for number in range(1, arguments.rounds + 1):
            progress(f"round {number}/{arguments.rounds}, {len(test.events)} events")
            test.round(verifies=number % arguments.verify_every == 0)
            if checks.failed:
                print(f"FAILED round {number}; the rounds end here", flush=True)
                break
        test.end()
    finally:
        if test.server.process.poll() is None:
            test.server.kill()
    progress("")
    expected = test.expected
    print(
        f"{expected.acknowledged} acknowledged operations in {len(test.events)} events; {expected.in_flight} "
        f"were under way when a server was killed, {expected.in_flight_done} of them done")


def main():
    parser = crash_run.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=50, metavar="N", help="how often to kill (default: 50)")
    parser.add_argument("--writers", type=int, default=16, metavar="N", help="how many clients write (default: 16)")
    parser.add_argument(
        "--creations", type=int, default=10, metavar="N", help="kills while a ledger is made (default: 10)")
    parser.add_argument(
        "--verify-every", type=int, default=5, metavar="N",
        help=f"verify each Nth round only, once that takes more than {QUICK} s (default: 5)")
    arguments = parser.parse_args()
    return crash_run.crash_run(arguments, functools.partial(kill_over_and_over, arguments))


if __name__ == "__main__":
    sys.exit(main())
