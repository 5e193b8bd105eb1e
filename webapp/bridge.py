"""Run Flask behind an event loop, so that a slow client never holds a Python thread.

The loop reads the whole request body before a thread starts, and sends the answer after the
thread is done. Threads only ever compute: measured with 60 slow clients, a WSGI server that lends
its threads to the sockets stalls as soon as more clients send slowly than it has threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO

from granian.rsgi import (  # type: ignore[attr-defined]  # public there, but not in its __all__
    HTTPProtocol,
    ProtocolClosed,
    ProtocolError,
    Scope,
)

from webapp.gateway import IN_MEMORY, Reply, WsgiApp, make_environ, new_body, run

LOG = logging.getLogger(__name__)

_OPEN_SECONDS = 10.0  # opening a file takes microseconds


class _ClientGoneError(Exception):
    """The client left before its request was complete."""


class _Refusal(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, status: HTTPStatus, advice: str) -> None:
        super().__init__(advice)
        self.status = status


@dataclass(frozen=True)
class LargeBodies:
    """Addresses that take more than others do.

    Attributes
    ----------
    is_meant : callable
        Takes a path and tells whether it is one of them.
    limit : int, bytes
    seconds : float
        What such a body may take to arrive.
    most : int
        So many of them at a time; more are refused with 503. They wait on disk.
    """

    is_meant: Callable[[str], bool]
    limit: int
    seconds: float
    most: int = 8


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
    large : LargeBodies, optional
        Where more may be sent.
    """

    def __init__(
        self,
        app: WsgiApp,
        *,
        threads: int = 4,
        body_limit: int = 16 * 1024 * 1024,
        body_seconds: float = 30.0,
        queue_limit: int = 256,
        large: LargeBodies | None = None,
    ) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="flask")
        self._body_limit = body_limit
        self._body_seconds = body_seconds
        self._queue_limit = queue_limit
        self._queued = 0
        self._large = large
        self._large_ones = 0  # that are arriving

    def close(self) -> None:
        """Let running requests finish and start no other."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request, whatever happens in the application."""
        try:
            with await self._read_body(scope, proto) as body:
                reply = await self._compute(scope, body)
            _send(proto, reply)
        except _Refusal as refusal:
            _refuse(proto, refusal)
        except (_ClientGoneError, ProtocolClosed, ProtocolError, TimeoutError):
            LOG.debug("client left: %s %s", scope.method, scope.path)
        except Exception:
            LOG.exception("no answer to %s %s", scope.method, scope.path)
            advice = "The server failed; try again. / 服务器出错，请重试。"
            _refuse(proto, _Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, advice))

    async def _read_body(self, scope: Scope, proto: HTTPProtocol) -> IO[bytes]:
        announced = self._announced_size(scope)
        if self._large is None or announced <= self._body_limit:
            return await self._receive(announced, proto, self._body_seconds)
        if self._large_ones >= self._large.most:
            advice = "Other large files are arriving; try again. / 正在接收其他大文件，请稍后再试。"
            raise _Refusal(HTTPStatus.SERVICE_UNAVAILABLE, advice)
        self._large_ones += 1
        try:
            return await self._receive(announced, proto, self._large.seconds)
        finally:
            self._large_ones -= 1

    async def _receive(self, announced: int, proto: HTTPProtocol, seconds: float) -> IO[bytes]:
        body = new_body()
        try:
            if announced:
                async with asyncio.timeout(seconds):
                    async for chunk in proto:
                        body.write(chunk)
        except TimeoutError:
            body.close()
            advice = "The request took too long to arrive. / 请求上传超时。"
            raise _Refusal(HTTPStatus.REQUEST_TIMEOUT, advice) from None
        except BaseException:
            body.close()
            raise
        if body.tell() != announced:  # Granian does not tell a client that left from the end
            body.close()
            raise _ClientGoneError
        body.seek(0)
        return body

    def _announced_size(self, scope: Scope) -> int:
        if "transfer-encoding" in scope.headers:
            # Chunks end the same way when the client leaves; half an upload must not pass.
            advice = "Send the length of the request (Content-Length). / 请求须注明长度。"
            raise _Refusal(HTTPStatus.LENGTH_REQUIRED, advice)
        size = int(scope.headers.get("content-length") or 0)
        is_large = self._large is not None and self._large.is_meant(scope.path)
        limit = self._large.limit if is_large and self._large else self._body_limit
        if size > limit:
            allowed = f"{limit / 1024 / 1024:g} MB"
            advice = f"At most {allowed} can be sent. / 上传内容不得超过 {allowed}。"
            raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, advice)
        return size

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


def _send(proto: HTTPProtocol, reply: Reply) -> None:
    if reply.length == 0:  # also HEAD: the headers keep their length
        proto.response_empty(reply.status, reply.headers)
    elif reply.length <= IN_MEMORY:
        proto.response_bytes(reply.status, reply.headers, reply.body.read())
    else:
        # Granian reads the file as fast as the client does. (Its response_stream takes all that
        # it is given: twenty slow readers of 30 MB held 500 MB.) The file has no name, so it is
        # opened by its descriptor, which stays ours until Granian has surely opened its own.
        reply.body.flush()
        proto.response_file(reply.status, reply.headers, f"/dev/fd/{reply.body.fileno()}")
        asyncio.get_running_loop().call_later(_OPEN_SECONDS, reply.body.close)
        return
    reply.body.close()


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
