"""Provisions a SCIM server that others wrote, scim2-server 0.8.3: initial and incremental cycles end to end; then sends
it what our own server has recorded.

Needs: pip install scim2-server==0.8.3 (in the Python that runs this)
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

from ledger_process import ENTERPRISE_SCHEMA, USER_SCHEMA, Checks, Ledger, clean_up_on_sigterm, one_line, patch

TOKEN = "end-to-end-token"
PEOPLE = 30
SWITCH = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'


def attribute(target, name, priority=0):
    """A direct mapping as Microsoft Graph writes it."""
    return {
        "targetAttributeName": target, "matchingPriority": priority, "flowType": "Always",
        "flowBehavior": "FlowWhenChanged", "defaultValue": None,
        "source": {"type": "Attribute", "name": name, "expression": f"[{name}]", "parameters": []},
    }


def function(target, expression):
    """A mapping by an expression."""
    name = expression.split("(")[0]
    return attribute(target, name) | {
        "source": {"type": "Function", "name": name, "expression": expression, "parameters": []}}


def definitions(name, attributes):
    """An object of the source's directory definition; references name the objects they lead to."""
    return {
        "name": name,
        "attributes": [
            {
                "name": attribute, "type": kind, "multivalued": many, "anchor": attribute == "objectId",
                "referencedObjects": [{"referencedObjectName": "User"}] if kind == "Reference" else [],
            } for attribute, kind, many in attributes],
    }


SCHEMA = {
    "directories": [{
        "name": "Azure Active Directory",
        "objects": [
            definitions("User", [
                ("objectId", "String", False), ("userPrincipalName", "String", False),
                ("displayName", "String", False), ("givenName", "String", False), ("surname", "String", False),
                ("mail", "String", False), ("department", "String", False), ("accountEnabled", "Boolean", False),
                ("IsSoftDeleted", "Boolean", False), ("manager", "Reference", False)]),
            definitions("Group", [
                ("objectId", "String", False), ("displayName", "String", False), ("members", "Reference", True)]),
        ],
    }],
    "synchronizationRules": [{
        "name": "outbound", "sourceDirectoryName": "Azure Active Directory", "targetDirectoryName": "customappsso",
        "objectMappings": [
            {
                "name": "Users", "enabled": True, "flowTypes": "Add, Update, Delete", "sourceObjectName": "User",
                "targetObjectName": "User", "scope": None,
                "attributeMappings": [
                    attribute("userName", "userPrincipalName", 1), attribute("externalId", "objectId"),
                    function("active", SWITCH), attribute("displayName", "displayName"),
                    function("name.formatted", 'Join(" ", [givenName], [surname])'),
                    attribute("name.givenName", "givenName"), attribute("name.familyName", "surname"),
                    attribute('emails[type eq "work"].value', "mail"),
                    attribute(f"{ENTERPRISE_SCHEMA}:department", "department"),
                    attribute(f"{ENTERPRISE_SCHEMA}:manager", "manager"),
                ],
            },
            {
                "name": "Groups", "enabled": True, "flowTypes": "Add, Update, Delete", "sourceObjectName": "Group",
                "targetObjectName": "Group", "scope": None,
                "attributeMappings": [
                    attribute("displayName", "displayName", 1), attribute("externalId", "objectId"),
                    attribute("members", "members"),
                ],
            },
        ],
    }],
}


class Source:
    """A source directory: files that a test edits."""

    def __init__(self, directory):
        self.directory = directory
        os.mkdir(directory)
        self.people = {
            f"u{n:02}": {
                "id": f"u{n:02}", "userPrincipalName": f"person{n:02}@example.com",
                "displayName": f"Person {n}", "givenName": "Person", "surname": f"Number {n}",
                "mail": f"person{n:02}@example.com", "department": "Research", "accountEnabled": True,
            } | ({"manager": "u00"} if n % 3 == 1 else {}) for n in range(PEOPLE)}
        self.groups = {
            "g1": {"id": "g1", "displayName": "Research", "members": [f"u{n:02}" for n in range(20)]},
            "g2": {"id": "g2", "displayName": "Board", "members": ["u00"]},
        }

    def write(self):
        for name, things in (("users", self.people), ("groups", self.groups)):
            with open(f"{self.directory}/{name}.jsonl", "w", encoding="utf-8") as file:
                file.writelines(json.dumps(thing) + "\n" for thing in things.values())


class Target:
    """The server that others wrote, in a process of its own."""

    def __init__(self, directory):
        self.log = f"{directory}/target.log"
        # It can't say which free port it took, so one is looked for first.
        import socket
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(os.path.dirname(sys.executable), "scim2-server"), "--bearer-token", TOKEN,
                 "--port", str(port)], stdout=log, stderr=log)
        for _ in range(200):
            try:
                self.get("/ServiceProviderConfig")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("scim2-server does not answer")

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def by(self, kind, name):
        """All resources of a type by one of their attributes."""
        return {resource[name]: resource for resource in self.get(f"/{kind}?count=1000").get("Resources", [])}

    def writes(self):
        """How many write requests its log shows so far."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return len(re.findall(r'"(?:POST|PUT|PATCH|DELETE) ', log.read()))

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def check_equal(checks, source, target, gone, what):
    """Whether the target has what the source has."""
    users = target.by("Users", "userName")
    ids = {user["externalId"]: user["id"] for user in users.values()}
    checks.equal(
        sorted(users), sorted(person["userPrincipalName"] for person in source.people.values()),
        f"{what}: the people")
    for person in source.people.values():
        user = users.get(person["userPrincipalName"], {})
        extension = user.get(ENTERPRISE_SCHEMA, {})
        found = (
            user.get("displayName"), user.get("active"), user.get("name", {}).get("formatted"),
            [mail.get("value") for mail in user.get("emails", [])], extension.get("department"),
            extension.get("manager", {}).get("value"))
        wanted = (
            person["displayName"], person["accountEnabled"], f"{person['givenName']} {person['surname']}",
            [person["mail"]], person["department"], ids.get(person.get("manager")))
        checks.equal(found, wanted, f"{what}: {person['userPrincipalName']}")
    groups = target.by("Groups", "displayName")
    checks.equal(
        sorted(groups), sorted(group["displayName"] for group in source.groups.values()), f"{what}: the groups")
    for group in source.groups.values():
        members = {member["value"] for member in groups.get(group["displayName"], {}).get("members", [])}
        wanted = {ids[member] for member in group["members"] if member not in gone}
        checks.equal(members, wanted, f"{what}: members of {group['displayName']}")


def replay_against(checks, binary, directory, target):
    """The same requests are answered alike by both servers, but for what one of them does in its own way."""
    ledger = Ledger(binary, f"{directory}/ledger")
    token = ledger.issue_token("replay")
    server = ledger.serve()
    connection = server.connect(token)
    ids = {}
    for name in ("mia", "noa"):
        connection.request("GET", f"/Users?filter=userName%20eq%20%22{name}@replay.example%22")
        ids[name] = connection.request(
            "POST", "/Users",
            {"schemas": [USER_SCHEMA], "userName": f"{name}@replay.example", "name": {"familyName": name},
             "active": True, "emails": [{"type": "work", "value": f"{name}@replay.example"}]}).json["id"]
    connection.request("PATCH", f"/Users/{ids['mia']}", patch(("replace", "active", False)))
    connection.request("GET", f"/Users/{ids['mia']}?attributes=userName,active")
    connection.request("DELETE", f"/Users/{ids['noa']}")
    connection.request("GET", f"/Users/{ids['noa']}")
    connection.request("DELETE", f"/Users/{ids['noa']}")
    connection.request(
        "PATCH", f"/Users/{ids['mia']}",
        patch(("add", f"{ENTERPRISE_SCHEMA}:manager", {"value": ids["mia"]})))
    connection.close()
    os.environ["TARGET_TOKEN"] = TOKEN
    words = ("replay", "--against", target.url, "--token-environment", "TARGET_TOKEN", "--output", "json", "--all")
    result = ledger.run(*words)
    checks.equal(result.returncode, 3, f"exit code of replay --against ({one_line(result.stdout + result.stderr)})")
    report = json.loads(result.stdout)
    # That server leaves out the reference (RFC 7643 §4.3), and that alone.
    checks.equal(
        [[d["member"] for d in event["differences"]] for event in report["divergences"]],
        [[f"{ENTERPRISE_SCHEMA}:manager.$ref"]], "what differs from scim2-server")
    checks.equal(report["equal"], report["compared"] - 1, "equal answers")
    checks.equal(report["notSent"] + report["notComparable"], [], "what was left out")
    server.stop()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("binary", help="the scim-ledger executable")
    binary = os.path.abspath(arguments.parse_args().binary)
    clean_up_on_sigterm()
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="scim-ledger-provision-") as directory:
        source = Source(f"{directory}/source")
        source.write()
        target = Target(directory)
        job = f"{directory}/job.yaml"
        with open(f"{directory}/schema.json", "w", encoding="utf-8") as file:
            json.dump(SCHEMA, file)
        with open(job, "w", encoding="utf-8") as file:
            file.write(
                "name: scim2-server\nsource:\n  directory: source\ntarget:\n"
                f"  url: {target.url}\n  tokenEnvironment: TARGET_TOKEN\nscope: all\nschema: schema.json\n")

        def sync(*words, code=0):
            result = subprocess.run(
                [binary, "sync", *words, "--job", job], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, encoding="utf-8", timeout=300, env=os.environ | {"TARGET_TOKEN": TOKEN})
            checks.equal(
                result.returncode, code,
                f"exit code of sync {' '.join(words)} ({one_line(result.stdout + result.stderr)})")
            return result.stdout

        try:
            sync("test-connection")
            sync("run", "--once")
            check_equal(checks, source, target, set(), "initial cycle")

            before = target.writes()
            sync("run", "--once")
            checks.equal(target.writes(), before, "writes of a cycle in which nothing changed")

            source.people["u03"]["displayName"] = "Person Three"
            source.people["u03"]["surname"] = "Three"
            source.people["u04"]["accountEnabled"] = False
            source.people["u05"]["manager"] = "u06"
            source.people["u01"].pop("manager")
            source.people["u30"] = source.people["u02"] | {
                "id": "u30", "userPrincipalName": "late@example.com", "mail": "late@example.com", "manager": "u03"}
            source.groups["g1"]["members"] = [f"u{n:02}" for n in range(5, 25)] + ["u30"]
            del source.people["u29"]
            source.write()
            sync("run", "--once", "--dry-run")
            checks.equal(target.writes(), before, "writes of a dry run")
            sync("run", "--once")
            check_equal(checks, source, target, {"u29"}, "incremental cycle")

            source.people["u04"]["accountEnabled"] = True
            del source.groups["g2"]
            source.write()
            sync("run", "--once")
            check_equal(checks, source, target, set(), "second incremental cycle")

            before = target.writes()
            sync("restart")
            sync("run", "--once")
            checks.equal(target.writes(), before, "writes of an initial cycle after a restart")
            check_equal(checks, source, target, set(), "after a restart")
            replay_against(checks, binary, directory, target)
        finally:
            target.stop()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
