"""POST /Users to scim2-server without a network: its WSGI application is called as a server would.

usage: scim2_server_import.py FILE USERS
"""

import io
import itertools
import json
import sys
import time
from importlib.metadata import version

from scim2_server_wsgi import application


def post(body):
    answers = []
    environment = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v2/Users",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/scim+json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "application/scim+json",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    text = b"".join(application(environment, lambda status, headers, error=None: answers.append(status)))
    if not answers[0].startswith("201"):
        sys.exit(f"answered with {answers[0]}: {text[:500]!r}")


def main(file, users):
    with open(file, "rb") as lines:
        bodies = [line.rstrip(b"\n") for line in itertools.islice(lines, users)]
    start = time.perf_counter()
    for body in bodies:
        post(body)
    seconds = time.perf_counter() - start
    print(json.dumps({"count": len(bodies), "seconds": seconds, "version": version("scim2-server")}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
