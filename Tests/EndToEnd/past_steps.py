"""Steps of command_line.py: the directory as it was, and recorded requests sent to another server."""

import json
import os

from command_line_steps import expect_end
from ledger_process import Ledger


def past(ledger, story, checks):
    """A moment stands behind a name or in --as-of, in every form that the help tells."""
    events = ledger.rows("history", "anna@example.com")
    changes = [row["sequence"] for row in events if row["operation"] in ("create", "modify") and row["status"] < 300]
    created, disabled = changes[0], changes[1]
    for moment, active in ((str(created), True), (str(disabled), False), ("head", False)):
        row = ledger.rows("user", "anna@example.com", "--as-of", moment)[0]
        checks.equal(row["active"], active, f"user --as-of {moment}")
        checks.equal(ledger.rows("user", f"{story.anna}@{moment}")[0]["active"], active, f"user ID@{moment}")
    checks.equal(ledger.rows("user", "anna@example.com@-1")[0]["sequence"], changes[-2], "user X@-1")
    checks.equal(ledger.rows("user", f"userName=anna@example.com@-{len(changes) - 1}")[0]["active"], True, "the first")
    expect_end(checks, ledger.run("user", "anna@example.com@-99"), 1, "user X@-99", "changes of it")
    expect_end(checks, ledger.run("user", "anna@example.com@1"), 1, "user X@1", "as of event 1")
    expect_end(checks, ledger.run("users", "--as-of", "soon"), 64, "users --as-of soon", "cycle:ID:start")
    expect_end(checks, ledger.run("users", "--as-of", "999999"), 1, "users --as-of 999999", "The log ends at")
    expect_end(checks, ledger.run("user", "anna@example.com@1", "--as-of", "2"), 64, "two moments", "Use one of them")
    checks.equal(ledger.rows("users", "--as-of", "yesterday"), [], "users --as-of yesterday")
    names = [row["userName"] for row in ledger.rows("users", "--as-of", str(created), "--filter", "active eq true")]
    checks.equal(names, ["anna@example.com"], "users --as-of with a filter")
    deleted = next(row for row in ledger.rows("log") if row["operation"] == "delete")
    there = ledger.rows("users", "--as-of", str(deleted["sequence"] - 1))
    checks.expect(any(row["userName"] == "bo@example.com" for row in there), "who was deleted since is there", there)
    checks.equal(ledger.rows("user", "bo@example.com@-1")[0]["userName"], "bo@example.com", "the deleted one, by name")
    told = ledger.rows("explain", f"anna@example.com@{created}")
    checks.equal((told[0]["state"], told[0]["kind"]), ("active", "created"), "explain X@N")
    told = ledger.rows("explain", "anna@example.com", "--as-of", str(disabled))
    checks.equal((told[0]["state"], told[0]["sequence"]), ("disabled", disabled), "explain --as-of")
    blamed = {row["attribute"]: row["sequence"] for row in ledger.rows("blame", f"anna@example.com@{created}")}
    checks.equal(blamed["active"], created, "blame X@N")
    checks.equal(len(ledger.rows("timeline", f"anna@example.com@{created}")), 1, "timeline X@N ends there")
    checks.equal(ledger.rows("groups", "--as-of", str(created)), [], "groups --as-of before there was one")
    checks.equal(len(ledger.rows("history", f"anna@example.com@{disabled}")), sum(
        row["sequence"] <= disabled for row in events), "history X@N ends there")


def against(binary, place, ledger, checks):
    """Another server answers as this one did; one with another profile does not, and the first event is named."""
    os.environ["OTHER_TOKEN"] = "none"
    for name, profile, status in (("same", None, 0), ("strict", "rfc", 3)):
        other = Ledger(binary, os.path.join(place, name))
        os.environ["OTHER_TOKEN"] = other.issue_token("replay")
        if profile:
            expect_end(checks, other.run("settings", "set", "--profile", profile), 0, "settings set")
        server = other.serve()
        host, port = server.address
        words = ("replay", "--against", f"http://{host}:{port}/scim/v2", "--token-environment", "OTHER_TOKEN")
        result = ledger.run(*words, "--all", "--output", "json")
        expect_end(checks, result, status, f"replay --against the {name} server")
        report = json.loads(result.stdout)
        if profile:
            first = report["divergences"][0]
            event = ledger.rows("show", str(first["sequence"]))[0]
            checks.expect(event["tolerances"], "the first difference is at a departure from the standard", event)
        else:
            checks.equal(report["divergences"], [], "differences")
            checks.expect(report["equal"] == report["compared"] > 5, "all answers are equal", report)
            table = ledger.run(*words, "--user", "anna@example.com").stdout
            checks.expect("Not compared: meta.created" in table, "the rules are printed", table)
        os.environ["OTHER_TOKEN"] = "wrong"
        expect_end(checks, ledger.run(*words), 69, "replay --against with a wrong token", "does not take the token")
        server.kill()
        expect_end(checks, ledger.run(*words), 69, "replay --against nobody", "connection was refused")
    del os.environ["OTHER_TOKEN"]
    expect_end(checks, ledger.run(*words), 64, "replay --against without its token", "OTHER_TOKEN is not set")
