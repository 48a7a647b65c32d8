"""A client that writes without a pause and remembers what was acknowledged."""

import http.client
import threading

from expected_directory import Change, Group, User
from ledger_process import GROUP_SCHEMA, USER_SCHEMA, patch


class Writer:
    """Owns some users, and the memberships of those, so that no other writer changes them."""

    def __init__(self, number, expected, random):
        self.number = number
        self.expected = expected
        self.random = random
        self.users = []
        self.groups = []
        self.made = 0

    def start(self, server, token, shared_groups, killing, report):
        """Writes in a thread of its own until the server is gone, and returns the thread.

        `killing` is set just before the server is killed; `report` takes what should not have happened.
        """
        self.pending = None
        self.shared_groups = shared_groups
        thread = threading.Thread(target=self._write, args=(server, token, killing, report))
        thread.start()
        return thread

    def _write(self, server, token, killing, report):
        connection = server.connect(token)
        try:
            while not killing.is_set():
                change, request = self._next()
                self.pending = change
                answer = connection.request(*request)
                if answer.ok:
                    created = change.operation == "create"
                    self.expected.acknowledge(change, _created_id(answer) if created else None)
                elif answer.status != 503:
                    report(f"{request[0]} {request[1]} was answered {answer!r}")
                # 503 says that nothing was done: the queue is full.
                self.pending = None
                if self.random.random() < 0.03:
                    self._read(connection, report)
        except (OSError, http.client.HTTPException) as error:
            if not killing.is_set():
                report(f"writer {self.number} lost its connection before the server was killed: {error!r}")
        finally:
            connection.close()

    def _read(self, connection, report):
        """A reader sees what it wrote."""
        if not self.users:
            return
        user = self.random.choice(self.users)
        answer = connection.find("/Users", f'userName eq "{user.user_name}"')
        if answer.status == 503 or not answer.body:
            return
        found = [(item["id"], item["active"]) for item in answer.json["Resources"]] if answer.ok else None
        if found != [(user.id, user.active)]:
            report(f"a query for {user.user_name} does not show what was acknowledged: {answer!r}")

    def _next(self):
        """The next change and its request."""
        choices = [self._create_user] * 6
        if len(self.users) > 2:
            choices += [self._rename] * 5 + [self._switch] * 4 + [self._join] * 4 + [self._replace] * 2
            choices += [self._leave] * 2 + [self._create_group]
        if len(self.users) > 6:
            choices += [self._delete_user] * 4
        if len(self.groups) > 1:
            choices += [self._delete_group]
        return self.random.choice(choices)()

    def _name(self):
        self.made += 1
        return f"w{self.number}-{self.made}"

    def _create_user(self):
        name = self._name()
        user = User(f"{name}@example.com", f"Person {name}", active=self.random.random() < 0.8)
        body = {
            "schemas": [USER_SCHEMA], "userName": user.user_name, "displayName": user.display_name,
            "externalId": name, "active": str(user.active),
            "emails": [{"type": "work", "primary": True, "value": user.user_name}],
        }

        def apply():
            self.users.append(user)
            self.expected.users.add(user)

        change = Change("create", user, apply, lambda found: found.user_named(user.user_name) is not None)
        return change, ("POST", "/Users", body)

    def _rename(self):
        """Two attributes in one request: after a crash both are new, or neither."""
        user = self.random.choice(self.users)
        name = self._name()

        def apply():
            user.display_name = user.title = name

        body = patch(("Replace", "displayName", name), ("Replace", "title", name))
        change = Change(
            "modify", user, apply, lambda found: found.users.get(user.id, {}).get("displayName") == name)
        return change, ("PATCH", f"/Users/{user.id}", body)

    def _switch(self):
        user = self.random.choice(self.users)
        active = not user.active

        def apply():
            user.active = active

        body = patch(("Replace", "active", str(active)))
        change = Change(
            "modify", user, apply, lambda found: found.users.get(user.id, {}).get("active") == active)
        return change, ("PATCH", f"/Users/{user.id}", body)

    def _replace(self):
        """A PUT without a title, which takes the title away."""
        user = self.random.choice(self.users)
        name = self._name()

        def apply():
            user.display_name, user.title = name, None

        body = {
            "schemas": [USER_SCHEMA], "userName": user.user_name, "displayName": name, "active": user.active,
        }
        change = Change(
            "replace", user, apply, lambda found: found.users.get(user.id, {}).get("displayName") == name)
        return change, ("PUT", f"/Users/{user.id}", body)

    def _delete_user(self):
        user = self.random.choice(self.users)

        def apply():
            self.users.remove(user)
            self.expected.users.remove(user)
            for group in self.expected.groups:
                group.members.discard(user)

        change = Change("delete", user, apply, lambda found: user.id not in found.users)
        return change, ("DELETE", f"/Users/{user.id}", None)

    def _join(self):
        group, users = self._some_group(has_them=False)
        if not users:
            return self._rename()
        user = self.random.choice(users)
        change = Change(
            "modify", group, lambda: group.members.add(user), lambda found: found.has_member(group, user))
        return change, ("PATCH", f"/Groups/{group.id}", patch(("Add", "members", [{"value": user.id}])))

    def _leave(self):
        group, users = self._some_group(has_them=True)
        if not users:
            return self._rename()
        user = self.random.choice(users)
        # The one way is the standard's, the other that of Entra.
        operation = self.random.choice(
            [("remove", f'members[value eq "{user.id}"]', None), ("Remove", "members", [{"value": user.id}])])
        change = Change(
            "modify", group, lambda: group.members.discard(user),
            lambda found: not found.has_member(group, user))
        return change, ("PATCH", f"/Groups/{group.id}", patch(operation))

    def _some_group(self, has_them):
        """A group, and the own users that are its members or are not: only a change can be seen afterwards."""
        group = self.random.choice(self.shared_groups + self.groups)
        return group, [user for user in self.users if (user in group.members) == has_them]

    def _create_group(self):
        group = Group(f"Group {self._name()}")

        def apply():
            self.groups.append(group)
            self.expected.groups.add(group)

        change = Change(
            "create", group, apply, lambda found: found.group_named(group.display_name) is not None)
        return change, ("POST", "/Groups", {"schemas": [GROUP_SCHEMA], "displayName": group.display_name})

    def _delete_group(self):
        group = self.random.choice(self.groups)

        def apply():
            self.groups.remove(group)
            self.expected.groups.remove(group)

        change = Change("delete", group, apply, lambda found: group.id not in found.groups)
        return change, ("DELETE", f"/Groups/{group.id}", None)


def _created_id(answer):
    """The id of what was created; a body cut short by the kill leaves that of the Location header."""
    try:
        return answer.json["id"]
    except (ValueError, TypeError):
        return answer.headers["Location"].rsplit("/", 1)[1]
