"""Requests per second of a public page: against nginx, and against Folium at every request."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.report import Figure
from tests.benchmarks.site import LIVE_FOLIUM, LIVE_LEAN_FOLIUM, PAGES
from tests.webapp.serving import free_port, get

ROUNDS = 5
SECONDS = 3
FOLIUM_SECONDS = 12  # it answers about once a second

_NGINX = """
user root; worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=9;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location = /page {{
      root {folder}; types {{}} default_type "text/html; charset=utf-8";
      {headers}
    }}
  }}
}}
"""


def missing_tools() -> list[str]:
    """Name the programs that are needed and not installed."""
    return [name for name in ("nginx", "wrk") if shutil.which(name) is None]


@contextmanager
def _nginx(body: bytes, headers: dict[str, str]) -> Iterator[int]:
    """Serve the same bytes with the same headers by nginx; give its port."""
    port = free_port()
    # "connection: close" answers the one request that asked for these headers.
    own = {"connection", "content-type", "content-length", "etag", "date", "server"}
    lines = [f'add_header {k} "{v}";' for k, v in headers.items() if k not in own]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page").write_bytes(body)
        config = folder / "nginx.conf"
        config.write_text(_NGINX.format(folder=folder, port=port, headers="\n".join(lines)))
        command = ["nginx", "-c", str(config), "-e", str(folder / "error.log")]
        with subprocess.Popen(command) as process:
            try:
                time.sleep(0.5)
                status, answered, served = get(port, "/page")
                assert (status, served) == (200, body), (folder / "error.log").read_text()
                assert headers.items() - answered.items() <= {
                    (name, headers[name]) for name in own & headers.keys()
                }
                yield port
            finally:
                process.terminate()


def requests_per_second(port: int, path: str, *, seconds: int, connections: int) -> float:
    """Load one address with wrk over kept connections, asking for brotli.

    Raises
    ------
    ValueError
        If an answer was not 2xx or 3xx, or a connection failed.
    """
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    command += ["-H", "Accept-Encoding: br", f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise ValueError(text)
    found = re.search(r"Requests/sec:\s*([\d.]+)", text)
    assert found, text
    return float(found[1])


def _folium_rate(port: int, path: str) -> float:
    return requests_per_second(port, path, seconds=FOLIUM_SECONDS, connections=2)


def measure(port: int) -> list[Figure]:
    """Measure atlas and nginx in turn, several rounds, then Folium; compare medians.

    Parameters
    ----------
    port : int
        Of the running site of `tests.benchmarks.site`.
    """
    page = PAGES["the atlas"]
    _, headers, body = get(port, page, "Accept-Encoding: br")
    ours, nginx = [], []
    with _nginx(body, headers) as nginx_port:
        for _ in range(ROUNDS):
            ours.append(requests_per_second(port, page, seconds=SECONDS, connections=32))
            nginx.append(requests_per_second(nginx_port, "/page", seconds=SECONDS, connections=32))
    # Last, because what it had begun keeps the processors busy after the measurement.
    folium = _folium_rate(port, LIVE_FOLIUM)
    lean = _folium_rate(port, LIVE_LEAN_FOLIUM)
    how = f"{page}, {len(body)} B br, wrk -t2 -c32, median of {ROUNDS} rounds"
    rates = [median(ours), median(nginx), folium]
    return [
        Figure("page from the atlas", rates[0], "req/s", note=how),
        Figure("same bytes from nginx", rates[1], "req/s", note="2 workers, sendfile, no log"),
        Figure("stock Folium per request", rates[2], "req/s", note="same server, wrk -t2 -c2"),
        Figure("lean Folium per request", lean, "req/s", note="see peers.py"),
        Figure("atlas / nginx", rates[0] / rates[1], "×", 0.4, "more"),
        Figure("atlas / stock Folium", rates[0] / rates[2], "×", 200, "more"),
    ]
