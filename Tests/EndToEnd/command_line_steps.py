"""The steps of command_line.py, in their order; each checks one side of the commands."""

import csv
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import threading

from ledger_process import GROUP_SCHEMA, USER_SCHEMA, Ledger, patch

READING = [
    ("log",), ("show", "1"), ("history", "anna@example.com"), ("users",), ("user", "anna@example.com"), ("groups",),
    ("group", "All staff"), ("status",), ("cycles",), ("cycle",), ("verify",), ("token", "list"),
    ("correlate",),
]
OTHERS = [("serve",), ("token", "issue"), ("token", "revoke"), ("rebuild",), ("demo",)]
TOKEN = re.compile(r"slt_[A-Za-z0-9_-]{43}\n")


def expect_end(checks, result, status, what, says=None):
    """Records an exit code, and a text on standard error."""
    seen = f"{result.returncode}: {result.stdout[-300:]} {result.stderr}"
    checks.expect(result.returncode == status, f"{what} ends with {status}", seen)
    if says is not None:
        checks.expect(says in result.stderr, f"{what} says: {says}", seen)


def help_and_usage(ledger, checks):
    """Every command explains itself with examples; what can't be understood ends with 64."""
    for words in [words[:2] if words[0] == "token" else words[:1] for words in READING + OTHERS] + [()]:
        result = ledger.run(*words, "--help", data=False)
        name = " ".join(("scim-ledger", *words))
        expect_end(checks, result, 0, f"{name} --help")
        checks.expect("EXAMPLES" in result.stdout and f"  {name}" in result.stdout, f"{name} --help has examples")
    expect_end(checks, ledger.run("--version", data=False), 0, "--version")
    for words in (
        ("frobnicate",), ("log", "--colour"), ("log", "-n", "many"), ("log", "-n", "-1"), ("show", "first"), ("user",),
        ("log", "--output", "xml"), ("log", "--follow", "--reverse"), ("serve", "--listen", "here"), ("token", "issue"),
    ):
        expect_end(checks, ledger.run(*words, data=False), 64, " ".join(words))


def no_ledger(ledger, checks):
    """Without a ledger, every command that needs one says how to start one."""
    start = f"No ledger in {ledger.directory}. Start one with: scim-ledger serve --data {ledger.directory}"
    for words in READING + [("token", "revoke", "x"), ("rebuild",), ("import", "entra-log", "x.json")]:
        expect_end(checks, ledger.run(*words), 66, f"{' '.join(words)} without a ledger", start)
    checks.expect(not os.path.exists(ledger.directory), "looking makes no directory")
    folder = os.path.join(os.path.dirname(ledger.directory), "other files")
    os.mkdir(folder)
    with open(os.path.join(folder, "letter.txt"), "w", encoding="utf-8") as file:
        file.write("Dear Sir")
    other = Ledger(ledger.binary, folder)
    expect_end(checks, other.run("token", "issue", "--name", "x"), 66, "token issue among other files")
    expect_end(checks, other.run("serve"), 66, "serve among other files")
    checks.equal(os.listdir(folder), ["letter.txt"], "other files are left alone")
    suggestion = f"scim-ledger serve --data {shlex.quote(folder)}"
    expect_end(checks, other.run("users"), 66, "users among other files", suggestion)


def first_token(ledger, checks):
    """A token can be had before the first server; its secret stands alone on standard output."""
    result = ledger.run("token", "issue", "--name", "entra")
    expect_end(checks, result, 0, "token issue", "Created a ledger in")
    checks.expect(TOKEN.fullmatch(result.stdout), "token issue prints the token alone", result.stdout)
    return result.stdout.strip()


def serving(ledger, checks):
    """The first line tells the address; the control socket is for its owner alone."""
    server = ledger.serve()
    checks.expect(
        re.fullmatch(r"listening on http://127\.0\.0\.1:[1-9][0-9]*", server.first_line), "the first line",
        server.first_line)
    mode = os.stat(os.path.join(ledger.directory, "control.sock")).st_mode
    checks.expect(
        stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600, "control.sock is a socket of mode 0600", oct(mode))
    checks.equal(stat.S_IMODE(os.stat(ledger.directory).st_mode), 0o700, "mode of the directory")
    return server


def tokens_beside_a_server(ledger, server, checks):
    """Tokens are issued and revoked through the server, and count at once."""
    def status(token):
        return server.connect(token).request("GET", "/Users").status

    result = ledger.run("token", "issue", "--name", "okta", "--client", "okta-prod")
    expect_end(checks, result, 0, "token issue beside a server")
    checks.expect(TOKEN.fullmatch(result.stdout), "it prints the token alone", result.stdout)
    token = result.stdout.strip()
    checks.equal(status(token), 200, "status with the new token")
    expect_end(checks, ledger.run("token", "issue", "--name", "okta"), 64, "a name in use", "in use")
    expect_end(checks, ledger.run("token", "issue", "--name", "a b"), 64, "a name that is none", "64 letters")
    expect_end(checks, ledger.run("token", "revoke", "okta"), 0, "token revoke")
    checks.equal(status(token), 401, "status with the revoked token")
    checks.equal(status(token[:-1]), 401, "status with a wrong token")
    checks.equal(status(None), 401, "status without a token")
    expect_end(checks, ledger.run("token", "revoke", "okta"), 1, "revoking it again", "No token named okta")
    expect_end(checks, ledger.run("token", "revoke", "no/body"), 1, "revoking a name with a slash")
    listed = {row["name"]: row for row in ledger.rows("token", "list")}
    checks.expect(
        listed["okta"]["revoked"] and not listed["entra"]["revoked"] and listed["okta"]["client"] == "okta-prod",
        "token list tells who was revoked", listed)
    checks.expect(
        not any(row["status"] == 401 for row in ledger.rows("log")), "refused strangers stay out of the log")


class Story:
    """What happens to Anna: created, refused twice, read, disabled in Entra's dialect, put into a group."""

    def __init__(self, connection, checks):
        anna = {
            "schemas": [USER_SCHEMA], "userName": "anna@example.com", "externalId": "anna-1", "displayName": "Anna",
            "active": True, "emails": [{"type": "work", "primary": True, "value": "anna@example.com"}],
        }
        created = connection.request("POST", "/Users", anna)
        checks.equal(created.status, 201, "status of POST")
        self.anna = created.json["id"]
        again = connection.request("POST", "/Users", {**anna, "userName": "ANNA@example.com", "externalId": "anna-2"})
        checks.equal((again.status, again.json["scimType"]), (409, "uniqueness"), "the answer to a duplicate")
        checks.equal(connection.request("GET", f"/Users/{self.anna}").status, 200, "status of GET")
        disabled = connection.request("PATCH", f"/Users/{self.anna}", patch(("Replace", "active", "False")))
        checks.equal((disabled.status, disabled.json["active"]), (200, False), "the answer to a disable as text")
        staff = {"schemas": [GROUP_SCHEMA], "displayName": "All staff", "members": [{"value": self.anna}]}
        group = connection.request("POST", "/Groups", staff)
        checks.equal(group.status, 201, "status of POST of a group")
        self.staff = group.json["id"]
        bo = connection.request("POST", "/Users", {"schemas": [USER_SCHEMA], "userName": "bo@example.com"}).json["id"]
        checks.equal(connection.request("DELETE", f"/Users/{bo}").status, 204, "status of DELETE")
        # A change is the writer's next piece of work, so the events of all reads before are written.
        connection.request("PATCH", f"/Users/{self.anna}", patch(("Replace", "title", "Auditor")))
        connection.close()


def log_of_the_story(ledger, story, checks):
    """Each operation is one event: who, what, on whom, with which outcome."""
    rows = ledger.rows("log")
    checks.equal([row["sequence"] for row in rows], list(range(1, len(rows) + 1)), "the numbers of the events")

    def find(what, **wanted):
        found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
        checks.equal(len(found), 1, f"events of {what}")
        return found[0] if found else {}

    find("the ledger's creation", operation="createLedger", sequence=1)
    created = find("the creation", operation="create", resourceId=story.anna, status=201)
    checks.equal((created["who"], created["client"]), ("entra", "entra"), "who created Anna")
    checks.equal(created["resource"], "User anna@example.com", "the resource's name")
    refused = find("the duplicate", operation="create", status=409, scimType="uniqueness")
    checks.expect(refused["who"] == "entra" and not refused["changed"] and refused["detail"], "the duplicate", refused)
    read = find("the read", operation="read", resourceId=story.anna, status=200)
    checks.equal((read["method"], read["path"]), ("GET", f"/Users/{story.anna}"), "the read's request")
    disabled = next(row for row in rows if row["tolerances"] and row["resourceId"] == story.anna)
    checks.expect(
        disabled["operation"] == "modify" and disabled["who"] == "entra"
        and any((t["rule"], t["path"]) == ("booleanAsString", "active") for t in disabled["tolerances"]),
        "the disable tells its tolerance", disabled)
    story.disabled = disabled["sequence"]
    table = ledger.run("log").stdout
    for text in ("409 uniqueness", "booleanAsString", "entra", "User anna@example.com", "Group All staff"):
        checks.expect(text in table, f"the log's table shows {text}")
    numbers = [row["sequence"] for row in rows]
    for words, wanted in (
        (("--reverse",), numbers[::-1]), (("-n", "3"), numbers[-3:]), (("--reverse", "-n", "3"), numbers[:-4:-1]),
        (("--from", "4", "-n", "2"), [4, 5]), (("-n", "0"), []), (("--from", "999999"), []),
        (("--failed",), [row["sequence"] for row in rows if row["status"] >= 400]),
        (("--changes",), [row["sequence"] for row in rows if row["changed"]]),
    ):
        checks.equal([row["sequence"] for row in ledger.rows("log", *words)], wanted, f"log {' '.join(words)}")
    history = ledger.rows("history", story.anna)
    checks.equal([row["operation"] for row in history[:3]], ["create", "read", "modify"], "Anna's history")
    deleted = ledger.rows("history", "bo@example.com")
    checks.equal([row["operation"] for row in deleted], ["create", "delete"], "the history of one deleted")


def one_event(ledger, story, checks):
    """`show` tells what an event changed."""
    number = str(story.disabled)
    row = ledger.rows("show", number)[0]
    checks.equal(
        row["modifiedProperties"], [{"attribute": "active", "old": True, "new": False}], "the modified properties")
    checks.equal(row["body"]["Operations"][0]["value"], "False", "the request as it came")
    checks.equal(row["userAgent"], "end-to-end/1", "the user agent")
    cycles = {cycle["id"]: cycle for cycle in ledger.rows("cycles", "--client", "entra")}
    cycle = cycles.get(row["inferredCycle"], {})
    checks.expect(
        row["cycle"] is None and cycle.get("kind") == "inferred" and cycle["counts"]["disabled"] == 1,
        "the event's cycle is listed, with what came of it", cycles)
    checks.equal(len(ledger.rows("cycles", "-n", "1")), 1, "cycles -n 1")
    matrix = ledger.rows("cycle", cycle["id"])[0]
    sums = {result: sum(row[result] for row in matrix["operations"].values()) for result in ("succeeded", "refused")}
    checks.equal(sums["refused"], cycle["counts"]["refused"], "the refusals in a cycle's matrix")
    checks.expect(sums["succeeded"] >= cycle["counts"]["disabled"] == 1, "the successes in a cycle's matrix", matrix)
    missing = ledger.run("cycle", "nothing")
    checks.expect(missing.returncode == 1 and "scim-ledger cycles" in missing.stderr, "a cycle that there is not", missing)
    table = ledger.run("show", number).stdout
    for pattern in (
        r"Activity +Update user", r"Cycle +[0-9a-f-]{36} \(inferred\)", r"Actor +entra", r"Target +User anna@example\.com", r"Status +Success 200",
        r"Modified Properties", r"active +true +false", r"booleanAsString", r"PATCH +/Users/",
    ):
        checks.expect(re.search(pattern, table), f"show {number} has {pattern}", table)


def reading_commands(ledger, story, checks):
    """Every reading command prints tables, JSON, JSON lines and CSV, with the same rows."""
    for words in READING:
        name = " ".join(words)
        results = {form: ledger.run(*words, "--output", form) for form in ("table", "json", "jsonl", "csv")}
        for form, result in results.items():
            expect_end(checks, result, 0, f"{name} --output {form}")
            checks.equal(result.stderr, "", f"standard error of {name} --output {form}")
            checks.expect("\x1b" not in result.stdout, f"{name} --output {form} has no colours in a pipe")
        rows = json.loads(results["json"].stdout)
        lines = [json.loads(line) for line in results["jsonl"].stdout.split("\n") if line]
        fields = list(csv.reader(io.StringIO(results["csv"].stdout, newline="")))
        checks.expect(rows and list(rows[0]) == fields[0], f"{name}: CSV and JSON have the same columns", fields[0])
        checks.expect(all(len(row) == len(fields[0]) for row in fields), f"{name}: CSV rows are whole")
        checks.expect(len(rows) == len(lines) == len(fields) - 1, f"{name}: all formats have the same rows")
        volatile = words[0] == "status"
        checks.expect(volatile or rows == lines, f"{name}: JSON and JSON lines are equal")
        checks.equal(ledger.run(*words).stdout if not volatile else results["table"].stdout,
                     results["table"].stdout, f"{name}: the table is the default")
    checks.equal(
        [row["userName"] for row in ledger.rows("users", "--filter", "active eq false")], ["anna@example.com"],
        "users --filter")
    for selector in (story.anna, "externalId=anna-1", "userName=ANNA@example.com"):
        checks.equal(ledger.rows("user", selector)[0]["id"], story.anna, f"user {selector}")
    checks.equal(ledger.rows("group", story.staff)[0]["members"], [story.anna], "the group's members")
    status = ledger.rows("status")[0]
    checks.equal((status["users"], status["activeUsers"], status["groups"]), (1, 0, 1), "the counts of status")
    expect_end(checks, ledger.run("users", "--filter", "userName eq"), 64, "users with a filter that is none")


def hostile_text(ledger, connection, checks):
    """Text from the directory can't steer a terminal or break a format."""
    name = "Eve\x1b[2J\u202e,\"\r\n日本 e\u0301"
    body = {"schemas": [USER_SCHEMA], "userName": "eve@example.com", "displayName": name}
    checks.equal(connection.request("POST", "/Users", body).status, 201, "status of POST of hostile text")
    connection.close()
    for form in ("table", "json", "jsonl", "csv"):
        shown = ledger.run("users", "--output", form).stdout
        checks.expect(
            not any(text in shown for text in ("\x1b", "\u202e")), f"users --output {form} shows no control characters")
    row = next(row for row in ledger.rows("users") if row["userName"] == "eve@example.com")
    checks.equal(row["displayName"], name, "JSON lines give the text as it is")
    lines = ledger.run("users").stdout.rstrip("\n").split("\n")
    checks.equal(len(lines), 3, "lines of the table of two users")


def nobody(ledger, checks):
    """What is not there ends with 1 and a command to go on with."""
    for words, says in (
        (("user", "nobody@example.com"), "scim-ledger users"), (("group", "Nobody"), "scim-ledger groups"),
        (("history", "nobody@example.com"), "scim-ledger"), (("show", "999999"), "scim-ledger log"),
        (("show", "0"), "scim-ledger log"), (("show", str((1 << 64) - 1)), "scim-ledger log"),
    ):
        expect_end(checks, ledger.run(*words), 1, " ".join(words), says)


def second_server(ledger, server, checks):
    """One server to a directory: the second says who holds it, and the first is not disturbed."""
    result = ledger.run("serve", "--listen", "127.0.0.1:0", timeout=60)
    expect_end(checks, result, 69, "a second server", str(server.pid))
    checks.equal(result.stdout, "", "standard output of the second server")
    token = ledger.issue_token("still-there")
    checks.equal(server.connect(token).request("GET", "/Users").status, 200, "the first server goes on")


def rebuilding(ledger, checks):
    """A rebuild finds what was there, with a server and without."""
    result = ledger.run("rebuild")
    expect_end(checks, result, 0, "rebuild")
    checks.expect("equal to the log" in result.stdout, "rebuild says that the projections were equal", result.stdout)


def early_end_of_a_pipe(ledger, connection, checks):
    """`log | head -1` ends without a word."""
    for number in range(300):
        connection.request(
            "POST", "/Users", {"schemas": [USER_SCHEMA], "userName": f"person-{number}@crowd.example"})
    connection.close()
    for form in ("table", "json", "jsonl", "csv"):
        command = shlex.join([ledger.binary, "log", "--data", ledger.directory, "--output", form])
        result = subprocess.run(
            ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"], capture_output=True, encoding="utf-8",
            timeout=60)
        checks.expect(
            result.stderr == "" and len(result.stdout.split("\n")) == 2 and result.returncode in (0, 141),
            f"log --output {form} | head -1", f"{result.returncode}: {result.stderr}")


def ending_under_load(ledger, server, token, checks):
    """SIGTERM in the middle of writing: exit code 0, and all that was acknowledged is there."""
    acknowledged = []
    refused = []
    running = threading.Event()

    def write(writer):
        connection = server.connect(token)
        number = 0
        try:
            while True:
                number += 1
                name = f"load-{writer}-{number}@load.example"
                answer = connection.request("POST", "/Users", {"schemas": [USER_SCHEMA], "userName": name})
                (acknowledged if answer.status == 201 else refused).append(name)
                if len(acknowledged) > 40:
                    running.set()
        except Exception:  # noqa: BLE001: however the connection ends, the server has ended it
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    running.wait(30)
    checks.equal(server.stop(), 0, "exit code of the server after SIGTERM")
    for thread in threads:
        thread.join()
    checks.expect(len(acknowledged) > 40, "users were created until the end", len(acknowledged))
    names = {row["userName"] for row in ledger.rows("users", "--filter", 'userName ew "@load.example"')}
    checks.expect(not set(acknowledged) - names, "no acknowledged user is lost", sorted(set(acknowledged) - names))
    checks.expect(
        len(names - set(acknowledged)) <= len(threads), "no more than one user a connection is unacknowledged")
    checks.equal(sorted(os.listdir(ledger.directory)), ["keys", "log"], "what is left in the directory")
    expect_end(checks, ledger.run("verify"), 0, "verify after SIGTERM")


def damage(ledger, story, checks):
    """One changed byte in a record is found, named, and not given out."""
    created = next(row for row in ledger.rows("history", story.anna) if row["operation"] == "create")["sequence"]
    copy = Ledger(ledger.binary, ledger.directory + "-damaged")
    shutil.copytree(ledger.directory, copy.directory)
    expect_end(checks, copy.run("verify"), 0, "verify of a copy")
    flipped = flip_byte(os.path.join(copy.directory, "log", "data.mdb"), created, b"anna@example.com")
    checks.expect(flipped > 0, "the record's bytes are in data.mdb")
    for form in ("table", "json"):
        result = copy.run("verify", "--output", form)
        expect_end(checks, result, 4, f"verify --output {form} of a damaged ledger")
        checks.expect(
            "damaged" in result.stdout and re.search(rf"\b{created}\b", result.stdout), "verify names the event",
            result.stdout)
    expect_end(checks, copy.run("show", str(created)), 4, "show of a damaged event", str(created))
    expect_end(checks, copy.run("log"), 4, "log over a damaged event", str(created))
    expect_end(checks, copy.run("log", "--from", str(created + 1)), 0, "log from the event after it")
    expect_end(checks, copy.run("rebuild"), 4, "rebuild from a damaged log")
    expect_end(checks, copy.run("users"), 0, "users beside a damaged log")
    expect_end(checks, ledger.run("verify"), 0, "verify of the original")


def flip_byte(path, position, text):
    """Changes a letter of `text` in every copy of a record, freed pages included; returns how many."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    count = 0
    start = content.find(b"SLR1")
    while start >= 0:
        length = int.from_bytes(content[start + 44:start + 48], "big")
        record = bytes(content[start:start + length])
        whole = len(record) > 128 and hashlib.sha256(b"\0" + record[:-32]).digest() == record[-32:]
        at = record.find(text) if whole else -1
        if at >= 0 and int.from_bytes(record[8:16], "big") == position:
            content[start + at] ^= 0x02
            count += 1
        start = content.find(b"SLR1", start + 4)
    with open(path, "wb") as file:
        file.write(content)
    return count
