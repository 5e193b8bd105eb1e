"""Call a WSGI application with a complete request and collect its complete answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from webapp.compression import compress_quickly, is_worthwhile
from webapp.negotiation import acceptable_codings

if TYPE_CHECKING:  # `webapp.wsgi` uses this module where there is no Granian
    from granian.rsgi import Scope

IN_MEMORY = 256 * 1024  # bytes of one body before it goes to a temporary file

#: Public data only: compressing a page that mixes secrets with a visitor's words leaks (BREACH).
_COMPRESSED_TYPES = (
    "application/json",
    "application/geo+json",
    "application/vnd.oai.openapi+json",
    "text/csv",
)
_LARGEST_COMPRESSED = 4 * 1024 * 1024  # bytes; more would hold a thread for too long

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer of the application; `body` is positioned at its start."""

    status: int
    headers: list[tuple[str, str]]
    body: IO[bytes]
    length: int


def new_body() -> IO[bytes]:
    """Make an empty body that moves to disk when it grows."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def make_environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Describe a request as PEP 3333 asks.

    Parameters
    ----------
    scope : granian.rsgi.Scope
    body : binary file
        The complete request body, at its start.

    Returns
    -------
    dict
    """
    size = body.seek(0, 2)
    body.seek(0)
    server, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # `X_Real` and `X-Real` would become one name, and HTTP_PROXY is read as a setting.
        if "_" in name or name in ("content-length", "transfer-encoding", "proxy"):
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        joint = "; " if name == "cookie" else ", "
        value = _latin(value)
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


def _latin(text: str) -> str:
    # WSGI strings carry bytes as Latin-1.
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def run(app: WsgiApp, environ: dict[str, Any]) -> Reply:
    """Call a WSGI application and collect its whole answer (in a thread).

    Parameters
    ----------
    app : WSGI callable
    environ : dict

    Returns
    -------
    Reply
        JSON and CSV are compressed when the client accepts it.
    """
    started: list[tuple[int, list[tuple[str, str]]]] = []
    spool = new_body()

    def start_response(status: str, headers: list[tuple[str, str]], exc: Any = None) -> Any:
        started[:] = [(int(status[:3]), [(name.lower(), value) for name, value in headers])]
        return spool.write

    try:
        _collect(app(environ, start_response), spool)
    except BaseException:
        spool.close()
        raise
    status, headers = started[0]
    length = spool.tell()
    spool.seek(0)
    if length and "content-length" not in dict(headers):
        headers.append(("content-length", str(length)))  # known now, so no chunks are needed
    return _compressed(Reply(status, headers, spool, length), environ)


def _collect(parts: Iterable[bytes], spool: IO[bytes]) -> None:
    try:
        for part in parts:
            spool.write(part)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()


def _compressed(reply: Reply, environ: dict[str, Any]) -> Reply:
    headers = dict(reply.headers)
    media_type = headers.get("content-type", "").partition(";")[0]
    if media_type not in _COMPRESSED_TYPES or "content-encoding" in headers:
        return reply
    vary = ", ".join(filter(None, [headers.get("vary"), "Accept-Encoding"]))
    kept = [*(h for h in reply.headers if h[0] != "vary"), ("vary", vary)]
    coding = acceptable_codings(environ.get("HTTP_ACCEPT_ENCODING"))[0]
    plain = reply.body.read(_LARGEST_COMPRESSED + 1)
    reply.body.seek(0)
    too_large = len(plain) > _LARGEST_COMPRESSED
    if coding == "identity" or too_large or not is_worthwhile(media_type, plain):
        return Reply(reply.status, kept, reply.body, reply.length)
    reply.body.close()
    packed = compress_quickly(plain, coding)
    body = new_body()
    body.write(packed)
    body.seek(0)
    kept = [_weakened(h) for h in kept if h[0] != "content-length"]
    kept += [("content-encoding", coding), ("content-length", str(len(packed)))]
    return Reply(reply.status, kept, body, len(packed))


def _weakened(header: tuple[str, str]) -> tuple[str, str]:
    # The application's strong validator names the plain bytes; RFC 9110, 8.8.1.
    name, value = header
    return (name, f"W/{value}") if name == "etag" and value.startswith('"') else header
