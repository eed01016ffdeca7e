"""Ask a server whether it is ready: `probe = Probe(port); probe.start(); probe.is_ready()`."""

import socket
import threading
import time

PATH = "/health/ready"
PAUSE, PATIENCE = 0.02, 5.0


class Probe:
    """Asks again and again, in a thread of its own so that nobody waits for a slow answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answer = "nothing yet"
        self.thread = threading.Thread(target=self.ask_until_ready, daemon=True)
        self.ready = threading.Event()

    def start(self) -> None:
        """Begin to ask."""
        self.thread.start()

    def is_ready(self) -> bool:
        """Whether it has answered 200."""
        return self.ready.is_set()

    def ask_until_ready(self) -> None:
        """Ask until the answer is 200."""
        while not self.ready.is_set():
            self.answer = ask(self.port)
            if self.answer.split(" ")[1:2] == ["200"]:
                self.ready.set()
            time.sleep(PAUSE)


def ask(port: int) -> str:
    """The status line of one request, or what prevented it."""
    request = f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
            connection.sendall(request.encode())
            return connection.recv(4096).decode("latin-1").partition("\r\n")[0]
    except OSError as error:
        return str(error)
