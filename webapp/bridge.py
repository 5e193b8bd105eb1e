"""Run Flask behind an event loop, so that a slow client never holds a Python thread.

The loop reads the whole request body before a thread starts, and sends the answer after the
thread is done. Threads only ever compute: measured with 60 slow clients, a WSGI server that lends
its threads to the sockets stalls as soon as more clients send slowly than it has threads.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

from webapp.compression import compress_quickly, is_worthwhile
from webapp.negotiation import acceptable_codings

LOG = logging.getLogger(__name__)

#: Public data only: compressing a page that mixes secrets with a visitor's words leaks (BREACH).
_COMPRESSED_TYPES = ("application/json", "application/geo+json", "text/csv")
_IN_MEMORY = 256 * 1024  # bytes of one body before it goes to a temporary file
_CHUNK = 64 * 1024
_SEND_SECONDS = 60.0  # for one chunk; a client that takes longer is dropped

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _ClientGoneError(Exception):
    """The client left before its request was complete."""


class _Refusal(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, status: HTTPStatus, advice: str) -> None:
        super().__init__(advice)
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer of the application; `body` is positioned at its start."""

    status: int
    headers: list[tuple[str, str]]
    body: IO[bytes]
    length: int


class _Closing(Protocol):
    def close(self) -> None: ...


class WsgiBridge:
    """Answer RSGI requests with a WSGI application.

    Parameters
    ----------
    app : WSGI callable
    threads : int
        Requests computed at the same time in this process.
    body_limit : int, bytes
        Larger request bodies are refused with 413.
    body_seconds : float
        A request body that takes longer is refused with 408.
    queue_limit : int
        Requests computed or waiting for a thread; more are refused with 503.
    """

    def __init__(
        self,
        app: WsgiApp,
        *,
        threads: int = 4,
        body_limit: int = 16 * 1024 * 1024,
        body_seconds: float = 30.0,
        queue_limit: int = 256,
    ) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="flask")
        self._body_limit = body_limit
        self._body_seconds = body_seconds
        self._queue_limit = queue_limit
        self._queued = 0

    def close(self) -> None:
        """Let running requests finish and start no other."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request, whatever happens in the application."""
        try:
            with await self._read_body(scope, proto) as body:
                reply = await self._compute(scope, body)
            with reply.body:
                await _send(proto, scope.method, reply)
        except _Refusal as refusal:
            _refuse(proto, refusal)
        except (_ClientGoneError, ProtocolClosed, ProtocolError, TimeoutError):
            LOG.debug("client left: %s %s", scope.method, scope.path)
        except Exception:
            LOG.exception("no answer to %s %s", scope.method, scope.path)
            advice = "The server failed; try again. / 服务器出错，请重试。"
            _refuse(proto, _Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, advice))

    async def _read_body(self, scope: Scope, proto: HTTPProtocol) -> IO[bytes]:
        spool: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        announced = scope.headers.get("content-length")
        if announced is None and "transfer-encoding" not in scope.headers:
            return spool
        size = 0
        try:
            self._check_size(int(announced or 0))
            async with asyncio.timeout(self._body_seconds):
                async for chunk in proto:
                    size += len(chunk)
                    self._check_size(size)
                    spool.write(chunk)
        except TimeoutError:
            spool.close()
            advice = "The request took too long to arrive. / 请求上传超时。"
            raise _Refusal(HTTPStatus.REQUEST_TIMEOUT, advice) from None
        except BaseException:
            spool.close()
            raise
        if announced is not None and size != int(announced):
            spool.close()
            raise _ClientGoneError
        spool.seek(0)
        return spool

    def _check_size(self, size: int) -> None:
        if size > self._body_limit:
            allowed = f"{self._body_limit / 1024 / 1024:g} MB"
            advice = f"At most {allowed} can be sent. / 上传内容不得超过 {allowed}。"
            raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, advice)

    async def _compute(self, scope: Scope, body: IO[bytes]) -> Reply:
        if self._queued >= self._queue_limit:
            advice = "The server is busy; try again in a moment. / 服务器繁忙，请稍后再试。"
            raise _Refusal(HTTPStatus.SERVICE_UNAVAILABLE, advice)
        self._queued += 1
        try:
            loop = asyncio.get_running_loop()
            environ = make_environ(scope, body)
            return await loop.run_in_executor(self._pool, run, self._app, environ)
        finally:
            self._queued -= 1


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
    spool: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115

    def start_response(status: str, headers: list[tuple[str, str]], exc: Any = None) -> Any:
        started[:] = [(int(status[:3]), [(name.lower(), value) for name, value in headers])]
        return spool.write

    parts = app(environ, start_response)
    try:
        for part in parts:
            spool.write(part)
    finally:
        _close(parts)
    status, headers = started[0]
    length = spool.tell()
    spool.seek(0)
    return _compressed(Reply(status, headers, spool, length), environ)


def _close(parts: Iterable[bytes] | _Closing) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()


def _compressed(reply: Reply, environ: dict[str, Any]) -> Reply:
    headers = dict(reply.headers)
    media_type = headers.get("content-type", "").partition(";")[0]
    if media_type not in _COMPRESSED_TYPES or "content-encoding" in headers or "etag" in headers:
        return reply
    kept = [(name, value) for name, value in reply.headers if name != "vary"]
    kept.append(("vary", ", ".join(filter(None, [headers.get("vary"), "Accept-Encoding"]))))
    coding = acceptable_codings(environ.get("HTTP_ACCEPT_ENCODING"))[0]
    if coding == "identity" or not 0 < reply.length <= _IN_MEMORY * 16:
        return Reply(reply.status, kept, reply.body, reply.length)
    plain = reply.body.read()
    reply.body.seek(0)
    if not is_worthwhile(media_type, plain):
        return Reply(reply.status, kept, reply.body, reply.length)
    packed = compress_quickly(plain, coding)
    reply.body.close()
    spool: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    spool.write(packed)
    spool.seek(0)
    kept = [(name, value) for name, value in kept if name != "content-length"]
    kept += [("content-encoding", coding), ("content-length", str(len(packed)))]
    return Reply(reply.status, kept, spool, len(packed))


async def _send(proto: HTTPProtocol, method: str, reply: Reply) -> None:
    if method == "HEAD" or reply.length == 0:
        proto.response_empty(reply.status, reply.headers)
    elif reply.length <= _IN_MEMORY:
        proto.response_bytes(reply.status, reply.headers, reply.body.read())
    else:
        stream = proto.response_stream(reply.status, reply.headers)
        for chunk in _chunks(reply.body):
            async with asyncio.timeout(_SEND_SECONDS):
                await stream.send_bytes(chunk)


def _chunks(body: IO[bytes]) -> Iterator[bytes]:
    while chunk := body.read(_CHUNK):
        yield chunk


def _refuse(proto: HTTPProtocol, refusal: _Refusal) -> None:
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("connection", "close"),
    ]
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("retry-after", "2"))
    proto.response_str(refusal.status.value, headers, f"{refusal}\n")
