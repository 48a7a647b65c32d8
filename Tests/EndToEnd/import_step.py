"""The step of command_line.py that takes people and groups in from files, beside a running server and without."""

import json
import os
import signal
import subprocess
import time

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


def person(number):
    return {"schemas": [USER], "id": f"i-{number}", "userName": f"imported-{number}@example.com",
            "externalId": f"imported-{number}", "displayName": f"Imported {number}"}


def write(path, values):
    with open(path, "w", encoding="utf-8") as file:
        for value in values:
            file.write((value if isinstance(value, str) else json.dumps(value)) + "\n")


def row(result):
    """The row that an import prints as JSON."""
    return json.loads(result.stdout)[0]


def importing(binary, ledger, checks):
    place = os.path.dirname(ledger.directory)
    beside(ledger, os.path.join(place, "people.jsonl"), checks)
    alone(binary, place, checks)


def beside(ledger, path, checks):
    """Beside a running server."""
    team = {"schemas": [GROUP], "displayName": "Imported team", "members": [{"value": "i-1"}, {"value": "i-2"}]}
    write(path, [team, *(person(number) for number in range(600)), '{"userName":', person(1)])
    first = ledger.run("import", path, "--output", "json")
    checks.equal(first.returncode, 65, "exit code of an import in which lines are refused")
    checks.equal((row(first)["created"], row(first)["rejected"]), (601, 2), "the import beside a server")
    checks.expect("people.jsonl.rejects.jsonl" in first.stderr, "where the refused lines are is said", first.stderr)
    with open(path + ".rejects.jsonl", encoding="utf-8") as file:
        rejects = [json.loads(line) for line in file]
    checks.equal(
        [(reject["line"], reject["status"], reject.get("scimType")) for reject in rejects],
        [(602, 400, "invalidSyntax"), (603, 409, "uniqueness")], "the refused lines")
    checks.equal(json.loads(rejects[1]["text"]), person(1), "the refused line itself")
    again = ledger.run("import", "users", path)
    checks.expect("601 known already, 2 refused." in again.stdout, "a second import adds nothing", again.stdout)
    dry = ledger.run("import", path, "--dry-run")
    checks.equal(dry.returncode, 69, "exit code of a dry run beside a server")
    cycle = next(cycle for cycle in ledger.rows("cycles") if cycle["id"] == row(first)["cycle"])
    checks.equal((cycle["client"], cycle["counts"]["created"]), ("import", 601), "the import's cycle")


def alone(binary, place, checks):
    """Without a server: killed and begun again, updated, tried, and out of a pipe."""
    directory = os.path.join(place, "imported")
    path = os.path.join(place, "many.jsonl")
    write(path, [person(number) for number in range(6000)])
    command = [binary, "import", "--data", directory, "--output", "json"]

    def run(*arguments, **more):
        return subprocess.run([*command, *arguments], capture_output=True, check=False, text=True, **more)

    for pause in (0.2, 0.5, 0.9):
        with subprocess.Popen([*command, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
    last = run(path)
    checks.equal(last.returncode, 0, "exit code of an import that goes on after it was killed")
    checks.equal(row(last)["created"] + row(last)["known"], 6000, "people after the import was killed three times")
    changed = os.path.join(place, "changed.csv")
    write(changed, ["userName,displayName,active", "imported-1@example.com,Imported 1,",
                    "imported-2@example.com,Renamed,true", "new@example.com,New,false"])
    tried = row(run(changed, "--update", "--dry-run"))
    updated = row(run(changed, "--update"))
    for name, result in (("tried", tried), ("carried out", updated)):
        checks.equal(
            (result["created"], result["updated"], result["unchanged"]), (1, 1, 1), f"an update from CSV, {name}")
    piped = run("-", input=json.dumps(person(7000)) + "\n")
    checks.equal(row(piped)["created"], 1, "an import from standard input")
    bad = run(changed, "--map", "shoes=title")
    checks.expect(
        bad.returncode == 65 and "no column is named shoes" in bad.stderr, "a mapping of no column is named", bad.stderr)
    write(changed, ["no"] * 20)
    os.rename(changed, changed + ".jsonl")
    stopped = run(changed + ".jsonl", "--max-rejects", "5")
    checks.expect(stopped.returncode == 65, "exit code of an import that stops", stopped.stderr)
    verified = subprocess.run([binary, "verify", "--data", directory], capture_output=True, check=False)
    checks.equal(verified.returncode, 0, "exit code of verify after the imports")
