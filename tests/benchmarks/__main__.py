"""Measure everything and print one table: ``make bench``, or ``python -m tests.benchmarks``.

Name parts to run only those: ``python -m tests.benchmarks weight painting``. Only a full run is
saved under ``results/``.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.benchmarks import (
    browsing,
    enterprise_cluster,
    enterprises,
    evaluation,
    rates,
    report,
    sheets,
    siting_speed,
    sliders,
    toggling,
    waiting,
)
from tests.benchmarks.report import Figure
from tests.webapp.serving import PROJECT, free_port

PARTS: dict[str, Callable[[int], list[Figure]]] = {
    "rates": rates.measure,
    "weight": browsing.measure_weight,
    "painting": browsing.measure_painting,
    "waiting": waiting.measure,
    "evaluation": evaluation.measure,
    "siting": siting_speed.measure,
    "sliders": sliders.measure,
    "sheets": sheets.measure,
    "toggling": toggling.measure,
    "enterprises": enterprises.measure,
    "cluster": enterprise_cluster.measure,
}


@contextmanager
def running_site() -> Iterator[int]:
    """Run the atlas and its peers in processes of their own; give the port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.site", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if not process.stdout.readline():
            msg = "the site did not start"
            raise RuntimeError(msg)
        try:
            yield port
        finally:
            process.send_signal(signal.SIGTERM)


def main(wanted: list[str]) -> int:
    """Run the wanted parts (all if none is named); 1 when an aim is missed."""
    unknown = set(wanted) - PARTS.keys()
    if unknown:
        print(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    figures: list[Figure] = []
    skipped = []
    with running_site() as port:
        for name, measure in PARTS.items():
            if wanted and name not in wanted:
                continue
            missing = rates.missing_tools() if name == "rates" else []
            if missing:
                skipped.append(f"{name}: install {' and '.join(missing)}")
                print(f"SKIPPED {skipped[-1]}", flush=True)
                continue
            print(f"measuring {name} …", flush=True)
            figures += measure(port)
    print(report.to_terminal(figures))
    if not wanted:
        print(f"saved: {report.save(figures, skipped).relative_to(PROJECT)}")
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
