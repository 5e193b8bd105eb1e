"""Serve the atlas for a browser: the real server in a process of its own, and a tile service."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from tests.browser import png
from tests.webapp.serving import PROJECT, free_port

SETTINGS = (
    *("ATLAS_CATALOGUE", "ATLAS_BASEMAPS", "ATLAS_REVIEW_NUMBER", "WORKERS", "THREADS"),
    *("ATLAS_FRAME_ANCESTORS", "ATLAS_PUBLIC_URL", "ATLAS_STATE"),
    *("ATLAS_PLANNER", "ATLAS_SECRET_KEY", "DATABASE_URL", "ATLAS_REDIS_URL", "ATLAS_WORKER"),
)


@contextmanager
def running_atlas(*, in_haste: bool = False, **settings: str) -> Iterator[str]:
    """Start ``python -m webapp.server`` on a free port; yield its address, stop it at the end.

    Parameters
    ----------
    in_haste : bool
        Whether to make pages when they are asked for, instead of all of them before the start.
    **settings : str
        Environment variables of the atlas; what the machine has set of them is left out.
    """
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    own = {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1", "PYTHONIOENCODING": "utf-8"}
    own["ATLAS_WORKER"] = "off"  # it costs seconds to start, and few tests need one
    with (
        TemporaryFile("w+", encoding="utf-8") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.hasty_server" if in_haste else "webapp.server"],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            env={**kept, **own, **settings},
        ) as process,
    ):
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if f":{port}/" not in line:
                complaints.seek(0)
                raise AssertionError(line + complaints.read())
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class TileService:
    """A basemap on a port of this machine; remembers what it was asked for."""

    origin: str
    asked: list[str] = field(default_factory=list)
    status: int = 200

    @property
    def url(self) -> str:
        """The template that a configuration names."""
        return f"{self.origin}/tile/{{z}}/{{x}}/{{y}}.png"


@contextmanager
def running_tiles() -> Iterator[TileService]:
    """Serve the same pale tile for every address."""
    tile = png.write(np.full((256, 256, 3), (214, 226, 232), dtype=np.uint8))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(self.path)
            body = tile if service.status == 200 else b""  # a browser would show it even so
            self.send_response(service.status)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the terminal quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service = TileService(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


def write_basemaps(path: Path, tiles: TileService, **more: str) -> Path:
    """Configure the tile service twice: once as WGS-84 and once as GCJ-02."""
    entries = []
    for datum, name in (("WGS-84", "甲底图"), ("GCJ-02", "乙底图")):
        values = {
            "id": datum.lower(),
            "name_zh": name,
            "name_en": f"Tiles {datum}",
            "url": tiles.url,
            "datum": datum,
            "attribution": f"© {name} <b>",
            "review_number": f"GS（2026）{datum}号",
            **more,
        }
        lines = [f'{key} = "{value}"' for key, value in values.items()]
        entries.append("\n".join(["[[basemap]]", *lines]))
    path.write_text("\n\n".join(entries), encoding="utf-8")
    return path
