"""Uses a SCIM server with clients that others wrote: scim2-client 0.13.2 and scim2-cli 0.6.0.

Both read the server's discovery endpoints first and check every response against what they found there.
Needs: pip install scim2-cli==0.6.0 scim2-client==0.13.2
"""

import argparse
import json
import os
import subprocess
import sys
import uuid

from httpx2 import Client
from ledger_process import ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA, Checks
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import (
    ConflictException,
    EnterpriseUser,
    Group,
    GroupMember,
    InvalidFilterException,
    NotFoundException,
    PatchOp,
    PatchOperation,
    PreconditionFailedException,
    SCIMException,
    SearchRequest,
    UnauthorizedException,
    User,
)

Person = User[EnterpriseUser]


def expect_error(checks, kind, status, scim_type, what, call):
    """Records whether a call ends in the client's exception for this status."""
    try:
        answer = call()
    except SCIMException as error:
        seen = (type(error), error.status, error.scim_type)
        checks.expect(
            isinstance(error, kind) and error.status == status and error.scim_type == scim_type, what, seen)
    except Exception as error:  # noqa: BLE001: whatever else the client raises is a finding, not an end
        checks.expect(False, what, f"{type(error).__name__}: {error}")
    else:
        checks.expect(False, what, answer)


def patch(model, *operations):
    """A PATCH of operations, each as (op, path, value)."""
    return PatchOp[model](
        operations=[PatchOperation[model](op=op, path=path, value=value) for op, path, value in operations])


def discovery(client, checks):
    """What the server says about itself."""
    config = client.provider.config
    checks.expect(config.patch.supported and config.filter.supported, "PATCH and filters are announced", config)
    checks.expect(config.etag.supported, "ETags are announced", config.etag)
    types = {resource_type.name: resource_type.endpoint for resource_type in client.provider.resource_types}
    checks.equal(types, {"User": "/Users", "Group": "/Groups"}, "the resource types")
    for name in ("User", "Group"):
        checks.expect(client.get_resource_model(name) is not None, f"{name} can be used as discovered")


def people(client, checks, mark):
    """A user with the enterprise extension, from creation to deletion."""
    anna = Person(
        user_name=f"anna.{mark}@example.com", external_id=f"anna-{mark}", display_name="Anna Maria Holm",
        name=User.Name(given_name="Anna Maria", family_name="Holm"), active=True,
        emails=[User.Emails(value=f"anna.{mark}@example.com", type="work", primary=True)],
        phone_numbers=[User.PhoneNumbers(value="tel:+47-22-00-00-00", type="work")],
    )
    anna[EnterpriseUser] = EnterpriseUser(employee_number="701984", department="Finance")
    created = client.create(anna)
    checks.expect(created.id and created.meta.location.endswith(created.id), "create gives an id and a place")
    checks.equal(created[EnterpriseUser].department, "Finance", "the extension is created with the user")
    checks.equal(created.emails[0].value, anna.emails[0].value, "the e-mail is created with the user")

    read = client.query(Person, created.id)
    checks.equal(read.model_dump(), created.model_dump(), "a query by id gives what create gave")
    listed = client.query(Person)
    checks.expect(created.id in [user.id for user in listed.resources], "the list holds the user")
    for expression in (
        f'userName eq "{anna.user_name.upper()}"', f'externalId eq "{anna.external_id}"',
        f'emails[type eq "work" and value eq "{anna.user_name}"]', f'name.familyName sw "hol" and id eq "{created.id}"',
        f'{ENTERPRISE_SCHEMA}:department eq "finance" and userName co "{mark}"',
    ):
        found = client.query(Person, query_parameters=SearchRequest(filter=expression))
        checks.equal(
            (found.total_results, [user.id for user in found.resources or []]), (1, [created.id]),
            f"the filter {expression} finds the user alone")
    nobody = client.query(Person, query_parameters=SearchRequest(filter=f'userName eq "nobody.{mark}"'))
    checks.equal(nobody.total_results, 0, "a filter that matches nobody gives an empty list")
    brief = client.query(
        Person, query_parameters=SearchRequest(filter=f'id eq "{created.id}"', attributes=["userName"]))
    checks.expect(
        brief.resources[0].user_name == anna.user_name and brief.resources[0].display_name is None,
        "`attributes` leaves the others out", brief.resources[0].model_dump())

    expect_error(
        checks, ConflictException, 409, "uniqueness", "the same userName in other letters is a conflict",
        lambda: client.create(Person(user_name=anna.user_name.upper())))
    expect_error(
        checks, InvalidFilterException, 400, "invalidFilter", "a filter that is none is refused",
        lambda: client.query(Person, query_parameters={"filter": "userName eq"}, check_request_payload=False))

    read.display_name = "Anna Holm-Berg"
    read.name.family_name = "Holm-Berg"
    read.phone_numbers = None
    replaced = client.replace(read)
    checks.equal(
        (replaced.display_name, replaced.name.family_name, replaced.phone_numbers, replaced[EnterpriseUser].department),
        ("Anna Holm-Berg", "Holm-Berg", None, "Finance"), "replace sets what was sent and clears the rest")
    checks.expect(replaced.meta.version != created.meta.version, "the version changes with the user")
    expect_error(
        checks, PreconditionFailedException, 412, "", "a replace on an old version is refused",
        lambda: client.replace(created))

    modified = client.modify(
        Person, created.id,
        patch(
            Person, ("replace", "active", False), ("add", "title", "Controller"), ("remove", "name.givenName", None),
            ("replace", 'emails[type eq "work"].value', f"holm.{mark}@example.com"),
            ("replace", f"{ENTERPRISE_SCHEMA}:department", "Audit")))
    checks.equal(
        (modified.active, modified.title, modified.name.given_name, modified.emails[0].value,
         modified[EnterpriseUser].department),
        (False, "Controller", None, f"holm.{mark}@example.com", "Audit"), "modify does its five operations")
    checks.equal(client.query(Person, created.id).model_dump(), modified.model_dump(), "a query gives what modify gave")
    return created.id


def groups(client, checks, mark, first):
    """A group with members, from creation to deletion."""
    second = client.create(Person(user_name=f"bo.{mark}@example.com")).id
    created = client.create(Group(display_name=f"Staff {mark}", members=[GroupMember(value=first)]))
    checks.equal([member.value for member in created.members], [first], "a group is created with its member")

    def members():
        return sorted(member.value for member in client.query(Group, created.id).members or [])

    client.modify(Group, created.id, patch(Group, ("add", "members", [GroupMember(value=second)])))
    checks.equal(members(), sorted([first, second]), "modify adds a member")
    client.modify(Group, created.id, patch(Group, ("remove", f'members[value eq "{first}"]', None)))
    checks.equal(members(), [second], "modify removes a member")
    user = client.query(Person, second)
    checks.equal(
        [(group.value, group.display) for group in user.groups or []], [(created.id, f"Staff {mark}")],
        "a user tells its groups")
    read = client.query(Group, created.id)
    read.display_name = f"All staff {mark}"
    read.members = [{"value": first}]
    client.replace(read)
    checks.equal(members(), [first], "replace sets the members")
    found = client.query(Group, query_parameters=SearchRequest(filter=f'displayName eq "all staff {mark}"'))
    checks.equal([group.id for group in found.resources], [created.id], "a group is found by its displayName")
    expect_error(
        checks, ConflictException, 409, "uniqueness", "the same displayName is a conflict",
        lambda: client.create(Group(display_name=f"ALL STAFF {mark}")))
    client.delete(Person, first)
    checks.equal(members(), [], "a deleted user leaves its groups")
    expect_error(
        checks, NotFoundException, 404, "", "a deleted user is not found", lambda: client.query(Person, first))
    expect_error(
        checks, NotFoundException, 404, "", "a deleted user can't be deleted", lambda: client.delete(Person, first))
    client.delete(Group, created.id)
    expect_error(
        checks, NotFoundException, 404, "", "a deleted group is not found", lambda: client.query(Group, created.id))
    client.delete(Person, second)


def strangers(base, provider, checks):
    """Whoever has no token learns nothing."""
    with Client(base_url=base, headers={"Authorization": "Bearer slt_wrong"}) as http:
        client = SyncSCIMClient(http, provider=provider)
        expect_error(
            checks, UnauthorizedException, 401, "", "a wrong token is refused", lambda: client.query(Person))


class CommandLine:
    """scim2-cli's command `scim`, beside the Python that runs this."""

    def __init__(self, base, token, checks):
        self.checks = checks
        self.words = [
            os.path.join(os.path.dirname(sys.executable), "scim"), "--url", base, "--header",
            f"Authorization: Bearer {token}",
        ]

    def run(self, *words, status=0, payload=""):
        """Runs it and gives the JSON that it prints."""
        result = subprocess.run(
            self.words + list(words), input=payload, capture_output=True, encoding="utf-8", timeout=60)
        self.checks.expect(
            result.returncode == status, f"scim {' '.join(words)} ends with {status}",
            f"{result.returncode}: {result.stdout} {result.stderr}")
        return json.loads(result.stdout) if result.stdout.lstrip().startswith("{") else None


def command_line(scim, checks, mark):
    """The way of a user and of a group with the command line."""
    name = f"carl.{mark}@example.com"
    user = scim.run(
        "create", "user", "--user-name", name, "--display-name", "Carl", "--name", '{"familyName": "Quist"}',
        "--enterpriseuser", '{"department": "Workshop"}',
        "--emails", json.dumps([{"value": name, "type": "work", "primary": True}]))
    checks.equal(
        (user["userName"], user["name"]["familyName"], user[ENTERPRISE_SCHEMA]["department"]),
        (name, "Quist", "Workshop"), "create prints the user")
    checks.equal(scim.run("query", "user", user["id"]), user, "query by id prints what create printed")
    listed = scim.run("query", "user", "--filter", f'userName eq "{name}"', "--attribute", "displayName")
    checks.equal(
        [(item["id"], item["displayName"]) for item in listed["Resources"]], [(user["id"], "Carl")],
        "query with a filter prints the user")
    scim.run("create", "user", "--user-name", name, status=1)
    replaced = scim.run(
        "replace", "user", payload=json.dumps(
            {"schemas": [USER_SCHEMA], "id": user["id"], "userName": name, "displayName": "Carl Q."}))
    checks.equal((replaced["displayName"], replaced.get("name")), ("Carl Q.", None), "replace prints the user")
    modified = scim.run(
        "modify", "user", user["id"], "replace", "displayName", "Carl Quist", "replace", "active", "false", "add",
        "title", "Fitter")
    checks.equal(
        (modified["displayName"], modified["active"], modified["title"]), ("Carl Quist", False, "Fitter"),
        "modify prints the user")

    group = scim.run(
        "create", "group", "--display-name", f"Fitters {mark}", "--members", json.dumps([{"value": user["id"]}]))
    checks.equal([member["value"] for member in group["members"]], [user["id"]], "create prints the group's member")
    scim.run("modify", "group", group["id"], "remove", f'members[value eq "{user["id"]}"]')
    checks.equal(scim.run("query", "group", group["id"]).get("members", []), [], "modify removed the member")
    replaced = scim.run(
        "replace", "group", payload=json.dumps(
            {"schemas": [GROUP_SCHEMA], "id": group["id"], "displayName": f"Smiths {mark}",
             "members": [{"value": user["id"]}]}))
    checks.equal(
        (replaced["displayName"], [member["value"] for member in replaced["members"]]),
        (f"Smiths {mark}", [user["id"]]), "replace prints the group")
    scim.run("delete", "group", group["id"])
    scim.run("query", "group", group["id"], status=1)
    scim.run("delete", "user", user["id"])
    scim.run("delete", "user", user["id"], status=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", metavar="BASE", help="the SCIM base URL, as http://127.0.0.1:8080/scim/v2")
    parser.add_argument("token", metavar="TOKEN", help="a bearer token")
    arguments = parser.parse_args()
    checks = Checks()
    mark = uuid.uuid4().hex[:8]
    headers = {"Authorization": f"Bearer {arguments.token}"}
    try:
        with Client(base_url=arguments.base, headers=headers, timeout=30) as http:
            client = SyncSCIMClient(http)
            client.discover()
            discovery(client, checks)
            groups(client, checks, mark, people(client, checks, mark))
        strangers(arguments.base, client.provider, checks)
        command_line(CommandLine(arguments.base, arguments.token, checks), checks, mark)
    except Exception as error:  # noqa: BLE001: the steps build on one another, so the first surprise ends them
        checks.expect(False, "the run could go on", f"{type(error).__name__}: {error}")
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
