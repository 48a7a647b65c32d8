"""scim2-server with its storage in memory, for a WSGI server; run as a script, behind granian.

As a script it takes a free port of 127.0.0.1 and prints its address in a line of its own.
"""

import signal
import socket

from scim2_server.applications.wsgi import WSGIApplication
from scim2_server.memory import InMemoryStorage
from scim2_server.utils import load_default_provider

scim2 = WSGIApplication(InMemoryStorage(), load_default_provider())


def application(environment, start_response):
    # Without it the body of a GET is read to its end, which granian refuses.
    environment.setdefault("CONTENT_LENGTH", "0")
    return scim2(environment, start_response)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main():
    from granian import Granian
    from granian.constants import Interfaces

    # Whoever started this may have had signals blocked, and SIGTERM is to end it.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    port = free_port()
    print(f"http://127.0.0.1:{port}", flush=True)
    Granian(
        "scim2_server_wsgi:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, log_enabled=False
    ).serve()


if __name__ == "__main__":
    main()
