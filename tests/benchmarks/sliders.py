"""One step of a weight slider in the browser, against pymcdm on the same numbers.

The step is what a planner waits for: 1,000 candidates scored by 12 criteria, map, table and bars
put in order, up to the second frame after it. The script leaves most of that to the frame, so its
own time says little. pymcdm scores and ranks the same numbers in Python, without a page. All
candidates are synthetic.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import sync_playwright
from pymcdm.methods import WSM
from pymcdm.normalizations import minmax_normalization

from tests.benchmarks.report import Figure
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.webapp.serving import PROJECT, free_port

CANDIDATES, CRITERIA, STEPS = 1_000, 12, 30

STEP = """async ([place, value]) => {
  const slider = document.querySelectorAll("#numbers .r-slide")[place];
  const start = performance.now();
  slider.value = String(value);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


def measure(port: int) -> list[Figure]:
    """Move sliders of a large project, and rank the same numbers by pymcdm.

    Parameters
    ----------
    port : int
        Not needed: the planner has a server of its own here.
    """
    values = np.random.default_rng(7).random((CANDIDATES, CRITERIA))
    with _planner() as address:
        frames, size = _steps(address, values)
    peer = _pymcdm(values)
    note = f"median of {STEPS} steps, {CANDIDATES:,} candidates × {CRITERIA} criteria"
    return [
        Figure("slider step, with two frames", median(frames), "ms", note=note),
        Figure("pymcdm ranks the same, Python", peer, "ms", note="weighted sum, min–max"),
        Figure("slider step / pymcdm", median(frames) / peer, "×", note="which draws nothing"),
        Figure("ranking page, HTML", size / 1e6, "MB", note="as sent, before compression"),
    ]


def _study(values: np.ndarray[Any, Any]) -> dict[str, Any]:
    names = [f"n{place}" for place in range(values.shape[1])]
    features = [
        {
            "id": f"p{place}", "name": f"Plot {place}", "lon": 121.3 + 0.3 * row[0],
            "lat": 31.0 + 0.3 * row[1], "values": dict(zip(names, map(float, row), strict=True)),
        }
        for place, row in enumerate(values)
    ]  # fmt: skip
    layer = {"id": "L1", "kind": "candidates", "name": "Synthetic", "synthetic": True}
    criteria = [
        {"id": name, "title": name, "measure": {"kind": "column", "name": name},
         "direction": "more", "function": {"kind": "linear"}}
        for name in names
    ]  # fmt: skip
    weighting = {"id": "w1", "name": "w", "numbers": dict.fromkeys(names, 10.0)}
    return {
        "format": "renxing-atlas-study", "version": 1, "title": "Benchmark", "city": "shanghai",
        "layers": [{**layer, "columns": dict.fromkeys(names, "number"), "features": features}],
        "criteria": criteria, "weightings": [weighting], "ranking": {"weighting": "w1"},
    }  # fmt: skip


def _steps(address: str, values: np.ndarray[Any, Any]) -> tuple[list[float], int]:
    """Open the project and move one slider after another."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/en/planner")
        content = json.dumps(_study(values)).encode()
        file = {"name": "study.json", "mimeType": "application/json", "buffer": content}
        page.locator('form[enctype] input[type="file"]').set_input_files(file)
        page.locator("form[enctype] button").click()
        page.wait_for_url("**/planner/*")
        answer = page.goto(page.url.rstrip("/") + "/ranking")
        assert answer is not None
        size = len(answer.body())
        page.wait_for_selector("#numbers .r-slide:visible")
        page.wait_for_timeout(1500)
        frames = [page.evaluate(STEP, [n % CRITERIA, 5 + n]) for n in range(STEPS + 3)][3:]
        browser.close()
    return frames, size


def _pymcdm(values: np.ndarray[Any, Any]) -> float:
    """Return the median of milliseconds that pymcdm needs."""
    method, types = WSM(minmax_normalization), np.ones(CRITERIA)
    times = []
    for step in range(STEPS):
        weights = np.full(CRITERIA, 10.0)
        weights[step % CRITERIA] = 5 + step
        start = time.perf_counter()
        method.rank(method(values, weights / weights.sum(), types))
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


@contextmanager
def _planner() -> Iterator[str]:
    """Run a planner with a database of its own; give its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as state:
        more = {"ATLAS_STATE": str(Path(state)), "PORT": str(port), "WORKERS": "1"}
        command = [sys.executable, "-m", "webapp.server"]
        with subprocess.Popen(command, cwd=PROJECT, env={**os.environ, **more}) as process:
            try:
                for _ in range(600):
                    try:
                        urlopen(f"{address}/planner").close()  # noqa: S310 - our own server
                        break
                    except URLError:
                        time.sleep(0.1)
                yield address
            finally:
                process.terminate()
