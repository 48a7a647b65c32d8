"""Sends passwords in every way a client might, and looks for them in every file of the ledger."""

import os

from ledger_process import PATCH_SCHEMA, USER_SCHEMA, patch

PASSWORD_URN = f"{USER_SCHEMA}:password"


def send(connection, checks):
    """Sends a different password in each request and returns them all."""
    secrets = []

    def secret():
        secrets.append(f"Hush-{len(secrets)}-9Xq7")
        return secrets[-1]

    def user(name, /, **attributes):
        return {"schemas": [USER_SCHEMA], "userName": f"{name}@secret.example", **attributes}

    created = connection.request("POST", "/Users", user("post", password=secret()))
    checks.expect(created.status == 201, "a user can be created with a password", created)
    checks.expect("password" not in (created.json or {}), "the password is not in the answer", created)
    path = f"/Users/{created.json['id']}"

    accepted = [
        ("PUT", path, user("post", password=secret())),
        ("PATCH", path, patch(("replace", "password", secret()))),
        ("PATCH", path, patch(("Replace", PASSWORD_URN, secret()))),
        ("PATCH", path, patch(("Add", None, {"password": secret(), "title": "Clerk"}))),
        ("PATCH", path, patch(("Replace", None, {PASSWORD_URN: secret()}))),
    ]
    for method, where, body in accepted:
        answer = connection.request(method, where, body)
        checks.expect(answer.ok, f"{method} with a password is taken: {list(body)}", answer)

    refused = [
        ("POST", "/Users", user("post", password=secret())),
        ("POST", "/Users", user("post", PASSWORD=secret())),
        ("POST", "/Users", {"schemas": [USER_SCHEMA], "password": secret()}),
        ("POST", "/Users", [user("array", password=secret())]),
        ("POST", "/Users", f'{{"userName": "a@secret.example", "password": "{secret()}"'.encode()),
        ("POST", "/Users", f'{{"userName": "b@secret.example", "password": "{secret()}" x}}'.encode()),
        ("POST", "/Users", f'{{"userName": "c@secret.example", "password": {secret()}}}'.encode()),
        ("POST", "/Users", f'password={secret()}'.encode()),
        ("PUT", "/Users/nobody", user("put", password=secret())),
        ("PATCH", "/Users/nobody", patch(("replace", "password", secret()))),
        ("PATCH", path, patch(("frobnicate", "password", secret()))),
        ("PATCH", path, patch(("replace", f'password eq "{secret()}"', "x"))),
        ("PATCH", path, patch(("replace", f'emails[password eq "{secret()}"].value', "x"))),
        ("PATCH", path, {"schemas": [PATCH_SCHEMA], "Operations": {"path": "password", "value": secret()}}),
        ("GET", f"/Users?filter=password+eq+%22{secret()}", None),
        ("POST", "/Bulk", {"Operations": {"path": f'/Users?filter=password eq "{secret()}"'}}),
        ("POST", "/Me", user("me", password=secret())),
    ]
    for method, where, body in refused:
        answer = connection.request(method, where, body)
        name = f"{method} {where.split('?')[0]} is refused: {body!r}"
        checks.expect(400 <= answer.status < 500 or answer.status == 501, name, answer)

    # Whether these are taken is another question; no password may stay either way.
    unclear = [
        ("POST", "/Users", f'{{"userName": "d@secret.example", "p\\u0061ssword": "{secret()}"}}'.encode()),
        ("POST", "/Users", f'{{"userName": "e", "password": "{secret()}", "password": "{secret()}"}}'.encode()),
        ("POST", "/Users", user("urn", **{PASSWORD_URN: secret()})),
        ("POST", "/Users", user("name", name={"password": secret()})),
        ("POST", "/Users", user("schema", **{USER_SCHEMA: {"password": secret()}})),
        ("POST", "/Users", user("list", password=[secret()])),
        ("POST", "/Users", user("object", password={"value": secret()})),
        ("PATCH", path, patch(("replace", "password", [secret()]))),
        ("PATCH", path, patch(("replace", "password.value", secret()))),
        ("PATCH", path, patch(("add", None, {USER_SCHEMA: {"password": secret()}}))),
        ("GET", f"/Users?filter=password+eq+%22{secret()}%22", None),
        ("GET", f"/Users?filter=not+(PASSWORD+sw+%22{secret()}%22)+or+title+pr", None),
        ("GET", f"/Users/.search?attributes=password&password={secret()}", None),
        ("POST", "/Bulk", {"Operations": [{"method": "POST", "path": "/Users", "data": user("b", password=secret())}]}),
        ("POST", "/Bulk", {"Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "1", "data": user("bulk", password=secret())},
            {"method": "PATCH", "path": "/Users/bulkId:1", "data": patch(("replace", "password", secret()))}]}),
        ("POST", "/Users/.search", {"filter": f'password eq "{secret()}"'}),
    ]
    for method, where, body in unclear:
        answer = connection.request(method, where, body)
        checks.expect(answer.status != 500, f"{method} {where.split('?')[0]} is answered: {body!r}", answer)
    answer = connection.request(
        "POST", "/Users", user("plain", password=secret()), headers={"Content-Type": "text/plain"})
    checks.expect(answer.status == 415, "text/plain is refused", answer)
    return secrets


def search(ledger, secrets, checks):
    """Reads every byte below the ledger's directory, and what the server printed."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(ledger.directory) for name in names]
    files.append(ledger.directory + ".stderr")
    for path in files:
        with open(path, "rb") as file:
            content = file.read()
        found = [secret for secret in secrets if secret.encode() in content]
        checks.expect(not found, f"no secret is in {os.path.relpath(path, ledger.directory)}", found)
        if path.endswith("data.mdb"):
            checks.expect(b"post@secret.example" in content, "the requests with passwords are in the log")
