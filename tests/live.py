"""A real server over a test's own database, for browsers and for the clients of the API."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread per request, as a browser may open several and say nothing yet on some. The database's connections
    are handed from one to the next, as a web server keeps its own: opening one costs more than most answers."""

    daemon_threads = False

    def __init__(self, *args: Any, **more: Any) -> None:
        self.idle: list[BaseDatabaseWrapper] = []
        super().__init__(*args, **more)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with suppress(IndexError):
            connections["default"] = self.idle.pop()
        connection = connections["default"]
        connection._thread_ident = threading.get_ident()  # it is this thread's now, and nobody else's
        try:
            super().process_request_thread(request, client_address)
        finally:
            del connections["default"]
            self.idle.append(connection)

    def server_close(self) -> None:
        """Wait for the threads, then close what they left."""
        super().server_close()
        for connection in self.idle:
            connection._thread_ident = threading.get_ident()
            connection.close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextmanager
def served(application: Any) -> Iterator[str]:
    """The address of a server of this WSGI application, for a block."""
    with make_server("127.0.0.1", 0, application, _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
