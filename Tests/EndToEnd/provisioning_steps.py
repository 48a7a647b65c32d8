"""The steps that use the provisioning engine by its commands, against a server of this project."""

import csv
import hashlib
import io
import json
import os
import subprocess
import time

import entra_log_step
from command_line_steps import expect_end
from ledger_process import Ledger
from provisioning_job import Job, end

READING = [
    ("status",), ("cycles",), ("cycle",), ("changes",), ("audit",), ("escrows",), ("deletes", "list"), ("show", "LAST"),
    ("test-connection",), ("check",), ("replay",),
]
OTHERS = [
    ("run",), ("on-demand",), ("pause",), ("resume",), ("stop",), ("restart",), ("deletes", "allow"),
    ("deletes", "reject"),
]
SUMMARY = [
    "id", "activityDateTime", "tenantId", "jobId", "cycleId", "changeId", "provisioningAction",
    "durationInMilliseconds", "initiatedBy", "sourceSystem", "targetSystem", "sourceIdentity", "targetIdentity",
    "provisioningStatusInfo", "provisioningSteps", "modifiedProperties",
]


def provisioning(binary, place, checks):
    """All of it, on a server and a job of its own."""
    target = Ledger(binary, os.path.join(place, "target"))
    token = target.issue_token("acme")
    server = target.serve()
    host, port = server.address
    job = Job(binary, os.path.join(place, "job"), f"http://{host}:{port}/scim/v2", token)
    try:
        help_and_bad_files(job, checks)
        before_the_first_cycle(job, target, checks)
        first_cycles(job, checks)
        reading(job, checks)
        entra_log_step.of_a_job(job, target, checks)
        dry_run(job, target, checks)
        failures(job, checks)
        on_demand(job, checks)
        too_many_deletions(job, target, checks)
        restart_and_pause(job, checks)
        while_it_runs(job, checks)
        replay(job, checks)
        cut_short(Job(binary, os.path.join(place, "large"), job.url, token, 300, "worker"), target, checks)
        checks.equal(server.stop(), 0, "the target's exit code")
        expect_end(checks, job.sync("test-connection"), 69, "test-connection without a target")
        job.write_job(target=f"{{url: {job.url}, tokenFile: token, retries: 0}}")
        expect_end(checks, job.sync("restart"), 0, "restart")
        expect_end(checks, job.sync("run"), 69, "run without a target")
        secrets(job, token, checks)
    finally:
        if server.process.poll() is None:
            server.kill()
    expressions(binary, job, checks)


def help_and_bad_files(job, checks):
    """Every command explains itself; a wrong job ends with 65 and says where it is wrong."""
    for words in READING + OTHERS + [()]:
        words = words[:1] if words[:1] == ("show",) else words
        result = subprocess.run(
            [job.binary, "sync", *words, "--help"], stdout=subprocess.PIPE, encoding="utf-8", check=False)
        name = " ".join(("scim-ledger sync", *words))
        checks.expect(result.returncode == 0 and f"  {name}" in result.stdout, f"{name} --help has examples")
    missing = job.sync("status", file=os.path.join(job.folder, "other.yaml"))
    expect_end(checks, missing, 65, "a job file that is not there", "there is no such file")
    job.write_job(scope="everyone", interval="soon")
    for words in [("status",), ("run",), ("check",)]:
        result = job.sync(*words)
        text = result.stdout + result.stderr
        checks.equal(result.returncode, 65, f"sync {words[0]} with a bad job file")
        checks.expect("job.yaml:4:" in text and "job.yaml:5:" in text, "both lines are named", text)
    rows = job.json("check")
    checks.expect([row["line"] for row in rows if row["severity"] == "error"] == [4, 5], "the problems as JSON", rows)
    job.write_job(target=f"{{url: {job.url}, tokenEnvironment: NOT_SET_ANYWHERE}}")
    expect_end(checks, job.sync("run"), 65, "run without its secret", "NOT_SET_ANYWHERE")
    job.write_job()
    for words in (("run", "--every", "soon"), ("run", "--every", "1h", "--dry-run"), ("restart", "--scope", "All"),
                  ("changes", "--status", "odd"), ("frobnicate",), ("deletes", "reject")):
        expect_end(checks, job.sync(*words), 64, " ".join(words))


def before_the_first_cycle(job, target, checks):
    """Without a ledger there is a status and nothing else; a dry run makes none."""
    expect_end(checks, job.sync("status"), 0, "status before the first cycle")
    checks.equal(job.json("status")["code"], "NotRun", "the status before the first cycle")
    for words in (("cycles",), ("audit",), ("pause",), ("restart",)):
        expect_end(checks, job.sync(*words), 66, f"{words[0]} before the first cycle")
    expect_end(checks, job.sync("run", "--dry-run"), 0, "a dry run before the first cycle")
    rows = job.json("run", "--dry-run")
    checks.equal([row["action"] for row in rows].count("create"), 14, "the objects that it would create")
    checks.expect(not os.path.exists(job.ledger), "a dry run makes no ledger")
    checks.equal(writes(target), 0, "writes in the target's log after a dry run")
    expect_end(checks, job.sync("test-connection"), 0, "test-connection")


def writes(target):
    """How many requests the target's log holds that would change the directory."""
    return sum(row["operation"] in ("create", "modify", "replace", "delete") for row in target.rows("log"))


def first_cycles(job, checks):
    """An initial cycle creates everybody, a second one does nothing, a third what was edited."""
    counts = job.cycle()
    checks.equal(counts["results"]["create"]["success"], 14, "the objects created")
    checks.equal(job.cycle()["countExports"], 0, "exports when nothing has changed")
    job.people["p-1"]["displayName"] = "Person One"
    job.people["p-2"]["accountEnabled"] = False
    job.people["p-3"]["manager"] = "p-1"
    job.groups["g-2"] = ("Few of person", ["p-1", "p-4"])
    job.write_source()
    result = job.sync("run")
    expect_end(checks, result, 0, "an incremental cycle")
    checks.expect("Incremental cycle: Succeeded" in result.stdout and "Disabled" in result.stdout, "its figures",
                  result.stdout)
    changes = job.json("changes")
    done = {(row["action"], row["name"]) for row in changes if row["status"] == "success"}
    wanted = {("update", "Person One"), ("disable", "Person 2"), ("update", "Person 3"), ("update", "Few of person")}
    checks.expect(wanted <= done, "what the edits became", done)


def reading(job, checks):
    """Each reading command in each format."""
    update = next(row for row in job.json("changes") if row["name"] == "Person One" and row["action"] == "update")
    last = str(update["number"])
    for words in READING:
        words = [last if word == "LAST" else word for word in words]
        name = "sync " + " ".join(words)
        table = job.sync(*words)
        checks.expect(table.returncode == 0 and (table.stdout or table.stderr), name, table.stderr)
        job.json(*words)
        lines = job.sync(*words, "--output", "jsonl").stdout
        checks.expect(all(json.loads(line) is not None for line in lines.split("\n") if line), f"{name} as JSON lines")
        rows = list(csv.reader(io.StringIO(job.sync(*words, "--output", "csv").stdout)))
        checks.expect(len({len(row) for row in rows}) == 1, f"{name} as CSV", rows[:2])
    status = job.sync("status").stdout
    for text in ("Current Status", "Incremental cycle completed", "100 % complete", "Statistics to date", "1 hour"):
        checks.expect(text in status, f"status says {text}", status)
    graph = job.json("status")
    checks.expect(graph["code"] == "Active" and graph["lastExecution"]["state"] == "Succeeded", "Graph's status", graph)
    summary = job.json("show", last)
    checks.expect(set(SUMMARY) <= set(summary), "Graph's provisioning summary", sorted(summary))
    page = job.sync("show", last).stdout
    for text in ("Person One", "[displayName]", "Modified Properties", "PATCH /Users/", "EntryExportUpdate"):
        checks.expect(text in page, f"show says {text}", page)
    audit = job.sync("audit", "--user", "person1@example.com").stdout
    for text in ("Import", "Synchronization rule action", "Export", "was created in Acme"):
        checks.expect(text in audit, f"audit says {text}", audit)
    entries = job.json("audit")
    checks.expect(all(entry["category"] == "ProvisioningManagement" for entry in entries) and entries, "directoryAudit")
    expect_end(checks, job.sync("show", "999999"), 1, "a change that is not there")
    expect_end(checks, job.sync("changes", "--user", "nobody@example.com"), 1, "changes of nobody")


def digest(job):
    """A digest of the job's log as a file."""
    with open(os.path.join(job.ledger, "log", "data.mdb"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def dry_run(job, target, checks):
    """A dry run says what would be done, and neither side is another than before."""
    job.people["p-4"]["jobTitle"] = "Engineer"
    job.people["p-5"]["accountEnabled"] = False
    del job.people["p-6"]
    job.people["p-20"] = job.people["p-4"] | {"id": "p-20", "userPrincipalName": "person20@example.com"}
    job.write_source()
    before = (digest(job), writes(target))
    rows = job.json("run", "--dry-run")
    found = sorted((row["action"], row["sourceId"]) for row in rows if row["type"] == "User")
    for row in (("create", "p-20"), ("delete", "p-6"), ("disable", "p-5"), ("update", "p-4")):
        checks.expect(row in found, f"a dry run shows {row}", found)
    title = next(row for row in rows if row["sourceId"] == "p-4")["modifiedProperties"]
    checks.expect({"name": "title", "old": None, "new": "Engineer"} in title, "old and new", title)
    text = job.sync("run", "--dry-run").stdout
    checks.expect("nothing is written" in text and "title: – → Engineer" in text, "a dry run for people", text)
    checks.equal((digest(job), writes(target)), before, "the ledger's bytes and the target's writes after dry runs")
    real = job.cycle()["results"]
    checks.expect(real["create"]["success"] == 1 and real["delete"]["success"] == 1, "the cycle does the same", real)


def failures(job, checks):
    """One bad object ends a cycle with 75 and waits; the others go through."""
    job.people["p-7"]["hireDate"] = "soon"
    job.people["p-8"]["jobTitle"] = "Singer"
    job.write_source()
    result = job.sync("run")
    expect_end(checks, result, 75, "a cycle with a bad object")
    checks.expect("EntryLevelErrors" in result.stdout and "Updated" in result.stdout, "its figures", result.stdout)
    escrows = job.json("escrows")
    checks.expect([row["sourceId"] for row in escrows] == ["p-7"], "the failure waits", escrows)
    failed = job.json("changes", "--status", "failure")
    checks.expect(len(failed) == 1 and failed[0]["sourceId"] == "p-7", "changes --status failure", failed)
    job.people["p-7"]["hireDate"] = "2021-03-04"
    job.write_source()
    expect_end(checks, job.sync("run"), 0, "the next cycle")
    checks.equal(job.json("escrows"), [], "no failures are left")


def on_demand(job, checks):
    """One person by name, with the five steps."""
    job.people["p-9"]["jobTitle"] = "Dancer"
    job.write_source()
    result = job.sync("on-demand", "person9@example.com")
    expect_end(checks, result, 0, "on-demand")
    for text in ("1  Test connection", "2  Import user", "3  Determine if user is in scope", "4  Match user",
                 "5  Perform action", "Dancer", "[jobTitle]"):
        checks.expect(text in result.stdout, f"on-demand says {text}", result.stdout)
    answer = job.json("on-demand", "p-9")
    checks.expect(answer["key"]["result"] == "Skipped" and answer["key"]["details"]["errorCode"] == "RedundantExport",
                  "on-demand a second time", answer["key"])
    expect_end(checks, job.sync("on-demand", "nobody@example.com"), 1, "on-demand of nobody")


def too_many_deletions(job, target, checks):
    """More disables and deletions than allowed wait for an administrator."""
    expect_end(checks, job.sync("deletes", "allow"), 1, "deletes allow when nothing waits")
    gone = {key: job.people.pop(key) for key in ("p-8", "p-9", "p-10")}
    job.write_source()
    rows = job.json("run", "--dry-run")
    checks.equal([row["action"] for row in rows].count("stage"), 3, "what a dry run shows as staged")
    before = len(target.rows("users"))
    expect_end(checks, job.sync("run"), 76, "too many deletions", "TooManyDeletes")
    checks.equal(len(target.rows("users")), before, "the accounts after too many deletions")
    expect_end(checks, job.sync("status"), 76, "status in quarantine")
    checks.equal(job.json("status")["quarantine"]["reason"], "TooManyDeletes", "the quarantine's reason")
    checks.equal(len(job.json("deletes", "list")), 3, "the deletions that wait")
    expect_end(checks, job.sync("deletes", "reject", "--reason", "HR's export was cut"), 0, "deletes reject")
    job.people |= gone
    job.write_source()
    expect_end(checks, job.sync("run"), 0, "the cycle after a rejection")
    for key in gone:
        del job.people[key]
    job.write_source()
    process = job.launch("--every", "1s")
    checks.expect(job.wait_for(lambda cycles: "stagedDelete" in str(cycles[0]["counts"])), "too many again")
    known = len(job.json("cycles"))
    checks.expect(not job.wait_for(lambda cycles: len(cycles) > known, timeout=2), "no cycles in quarantine")
    expect_end(checks, job.sync("deletes", "allow"), 0, "deletes allow")
    deleted = lambda cycles: any("delete" in cycle["counts"]["results"] for cycle in cycles[:len(cycles) - known])
    checks.expect(job.wait_for(deleted), "the cycle after a permission")
    text = end(process, checks, "sync run --every in quarantine")
    checks.expect("Next attempt" in text, "the next attempt is said", text)
    checks.equal(len(target.rows("users")), before - 3, "the accounts after a permission")


def restart_and_pause(job, checks):
    """A restart looks at everybody again and exports nothing; a paused job does not run."""
    result = job.sync("restart")
    expect_end(checks, result, 0, "restart")
    checks.expect("Watermark" in result.stdout, "restart says what it clears", result.stdout)
    cycle = job.json("run")
    checks.expect(cycle["kind"] == "initial" and cycle["counts"]["countExports"] == 0, "the cycle after it", cycle)
    expect_end(checks, job.sync("pause", "--reason", "a test"), 0, "pause")
    expect_end(checks, job.sync("pause"), 1, "pause twice")
    expect_end(checks, job.sync("run"), 69, "run when paused")
    checks.equal(job.json("status")["code"], "Paused", "the status when paused")
    expect_end(checks, job.sync("run", "--dry-run"), 0, "a dry run when paused")
    expect_end(checks, job.sync("resume"), 0, "resume")
    expect_end(checks, job.sync("stop"), 1, "stop when nobody runs the job")
    expect_end(checks, job.sync("restart", "--scope", "full"), 0, "restart of everything")
    results = job.cycle()["results"]
    checks.expect("create" not in results and "delete" not in results, "everybody is matched again", results)


def while_it_runs(job, checks):
    """A running job is administered through the process that runs it."""
    known = len(job.json("cycles"))
    process = job.launch("--every", "1s")
    checks.expect(job.wait_for(lambda cycles: len(cycles) >= known + 2), "cycles run one after the other")
    expect_end(checks, job.sync("run"), 69, "a second run", f"process {process.pid}")
    draft = os.path.join(job.ledger, "requests", ".draft.request")
    os.makedirs(os.path.dirname(draft), exist_ok=True)
    with open(draft, "w", encoding="utf-8") as file:
        file.write("{")
    expect_end(checks, job.sync("pause"), 0, "pause while it runs")
    checks.expect(os.path.exists(draft), "a request that is still being written is left alone")
    os.remove(draft)
    checks.equal(job.json("status")["code"], "Paused", "the status of a running job that is paused")
    job.people["p-11"]["jobTitle"] = "Pilot"
    job.write_source()
    paused = len(job.json("cycles"))
    checks.expect(not job.wait_for(lambda cycles: len(cycles) > paused + 1, timeout=2.5), "no cycles while paused")
    expect_end(checks, job.sync("resume"), 0, "resume while it runs")
    updated = lambda cycles: any(cycle["counts"]["countExports"] == 1 for cycle in cycles[:len(cycles) - known])
    checks.expect(job.wait_for(updated), "the edit is provisioned after the resumption")
    expect_end(checks, job.sync("restart"), 0, "restart while it runs")
    initial = lambda cycles: any(cycle["kind"] == "initial" for cycle in cycles[:len(cycles) - known])
    checks.expect(job.wait_for(initial), "an initial cycle after the restart")
    expect_end(checks, job.sync("check"), 0, "check beside a running job")
    text = end(process, checks, "sync run --every")
    checks.expect("Cycles every 1 second" in text and "Succeeded" in text, "what it says", text)
    process = job.launch("--every", "1h")
    checks.expect(job.wait_for(lambda cycles: cycles[0]["state"] == "Succeeded"), "a cycle at the start")
    expect_end(checks, job.sync("stop"), 0, "stop")
    process.communicate(timeout=60)
    checks.equal(process.returncode, 0, "the exit code after stop")
    checks.equal(os.listdir(os.path.join(job.ledger, "requests")), [], "requests that were left behind")
    expect_end(checks, job.sync("check"), 0, "check at the end")


def replay(job, checks):
    """The whole history is decided again as it was; other mappings and scopes say what they would change."""
    before = digest(job)
    answer = job.json("replay", "--from", "1", "--all")
    checks.equal(answer["divergences"], [], "a replay of all that the job did")
    checks.expect(answer["identical"] > 300, "the events that were made again", answer["identical"])
    checks.equal(answer["identical"] + len(answer["notReproducible"]), answer["compared"], "and the rest is named")
    one = job.sync("replay", "--user", "person1@example.com")
    expect_end(checks, one, 0, "a replay of one person")
    checks.expect("Reproduced, " in one.stdout and " identical" in one.stdout, "what it says", one.stdout)
    expect_end(checks, job.sync("replay", "0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a"), 1, "a replay of no cycle")
    other = os.path.join(job.folder, "other.json")
    with open(os.path.join(job.folder, "schema.json"), encoding="utf-8") as file:
        schema = file.read()
    with open(other, "w", encoding="utf-8") as file:
        file.write(schema.replace("[displayName]", "[mailNickname]", 1))
    result = what_if(job, "--mapping", other, "--exit-code")
    expect_end(checks, result, 2, "whatif --mapping")
    checks.expect("would come out otherwise" in result.stdout and "update" in result.stdout, "its matrix", result.stdout)
    rows = json.loads(what_if(job, "--mapping", other, "--objects", "--output", "json").stdout)
    changed = [change for row in rows if row["sourceId"] == "p-1" for change in row["attributes"]]
    checks.equal(changed, [{"name": "displayName", "was": "Person One", "wouldBe": "person1"}], "before and after")
    first = job.json("cycles")[-1]["id"]
    page = json.loads(what_if(job, "--mapping", other, "--cycle", first, "--output", "json").stdout)
    checks.expect({"was": "create", "wouldBe": "create", "objects": 14} in page["matrix"], "the first cycle", page)
    scope = os.path.join(job.folder, "scope.yaml")
    with open(scope, "w", encoding="utf-8") as file:
        file.write("filters: {User: {groups: [{clauses: [{sourceOperandName: displayName, operatorName: EQUALS, "
                   "targetOperand: {values: [Person One]}}]}]}}\n")
    result = what_if(job, "--scope", scope)
    checks.expect("held back" in result.stdout and "too many deletes" in result.stdout, "another scope", result.stdout)
    with open(scope, "w", encoding="utf-8") as file:
        file.write("scope: everyone\n")
    expect_end(checks, what_if(job, "--scope", scope), 65, "a wrong scope", "everyone")
    expect_end(checks, what_if(job, "--scope", scope, "--mapping", other), 64, "two configurations at once")
    checks.equal(digest(job), before, "the ledger's bytes after replays and what-ifs")


def what_if(job, *words):
    """Runs `whatif` on the job to its end."""
    return subprocess.run(
        [job.binary, "whatif", *words, "--job", job.file], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=120)


def cut_short(job, target, checks):
    """A cycle that SIGTERM cut short is gone on with and creates nobody twice; so is one that was killed."""
    job.write_job(target=f"{{url: {job.url}, tokenFile: token, requestsAtOnce: 1}}")
    before = len(target.rows("users"))
    process = job.launch()
    grown(target, before + 40)
    text = end(process, checks, "sync run")
    checks.expect("stopped, to be continued" in text, "what a cycle says that was cut short", text)
    cut = len(target.rows("users"))
    checks.expect(before + 40 <= cut < before + 300, "accounts when it was cut short", cut)
    checks.equal(job.json("cycles")[0]["state"], None, "the state of a cycle that was cut short")
    checks.expect("Initial cycle under way" in job.sync("status").stdout, "its status")
    process = job.launch()
    grown(target, cut + 40)
    process.kill()
    process.communicate(timeout=60)
    expect_end(checks, job.sync("run"), 0, "the rest of the cycle")
    checks.equal(len(job.json("cycles")), 1, "it is one cycle")
    checks.equal(len(target.rows("users")), before + 300, "the accounts in the end")
    failed = [row for row in target.rows("log") if row["operation"] == "create" and row["status"] == 409]
    checks.expect(len(failed) <= 1, "creates of accounts that were there", failed)
    expect_end(checks, job.sync("check"), 0, "check after a kill")
    checks.equal(job.json("replay")["divergences"], [], "a replay of a cycle that was cut short twice")


def grown(target, count):
    """Waits until the target has so many users."""
    deadline = time.monotonic() + 60
    while len(target.rows("users")) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def secrets(job, token, checks):
    """The token stands in no file of the job's ledger."""
    for folder, _, names in os.walk(job.ledger):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                checks.expect(token.encode() not in file.read(), f"no token in {name}")


def expressions(binary, job, checks):
    """The language without a directory."""

    def run(*words):
        return subprocess.run(
            [binary, "expression", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8", timeout=60)

    switch = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'
    checks.equal(run("eval", switch, "--set", "IsSoftDeleted=False").stdout, "True\n", "the Switch of the page")
    source = os.path.join(job.folder, "person.json")
    with open(source, "w", encoding="utf-8") as file:
        json.dump({"givenName": "Zoë", "tags": ["a", "b"]}, file)
    join = run("eval", 'Join("-", [givenName], [n])', "--source", source, "--set", "n:=7")
    checks.equal(join.stdout, "Zoë-7\n", "attributes from a file and beside it")
    checks.equal(run("eval", "[tags]", "--source", source).stdout, "a\nb\n", "several values")
    now = run("eval", "Now()", "--now", "2026-01-02T03:04:05Z")
    checks.equal(now.stdout, "1/2/2026 3:04:05 AM\n", "the clock that is given")
    row = json.loads(run("eval", "[givenName]", "--source", source, "--output", "json").stdout)
    checks.equal(row, [{"outcome": "value", "value": "Zoë", "isRedacted": False}], "a value as JSON")
    tree = json.loads(run("eval", "Left([mail], 3)", "--tree").stdout)
    checks.equal((tree["type"], tree["name"]), ("Function", "Left"), "the syntax tree")
    expect_end(checks, run("eval", 'Join(" ", [a'), 65, "half an expression", "^")
    expect_end(checks, run("eval", "joln([a])"), 65, "an unknown function", "Join")
    expect_end(checks, run("check", os.path.join(job.folder, "schema.json")), 0, "check of a schema")
    bad = os.path.join(job.folder, "bad.json")
    with open(os.path.join(job.folder, "schema.json"), encoding="utf-8") as file:
        text = file.read().replace('Switch([IsSoftDeleted]', 'Swich([IsSoftDeleted]')
    with open(bad, "w", encoding="utf-8") as file:
        file.write(text)
    result = run("check", bad)
    checks.expect(result.returncode == 65 and "bad.json:" in result.stdout and "Switch" in result.stdout,
                  "check of a bad schema", result.stdout + result.stderr)
    checks.expect("Join(separator, source1, source2, …)" in run("functions").stdout, "the functions")
    expect_end(checks, run("functions", "Nothing"), 1, "a function that is not there")
    expect_end(checks, run("functions", "join"), 0, "one function")
