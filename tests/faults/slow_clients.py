"""Three kinds of clients that keep a connection busy for a long time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

PAUSE_SECONDS = 0.5  # between two bytes sent, or two reads

SlowClient = Callable[[int], Awaitable[None]]


async def _connect(port: int, *, small_window: bool = False) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    if small_window:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
    return connection


async def _trickle(port: int, start: bytes, rest: bytes) -> None:
    loop = asyncio.get_running_loop()
    with await _connect(port) as connection:
        await loop.sock_sendall(connection, start)
        for byte in rest:
            await loop.sock_sendall(connection, bytes([byte]))
            await asyncio.sleep(PAUSE_SECONDS)


async def slow_headers(port: int, path: str = "/page") -> None:
    """Send the request's headers a byte at a time."""
    await _trickle(port, b"", f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode() + b"X: 1\r\n" * 100)


async def slow_body(port: int, path: str = "/post") -> None:
    """Send the request's body a byte at a time."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    await _trickle(port, head.encode(), b"x" * 1000)


async def slow_reader(port: int, path: str = "/parts") -> None:
    """Ask for a large answer and read it at 1 KB/s through a small window."""
    loop = asyncio.get_running_loop()
    with await _connect(port, small_window=True) as connection:
        await loop.sock_sendall(connection, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        while await loop.sock_recv(connection, 512):
            await asyncio.sleep(PAUSE_SECONDS)
