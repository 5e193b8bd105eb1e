"""Start the small site on the production server, and talk to it byte by byte."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ANNOUNCEMENT = "Renxing Atlas 人形图: http://127.0.0.1:"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(
    cache: Path, *, stop_seconds: int | None = None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the small site in a process of its own; wait for its address, stop it at the end.

    Parameters
    ----------
    cache : Path
        Folder for compressed bytes.
    stop_seconds : int, optional
        How long answers under way are waited for; by default as long as the atlas does.
    """
    port = free_port()
    command = [sys.executable, "-m", "tests.webapp.small_site", str(port), str(cache)]
    command += [] if stop_seconds is None else [str(stop_seconds)]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "default", "PYTHONIOENCODING": "utf-8"},
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith(f"{ANNOUNCEMENT}{port}/"), line or process.communicate()[1]
            yield process, port
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def exchange(
    port: int, request: bytes, *, seconds: float = 10
) -> tuple[int, dict[str, str], bytes]:
    """Send one raw request on a new connection and read until the server closes it.

    Returns
    -------
    (status, headers, body)
        Status 0 when the connection was closed without an answer.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request)
        return read_answer(connection)


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read everything that comes and take it apart."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    headers = {name.lower(): value for name, value in pairs}
    return int(first.split()[1]) if first else 0, headers, body


def get(
    port: int, path: str, *headers: str, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """Request a path on a new connection that is closed afterwards."""
    lines = [f"{method} {path} HTTP/1.1", "Host: atlas.test", "Connection: close", *headers, "", ""]
    return exchange(port, "\r\n".join(lines).encode())
