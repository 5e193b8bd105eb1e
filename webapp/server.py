"""The production server: ``python -m webapp.server`` (what ``make serve`` starts).

Granian's event loop answers public pages with prepared bytes and hands everything else to Flask
in threads. ``HOST``, ``PORT``, ``WORKERS`` and ``THREADS`` in the environment change the defaults.
Beside them runs the worker that does what takes minutes, unless ``ATLAS_WORKER`` is off.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]
from granian.server import Server

from geo.errors import AtlasError
from webapp import create_app, shortcut
from webapp.bridge import LargeBodies, WsgiBridge
from webapp.listening import Settings, claim_address, read_settings
from webapp.planner.body_limits import LARGE_BYTES, LARGE_SECONDS, is_large
from webapp.planner.opening import open_store
from webapp.prepared import Prepared, prepare
from webapp.site import public_paths
from webapp.supervision import Supervisor

_HEADER_SECONDS = 20  # to send a request's headers; also how long an idle connection is kept
_STOP_SECONDS = 10  # for answers under way when the server is told to stop
_START_SECONDS = 60  # for the workers to listen
_MOST_CONNECTIONS = 8192  # per worker
_FILES_OF_OUR_OWN = 256  # descriptors kept for data, logs and libraries


class Front:
    """RSGI application of one worker: prepared bytes first, then Flask."""

    def __init__(self, prepared: Prepared, make_bridge: Callable[[], WsgiBridge]) -> None:
        self._prepared = prepared
        self._make_bridge = make_bridge
        self.started = multiprocessing.Value("i", 0)  # workers, counted across processes

    def __rsgi_init__(self, loop: Any) -> None:
        """Start the threads: in the worker, because threads do not survive a fork."""
        self._bridge = self._make_bridge()
        with self.started.get_lock():
            self.started.value += 1

    def __rsgi_del__(self, loop: Any) -> None:
        """Stop the threads."""
        self._bridge.close()

    def answer_at_once(self, scope: Scope, proto: HTTPProtocol) -> bool:
        """Send a prepared answer if there is one; tell whether."""
        headers = scope.headers
        answer = self._prepared.answer(
            scope.method, scope.path, headers.get("accept-encoding"), headers.get("if-none-match")
        )
        if answer is None:
            return False
        if answer.body:
            proto.response_bytes(answer.status, answer.headers, answer.body)
        else:
            proto.response_empty(answer.status, answer.headers)
        return True

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request."""
        if not self.answer_at_once(scope, proto):
            await self._bridge(scope, proto)


def build_front(threads: int, address: str = "127.0.0.1") -> Front:
    """Make the application, open the planner's database, and prepare the public pages.

    Parameters
    ----------
    threads : int
        Flask requests computed at the same time in each worker.
    address : str
        Numeric; where the server is going to listen.

    Raises
    ------
    AtlasError
        If the catalogue or the settings cannot be used, or the network would reach a planner
        to which nobody signs in.
    """
    app = create_app()
    if "error" in app.extensions:  # a stand-in that explains itself; here the terminal does
        raise app.extensions["error"]
    if told := open_store(app, address):
        print(f"Renxing Atlas: {told}", file=sys.stderr, flush=True)
    prepared = prepare(app, public_paths(app))
    limit = app.config["MAX_CONTENT_LENGTH"] or 16 * 1024 * 1024
    large = LargeBodies(is_large, max(limit, LARGE_BYTES), LARGE_SECONDS)
    return Front(
        prepared,
        lambda: WsgiBridge(app.wsgi_app, threads=threads, body_limit=limit, large=large),
    )


_front: Front | None = None


def load_front() -> Front:
    """Return the application in a worker: inherited by fork, or built anew where there is none."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # not the parent's, which would swallow it here
    front = _front or build_front(read_settings(os.environ).threads)
    shortcut.install(front.answer_at_once)
    return front


class AtlasServer(Server):  # type: ignore[misc,valid-type]
    """Granian that says its address once it answers there."""

    url: str
    probe_host: str
    inherited: Front | None  # what the workers share with this process, if they are forked
    worker: Supervisor | None = None  # not Granian's: does what takes minutes

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        """Start the workers, wait until they accept connections, and print the address."""
        super().startup(spawn_target, target_loader)
        if self.worker is not None:  # after the fork: threads do not survive one
            self.worker.start()
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and not self.main_loop_interrupt.is_set():
            if self._is_listening():
                print(f"Renxing Atlas 人形图: {self.url}/  (Ctrl+C stops)", flush=True)
                return
            time.sleep(0.02)

    def shutdown(self, exit_code: int = 0) -> None:
        """Stop the workers, Granian's and ours."""
        if self.worker is not None:
            self.worker.stop()
        super().shutdown(exit_code)

    def _is_listening(self) -> bool:
        # A worker that was told to stop before it could listen would have to be killed.
        if self.inherited and self.inherited.started.value < self.workers:
            return False
        try:
            socket.create_connection((self.probe_host, self.bind_port), timeout=1).close()
        except OSError:
            return False
        return True


def make_server(settings: Settings, address: str) -> AtlasServer:
    """Configure Granian for many connections of which some are slow.

    A connection costs a descriptor and no thread, so there may be thousands: Granian's default
    (1024 per listener, counting idle connections) lets 1000 idle clients lock everybody out.
    """
    connections = min(_MOST_CONNECTIONS, max(128, _raise_file_limit() - _FILES_OF_OUR_OWN))
    server = AtlasServer(
        "webapp.server:load_front",
        address=address,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        runtime_mode=RuntimeModes.mt,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADER_SECONDS * 1000, max_buffer_size=64 * 1024
        ),
        websockets=False,
        backlog=1024,
        backpressure=connections,
        workers_kill_timeout=_STOP_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    server.url = settings.url
    server.probe_host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)
    return server


def _raise_file_limit() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _FILES_OF_OUR_OWN
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return wanted if soft == resource.RLIM_INFINITY else soft


def serve(settings: Settings, front: Front) -> None:
    """Serve until told to stop by SIGTERM or SIGINT.

    Raises
    ------
    SettingError
        If the address cannot be listened on.
    """
    global _front  # noqa: PLW0603 - the workers inherit it by fork
    _front = front
    address = claim_address(settings.host, settings.port)
    server = make_server(settings, address)
    if settings.has_worker:
        command = (sys.executable, "-m", "webapp.worker", f"--parent={os.getpid()}")
        server.worker = Supervisor(command)
    server.inherited = front if multiprocessing.get_start_method() == "fork" else None
    server.serve(target_loader=load_front, wrap_loader=False)


def main() -> int:
    """Serve the atlas; return the exit code."""
    try:
        settings = read_settings(os.environ)
        address = claim_address(settings.host, settings.port)  # before the work, to fail at once
        serve(settings, build_front(settings.threads, address))
    except AtlasError as error:
        print(f"Renxing Atlas cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # Ctrl+C before the server has its own handler
        return 130
    return 0


if __name__ == "__main__":
    # Run as the imported module: workers look for their application in it, not in __main__.
    from webapp.server import main as main_of_module

    sys.exit(main_of_module())
