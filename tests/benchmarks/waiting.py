"""How long a normal visitor waits while sixty slow clients sit on the server."""

from __future__ import annotations

import asyncio
import time

from tests.benchmarks.report import Figure
from tests.benchmarks.site import PAGES
from tests.faults.slow_clients import slow_body, slow_headers, slow_reader
from tests.webapp.serving import get

OF_EACH_KIND = 20
REQUESTS = 300
LARGE = "/ogc/collections/districts/items"  # 0.6 MB without compression
DYNAMIC = "/ogc/collections/sites/items?limit=5"


async def _times_ms(port: int, path: str) -> list[float]:
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        status, _, _ = await asyncio.to_thread(get, port, path, "Accept-Encoding: br")
        assert status == 200, path
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


async def _beside_slow_clients(port: int, path: str) -> list[float]:
    slow = [
        asyncio.create_task(client)
        for _ in range(OF_EACH_KIND)
        for client in (
            slow_headers(port, PAGES["the atlas"]),
            slow_body(port, LARGE),
            slow_reader(port, LARGE),
        )
    ]
    await asyncio.sleep(2)
    times = await _times_ms(port, path)
    assert not any(task.done() for task in slow), "a slow client left too early to matter"
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    return times


def measure(port: int) -> list[Figure]:
    """Measure a prepared page and a view, each alone and beside 3 × 20 slow clients.

    Parameters
    ----------
    port : int
        Of the running site of `tests.benchmarks.site`.
    """
    figures = []
    for name, path in (("page", PAGES["the atlas"]), ("OGC query", DYNAMIC)):
        alone = asyncio.run(_times_ms(port, path))
        beside = asyncio.run(_beside_slow_clients(port, path))
        last = int(REQUESTS * 0.99) - 1
        note = f"{REQUESTS} requests one after another, each on a new connection; median"
        figures += [
            Figure(f"{name}, p99 alone", alone[last], "ms", note=f"{note} {alone[150]:.1f} ms"),
            Figure(
                f"{name}, p99 beside 60 slow clients",
                beside[last],
                "ms",
                100,
                note=f"{note} {beside[150]:.1f} ms",
            ),
        ]
    return figures
