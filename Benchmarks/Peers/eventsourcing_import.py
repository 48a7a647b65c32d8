"""Users as event-sourced aggregates of the library eventsourcing, stored in SQLite.

usage: eventsourcing_import.py DIRECTORY FILE USERS USERS_A_SAVE
"""

import itertools
import json
import sys
import time
from importlib.metadata import version

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class User(Aggregate):
    @event("Created")
    def __init__(self, resource):
        self.resource = resource


def main(directory, file, users, batch):
    with open(file, "rb") as lines:
        bodies = [line.rstrip(b"\n") for line in itertools.islice(lines, users)]
    application = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": directory + "/events.db",
        }
    )
    start = time.perf_counter()
    for first in range(0, len(bodies), batch):
        application.save(*[User(json.loads(body)) for body in bodies[first : first + batch]])
    seconds = time.perf_counter() - start
    application.close()
    print(json.dumps({"count": len(bodies), "seconds": seconds, "version": version("eventsourcing")}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
