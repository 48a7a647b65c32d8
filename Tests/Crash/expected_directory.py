"""What the directory must hold, going by the answers that the server gave."""

import collections
import threading
from dataclasses import dataclass, field
from typing import Callable


@dataclass(eq=False)
class User:
    """A user as the last acknowledged request left it."""

    user_name: str
    display_name: str
    title: str | None = None
    active: bool = True
    id: str | None = None


@dataclass(eq=False)
class Group:
    """A group as the acknowledged requests left it. Each membership belongs to the user's writer alone."""

    display_name: str
    id: str | None = None
    members: set = field(default_factory=set)


@dataclass(eq=False)
class Change:
    """One request of a writer: what it is in the log, what it does, and how to see that it was done."""

    operation: str
    target: User | Group
    apply: Callable[[], None]
    happened: Callable[["Found"], bool]


@dataclass
class Found:
    """The directory as it was read: `users` by id, `groups` by id with the ids of their members."""

    users: dict
    groups: dict

    def user_named(self, name):
        """The id of the user with this userName, or None."""
        return next((id for id, user in self.users.items() if user["userName"] == name), None)

    def group_named(self, name):
        """The id of the group with this displayName, or None."""
        return next((id for id, group in self.groups.items() if group["displayName"] == name), None)

    def has_member(self, group, user):
        """Whether a user is a member of a group."""
        return user.id in self.groups.get(group.id, {}).get("members", ())


class ExpectedDirectory:
    """The ledger of acknowledged operations, over all rounds."""

    def __init__(self):
        self.users = set()
        self.groups = set()
        self.acknowledged = 0
        self.in_flight = 0
        self.in_flight_done = 0
        # How often each operation was done on each resource: its events in the log.
        self.operations = collections.Counter()
        self._lock = threading.Lock()

    def acknowledge(self, change, id=None):
        """Takes a change as done; `id` is that of a resource just created."""
        with self._lock:
            if id is not None:
                change.target.id = id
            change.apply()
            self.acknowledged += 1
            self.operations[change.target.id, change.operation] += 1

    def settle(self, change, found):
        """Decides from what is there whether a change that was never answered was done or not.

        Both are right; from here on it is the one or the other.
        """
        with self._lock:
            self.in_flight += 1
            if not change.happened(found):
                return
            self.in_flight_done += 1
            if change.operation == "create":
                lookup = found.user_named if isinstance(change.target, User) else found.group_named
                change.target.id = lookup(
                    change.target.user_name if isinstance(change.target, User) else change.target.display_name)
            change.apply()
            self.operations[change.target.id, change.operation] += 1

    def differences(self, found, attributes):
        """One line for each way in which what is there is not what was acknowledged."""
        lines = []
        lines += self._compare("user", self._wanted_users(), found.users, attributes)
        lines += self._compare("group", self._wanted_groups(), found.groups, ("displayName", "members"))
        return lines

    def event_differences(self, events):
        """One line for each resource and operation that does not stand in the log as often as it was done.

        `events` counts them by id and operation.
        """
        return [
            f"{operation} of {id}: {events[id, operation]} events for {self.operations[id, operation]} operations"
            for id, operation in sorted(self.operations.keys() | events.keys())
            if events[id, operation] != self.operations[id, operation]
        ]

    def _wanted_users(self):
        return {
            user.id: {
                "userName": user.user_name, "displayName": user.display_name, "title": user.title,
                "active": user.active,
            }
            for user in self.users
        }

    def _wanted_groups(self):
        return {
            group.id: {
                "displayName": group.display_name, "members": {member.id for member in group.members},
            }
            for group in self.groups
        }

    @staticmethod
    def _compare(kind, wanted, found, attributes):
        lines = [f"{kind} {id} was acknowledged and is gone: {wanted[id]}" for id in wanted.keys() - found.keys()]
        lines += [f"{kind} {id} is there and should not be: {found[id]}" for id in found.keys() - wanted.keys()]
        for id in wanted.keys() & found.keys():
            for attribute in attributes:
                left, right = wanted[id][attribute], found[id][attribute]
                if attribute == "members" and isinstance(right, int):
                    left = len(left)
                if left != right:
                    lines.append(f"{kind} {id}: {attribute} is {right!r}, acknowledged was {left!r}")
        return lines
