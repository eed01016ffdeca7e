"""Two neighbouring free ports: pages on the first, sockets on the second."""

import contextlib
import socket

from tools.errors import DevError

HOST = "127.0.0.1"
LAST = 65534


def claim(first: int) -> tuple[int, socket.socket]:
    """Find a free pair from `first` upwards.

    Returns the page port and the socket port's listening socket. Holding the latter is what keeps
    a second `./dev up` off the pair: the page server shares its port with whoever asks, this does not.
    """
    if not 1 <= first <= LAST:
        raise DevError(f"port {first} is not possible: give one from 1 to {LAST}")
    for port in range(first, min(first + 200, LAST + 1)):
        if held := hold(port):
            return port, held
    raise DevError(f"no two free neighbouring ports from {first} up: choose another with --port")


def hold(port: int) -> socket.socket | None:
    """Listen on `port + 1` when both are free. The second is tried first: it is the lock."""
    second = listen(port + 1)
    if second is None:
        return None
    if is_free(port):
        return second
    second.close()
    return None


def listen(port: int) -> socket.socket | None:
    """A listening socket on the port, or nothing when it is taken."""
    if answers(port):
        return None
    server = socket.socket()
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, port))
        server.listen(512)
    except OSError:
        server.close()
        return None
    return server


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    server = listen(port)
    if server:
        server.close()
    return server is not None


def answers(port: int) -> bool:
    """Whether someone listens there; macOS would let us bind beside a listener on all addresses."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0
