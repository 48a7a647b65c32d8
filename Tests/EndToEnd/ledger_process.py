"""Runs scim-ledger as other programs do: its commands, its server, and SCIM requests to it."""

import http.client
import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.parse

PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


class Checks:
    """Counts what held and prints one line for each thing that did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def expect(self, holds, what, seen=None):
        """Records whether something held; `seen` is what was found instead."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            found = "" if seen is None else f": {one_line(seen)}"
            print(f"FAILED {what}{found}", flush=True)
        return bool(holds)

    def equal(self, found, wanted, what):
        """Records whether two values are equal."""
        return self.expect(found == wanted, what, f"{found!r} instead of {wanted!r}")

    def end(self):
        """Prints the totals and returns the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


def clean_up_on_sigterm():
    """Lets `finally` run when a timeout ends the test, so that no server outlives it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def one_line(value, longest=600):
    """A value as one line of bounded length."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest] + "…"


class Ledger:
    """A directory and the binary that works on it."""

    def __init__(self, binary, directory):
        self.binary = os.path.abspath(binary)
        self.directory = directory

    def run(self, *words, data=True, timeout=300):
        """Runs a command to its end; `data` puts `--data` behind it."""
        options = ["--data", self.directory] if data else []
        return subprocess.run(
            [self.binary, *words, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8", timeout=timeout)

    def rows(self, *words):
        """What a reading command prints as JSON lines."""
        result = self.run(*words, "--output", "jsonl")
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} ended with {result.returncode}: {one_line(result.stderr)}")
        # Not splitlines(): a value may hold other line separators of Unicode.
        return [json.loads(line) for line in result.stdout.split("\n") if line]

    def issue_token(self, name, *options):
        """The secret of a new token."""
        result = self.run("token", "issue", "--name", name, *options)
        if result.returncode != 0:
            raise RuntimeError(f"token issue ended with {result.returncode}: {one_line(result.stderr)}")
        return result.stdout.strip()

    def launch(self, *options):
        """Starts a server and does not wait for it."""
        return Server(self, options)

    def serve(self, *options, timeout=60):
        """Starts a server and waits until it listens."""
        server = self.launch(*options)
        server.wait_until_listening(timeout)
        return server


class Server:
    """A server process on a ledger's directory, listening on a free port of loopback."""

    def __init__(self, ledger, options=()):
        self.messages = ledger.directory.rstrip("/") + ".stderr"
        with open(self.messages, "ab") as errors:
            self.process = subprocess.Popen(
                [ledger.binary, "serve", "--data", ledger.directory, "--listen", "127.0.0.1:0", *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        self.first_line = None

    @property
    def pid(self):
        return self.process.pid

    @property
    def address(self):
        """Host and port, from the first line that the server printed."""
        url = urllib.parse.urlsplit(self.first_line.removeprefix("listening on "))
        return url.hostname, url.port

    def wait_until_listening(self, timeout):
        """Reads the first line of standard output, however it is split into pieces."""
        deadline = time.monotonic() + timeout
        descriptor = self.process.stdout.fileno()
        text = b""
        while not text.endswith(b"\n"):
            left = deadline - time.monotonic()
            ready = left > 0 and select.select([descriptor], [], [], left)[0]
            piece = os.read(descriptor, 1) if ready else b""
            if not piece:
                self.kill()
                with open(self.messages, encoding="utf-8", errors="replace") as messages:
                    raise RuntimeError(f"the server does not listen: {one_line(messages.read()[-600:])}")
            text += piece
        self.first_line = text.decode().rstrip("\n")

    def connect(self, token):
        """A client that keeps its connection."""
        return ScimConnection(self.address, token)

    def stop(self, timeout=60):
        """Asks the server to end and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self):
        """Ends the server as a power cut would, as far as the process is concerned."""
        self.process.kill()
        return self.wait(10)

    def wait(self, timeout):
        """The exit code, once the process has ended."""
        try:
            return self.process.wait(timeout)
        finally:
            if self.process.poll() is not None:
                self.process.stdout.close()


class Answer:
    """An HTTP response that has been read whole."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def ok(self):
        return 200 <= self.status < 300

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self):
        return f"{self.status} {self.body[:300].decode(errors='replace')}"


class ScimConnection:
    """One HTTP connection with a bearer token."""

    def __init__(self, address, token):
        self.http = http.client.HTTPConnection(*address, timeout=30)
        self.headers = {"User-Agent": "end-to-end/1"}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method, path, body=None, headers=None):
        """Sends a request below `/scim/v2`; a body that is no bytes is sent as JSON."""
        fields = dict(self.headers)
        if body is not None:
            fields["Content-Type"] = "application/scim+json"
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        self.http.request(method, "/scim/v2" + path, body=body, headers=fields | (headers or {}))
        response = self.http.getresponse()
        try:
            content = response.read()
        except http.client.IncompleteRead:
            # The status line is out, so the server has said that it is done.
            content = b""
        return Answer(response.status, response.headers, content)

    def find(self, path, expression):
        """A query with a filter."""
        return self.request("GET", f"{path}?filter={urllib.parse.quote(expression)}")

    def close(self):
        self.http.close()


def patch(*operations):
    """A PATCH body of operations, each as (op, path, value), the last two optional."""
    names = ("op", "path", "value")
    return {
        "schemas": [PATCH_SCHEMA],
        "Operations": [
            {name: part for name, part in zip(names, operation) if part is not None}
            for operation in operations
        ],
    }
