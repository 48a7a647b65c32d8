"""Runs acceptance suites written by others against the server, each on a ledger of its own.

    acceptance.py BIN SUITES [--only NAME …]

BIN is the command scim-ledger; SUITES the folder whose bin/ holds the suites: programs that take a base URL and a
token, print a line for each failure and end with "N passed, M failed". A failure passes only if deviations.jsonl
beside this file names it together with the sentence of the RFC that it contradicts. After each suite the ledger
must be whole. Prints a line for each suite and ends with `N passed, M failed`, counting the suites' own cases.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# name, program, endpoint, its further arguments
SUITES = [
    ("scim2-tester", "run-scim2-tester", "/scim/v2", []),
    ("okta", "run-okta", "/scim/v2", []),
    ("okta 1.1", "run-okta", "/scim/v1", ["--v1"]),
    ("entra", "run-entra", "/scim/v2", []),
    ("others", "run-others", "/scim/v2", []),
    ("scim 1.1", "run-scim11", "/scim/v1", []),
    ("corpus", "run-corpus", "/scim/v2", []),
]


class Server:
    """The server on a fresh ledger with the settings that one starts with, for the length of a `with`."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.TemporaryDirectory(prefix="scim-ledger-acceptance-")
        self.data = str(Path(self.folder.name) / "ledger")

    def command(self, *arguments):
        return subprocess.run(
            [self.binary, *arguments, "--data", self.data], check=True, capture_output=True, text=True).stdout

    def __enter__(self):
        self.token = self.command("token", "issue", "--name", "acceptance").strip()
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = self.process.stdout.readline().removeprefix("listening on ").strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.folder.cleanup()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("suites", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of suites")
    arguments = parser.parse_args()
    named = [json.loads(line) for line in (Path(__file__).parent / "deviations.jsonl").read_text().splitlines()]
    passed = failed = 0
    for name, program, endpoint, further in SUITES:
        if arguments.only and name not in arguments.only:
            continue
        with Server(arguments.binary) as server:
            run = subprocess.run(
                [arguments.suites / "bin" / program, server.base + endpoint, server.token, *further],
                capture_output=True, text=True)
            whole = subprocess.run(
                [server.binary, "verify", "--data", server.data], capture_output=True).returncode == 0
        counts = re.search(r"(\d+) passed, (\d+) failed", (run.stdout.splitlines() or [""])[-1])
        failures = [line for line in run.stdout.splitlines() if re.match(r"FAIL|ERROR|CRITICAL|DEVIATION", line)]
        deviations = [f for f in failures if any(d["suite"] == program and d["contains"] in f for d in named)]
        if not counts or not int(counts[1]):
            print(f"{name}: did not run\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
            failed += 1
            continue
        wrong = int(counts[2]) - len(deviations) + (not whole)
        passed, failed = passed + int(counts[1]), failed + wrong
        print(f"{name}: {counts[1]} passed, {wrong} failed"
              + (f", {len(deviations)} contradicting the RFC" if deviations else "")
              + ("" if whole else "; the ledger is not whole"), flush=True)
        if wrong:
            print("\n".join(f for f in failures if f not in deviations))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
