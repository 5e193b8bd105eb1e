"""A small engine for tests of the queue: counts lines, slowly if told, and goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.enterprises.aggregates import Aggregates, no_aggregates
from geo.enterprises.errors import EnterpriseStoppedError
from geo.enterprises.progress import Progress
from geo.enterprises.tally import Tally


def count_lines(
    wish: Any,
    catalogue: Any,
    words: Any,
    folder: Path,
    *,
    cache: Path | None = None,
    progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    pause_seconds: float = 0.0,
) -> Aggregates:
    """Count the rows of a CSV file, one by one; a note in the folder says how many were."""
    lines = Path(wish.files[0]).read_text(encoding=wish.encoding).splitlines()[1:]
    note = folder / "checkpoint"
    done = int(note.read_text()) if note.exists() else 0
    with (folder / "began").open("a") as file:
        file.write(f"{done}\n")
    for number in range(done, len(lines)):
        if stopped():
            msg = "stopped as asked"
            raise EnterpriseStoppedError(msg, "stopped")
        time.sleep(pause_seconds)
        part = folder / "checkpoint.part"
        part.write_text(str(number + 1))
        part.replace(note)
        progress(Progress(number + 1, len(lines), number + 1, 0, 1000.0, None))
    (folder / "rejected.csv").write_text(
        "file,row,column,value,reason\nparts.csv,3,lon,=1+1,not-a-number\n", encoding="utf-8"
    )
    names = tuple(row.id for row in catalogue.industries)
    found = no_aggregates(("310101",), names, has_weight=False)
    found = replace(found, tally=Tally(read=len(lines), taken=len(lines) - 1, rejected=1))
    found.write(folder / "aggregates")
    return found
