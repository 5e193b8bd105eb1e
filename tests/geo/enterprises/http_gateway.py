"""A folder as Hadoop's HTTP gateway serves one: a storage that fsspec reads with what is here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_ROOT = "/webhdfs/v1/"


def status_of(path: Path) -> dict[str, Any]:
    """Tell of a file as WebHDFS does."""
    about = path.stat()
    return {
        "pathSuffix": path.name,
        "type": "DIRECTORY" if path.is_dir() else "FILE",
        "length": about.st_size,
        "modificationTime": about.st_mtime_ns // 1_000_000,
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yield its address."""

    class Gateway(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = dict(parse_qsl(address.query))
            path = folder / unquote(address.path).removeprefix(_ROOT)
            if not path.exists():
                told = {"exception": "FileNotFoundException", "message": f"no {path.name}"}
                return self._answer(404, {"RemoteException": told})
            if asked["op"] == "GETFILESTATUS":
                return self._answer(200, {"FileStatus": status_of(path)})
            if asked["op"] == "LISTSTATUS":
                found = [status_of(part) for part in path.iterdir()]
                return self._answer(200, {"FileStatuses": {"FileStatus": found}})
            assert asked["op"] == "OPEN"
            with path.open("rb") as file:
                file.seek(int(asked["offset"]))
                return self._answer(200, file.read(int(asked["length"])))

        def _answer(self, status: int, body: Any) -> None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"webhdfs://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
