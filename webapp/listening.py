"""Where the server listens and with how many hands: from the environment, checked."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from geo.errors import AtlasError


class SettingError(AtlasError, ValueError):
    """An environment variable of the server has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """Where and how to serve; ``has_worker``: whether to keep a worker, too (``webapp.worker``)."""

    host: str
    port: int
    workers: int
    threads: int
    has_worker: bool = False

    @property
    def url(self) -> str:
        """The address to type into a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read HOST, PORT, WORKERS and THREADS, and ATLAS_WORKER (``on`` or ``off``).

    Raises
    ------
    SettingError
        If one of them is not a number in its range, or neither on nor off.
    """
    return Settings(
        host=environ.get("HOST") or "127.0.0.1",
        port=_number(environ, "PORT", 8000, 1, 65535),
        workers=_number(environ, "WORKERS", max(1, min(os.cpu_count() or 1, 4)), 1, 64),
        threads=_number(environ, "THREADS", 4, 1, 64),
        has_worker=_switch(environ, "ATLAS_WORKER") and _switch(environ, "ATLAS_PLANNER"),
    )


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip().lower() or "on"
    if text not in ("on", "off"):
        msg = f"{name}={text!r} is neither on nor off"
        raise SettingError(msg)
    return text == "on"


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        msg = f"{name}={text!r} is not a whole number from {low} to {high}"
        raise SettingError(msg)
    return int(text)


def claim_address(host: str, port: int) -> str:
    """Make sure that an address can be listened on and that nobody else does.

    Returns
    -------
    str
        The numeric address of ``host``.

    Raises
    ------
    SettingError
        Saying what is wrong with the address. (The workers share the port by SO_REUSEPORT, so
        without this check a second server would start and silently take half of the visitors.)
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        msg = (
            f"cannot listen on {host}:{port} ({error.strerror}); stop what uses the port "
            f"or choose another: PORT={port % 65535 + 1} make serve"
        )
        raise SettingError(msg) from error
    return str(address[0])
