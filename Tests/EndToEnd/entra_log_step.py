"""The step of command_line.py that brings the identity provider's log in, beside a running server."""

import csv
import json
import os
import subprocess


def importing(ledger, story, checks):
    """Both sides of one history: what goes together, what one side alone saw, and what can't be read."""
    place = os.path.dirname(ledger.directory)
    own(ledger, os.path.join(place, "own.jsonl"), checks)
    foreign(ledger, story, os.path.join(place, "entra.json"), checks)
    tables(ledger, place, checks)
    checks.equal(ledger.run("verify").returncode, 0, "exit code of verify after the imports")


def summary(result):
    """The row that an import prints as JSON."""
    return json.loads(result.stdout)[0]


def own(ledger, path, checks):
    """What the ledger exports in Entra's form comes back and goes with its events, every one; once."""
    exported = ledger.run("export", "--format", "entra")
    with open(path, "w", encoding="utf-8") as file:
        file.write(exported.stdout)
    count = len(exported.stdout.splitlines())
    first = ledger.run("import", "entra-log", path, "--output", "json")
    checks.equal((first.returncode, summary(first)["added"]), (0, count), "the import of what was exported")
    rows = ledger.rows("correlate")
    checks.equal({row["standing"] for row in rows}, {"matched"}, "the standing of each record")
    checks.equal(len(rows), count, "records that go with an event")
    again = ledger.run("import", "entra-log", path)
    checks.expect(
        again.returncode == 0 and f"0 new, {count} known already" in again.stdout, "a second import adds nothing",
        again.stdout)
    checks.equal(ledger.run("correlate", "--unmatched", "--exit-code").returncode, 0, "exit code where nothing differs")


def foreign(ledger, story, path, checks):
    """A record that never came here, one that was skipped there, and two that are none."""
    disabled = next(
        row for row in ledger.rows("history", story.anna) if row["operation"] == "modify")
    identity = {"id": "k-1", "displayName": "Kim", "identityType": "User",
                "details": {"UserPrincipalName": "kim@example.com"}}
    skipped = {
        "id": "skipped-1", "activityDateTime": disabled["time"], "provisioningAction": "other",
        "sourceIdentity": identity,
        "provisioningStatusInfo": {"status": "skipped", "errorInformation": {
            "errorCode": "NotEffectivelyEntitled", "reason": "This object is not assigned to the application."}},
    }
    lost = {
        "id": "lost-1", "activityDateTime": disabled["time"], "action": "Delete", "statusInfo": {"status": "Success"},
        "sourceIdentity": {"displayName": "lost@example.com"}, "servicePrincipal": [{"id": "sp", "displayName": "App"}],
    }
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps({"value": [skipped]}) + "\n" + json.dumps(lost) + '\n{"id": "x"}\n{"id": \n')
    result = ledger.run("import", "entra-log", path)
    checks.equal(result.returncode, 65, "exit code of an import in which records are refused")
    checks.expect(
        "entra.json:3: the record has no activityDateTime" in result.stderr and "entra.json:4:8" in result.stderr,
        "what is refused is named with its place", result.stderr)
    checks.expect("2 records: 2 new as events" in result.stdout, "the others are kept", result.stdout)
    differing = ledger.run("correlate", "--unmatched", "--exit-code", "--output", "jsonl")
    checks.equal(differing.returncode, 2, "exit code where the sides differ")
    rows = [json.loads(line) for line in differing.stdout.splitlines()]
    checks.equal(
        [(row["standing"], row["recordId"]) for row in rows], [("onlyProvider", "lost-1")], "what one side alone saw")
    why = ledger.run("explain", "kim@example.com")
    checks.expect(
        why.returncode == 1 and "NotEffectivelyEntitled" in why.stdout and "→ Assign the person" in why.stdout,
        "explain tells that the provider skipped her", why.stdout)
    shown = ledger.run("show", str(disabled["sequence"]))
    checks.expect(
        "The identity provider's side, event" in shown.stdout and "EntryExportUpdateSoftDelete" in shown.stdout,
        "show tells both sides of the disable", shown.stdout)
    record = json.loads(ledger.run("show", str(disabled["sequence"]), "--output", "json").stdout)[0]["provider"]
    back = ledger.run("show", str(record["sequence"]))
    checks.expect(
        back.returncode == 0 and f" {disabled['sequence']}  " in back.stdout.split("The requests here")[-1],
        "show of the record tells the request here", back.stdout)


def tables(ledger, place, checks):
    """The portal's three CSV files, joined, with line breaks in their cells."""
    contents = {
        "ProvisioningLogs.csv": [
            ["Id", "ActivityDateTime", "ChangeId", "ProvisioningAction", "Status", "SourceIdentity.DisplayName"],
            ["csv-1", "2020-01-01T00:00:00.1234567Z", "c-1", "Update", "Success", "Dan\nDoe"],
        ],
        "ProvisioningLogs_ProvisioningSteps.csv": [
            ["ChangeId", "Name", "ProvisioningStepType", "Status", "Description"],
            ["c-1", "EntryExportUpdate", "export", "Success", "It was\nupdated"],
        ],
        "ProvisioningLogs_ModifiedProperties.csv": [
            ["ChangeId", "DisplayName", "OldValue", "NewValue"], ["c-1", "title", "", "Clerk, \"first\""],
        ],
    }
    paths = []
    for name, rows in contents.items():
        paths.append(os.path.join(place, name))
        with open(paths[-1], "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    result = ledger.run("import", "entra-log", *paths, "--output", "json")
    row = summary(result)
    checks.equal((result.returncode, row["added"], row["refused"]), (0, 1, 0), "the import of three CSV files")
    shown = json.loads(ledger.run("show", str(row["first"]), "--output", "json").stdout)[0]["provider"]["record"]
    checks.equal(
        (shown["provisioningSteps"][0]["description"], shown["modifiedProperties"][0]["newValue"]),
        ("It was\nupdated", "Clerk, \"first\""), "the parts of the record")
    lonely = ledger.run("import", "entra-log", paths[1])
    checks.expect(
        lonely.returncode == 65 and "give the file ProvisioningLogs" in lonely.stderr, "steps alone are refused",
        lonely.stderr)
    usage = subprocess.run(
        [ledger.binary, "correlate", "--window", "soon"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    checks.equal(usage.returncode, 64, "exit code of correlate with a window that is none")


def of_a_job(job, ledger, checks):
    """A job's own log, which shares no id with the requests here, brought in beside the server that it provisions."""
    path = os.path.join(os.path.dirname(ledger.directory), "job.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for cycle in job.json("cycles"):
            for change in job.json("changes", "--cycle", cycle["id"]):
                file.write(json.dumps(job.json("show", change["change"])) + "\n")
    result = ledger.run("import", "entra-log", path)
    checks.equal(result.returncode, 0, "exit code of the import of a job's log")
    rows = ledger.rows("correlate")
    standings = {row["standing"] for row in rows}
    checks.expect(
        "matched" in standings and standings <= {"matched", "notSent"}, "each request goes with a change of the job",
        [row for row in rows if row["standing"] not in ("matched", "notSent")])
    event = next(row["events"][0] for row in rows if row["action"] == "create")
    shown = ledger.run("show", str(event), "--job", job.file)
    checks.expect(
        shown.returncode == 0 and "The job's side, change" in shown.stdout and "✓ 5  Export" in shown.stdout,
        "show --job tells the five steps", shown.stdout + shown.stderr)
    other = ledger.run("show", "1", "--job", job.file)
    checks.expect(
        other.returncode == 0 and "no change that this event is part of" in other.stderr,
        "show --job of an event of no change says so", other.stderr)
    created = ledger.rows("show", str(event))[0]
    blamed = {row["attribute"]: row for row in ledger.rows("blame", created["resourceId"], "--job", job.file)}
    checks.expect(
        blamed["userName"]["expression"] == "[userPrincipalName]"
        and blamed["userName"]["source"] == blamed["userName"]["value"],
        "blame --job tells the mapping and the source's value", blamed["userName"])
    counted = ledger.rows("stats", "-k", "action", "-l", "1")
    checks.expect(len(counted) == 1 and "operation" in counted[0], "stats -k action counts operations", counted)
