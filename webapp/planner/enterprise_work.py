"""What a worker does with a set of enterprises: read its files, count, keep the result.

Work begins where it was interrupted: the engine keeps checkpoints in the run's folder. Everything
that can be told of it stands in that folder, and how it ended in the database.
"""

from __future__ import annotations

import csv
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.progress import Progress, Tell
from geo.enterprises.rejects import NOTES
from geo.enterprises.wish import EnterpriseWish, read_wish
from geo.enterprises.word_table import Word
from webapp.planner.enterprise_folders import RunFolder, SetFolder
from webapp.queue import RETRIES
from webapp.store.engine import Store
from webapp.store.enterprises import ACTIVE, CANCELLED, DONE, FAILED, end_run, find_set
from webapp.store.models import Project

LOG = logging.getLogger(__name__)
MOST_OF_EACH = 5
"""Rows left out for one reason that the page shows; the file has all of them."""
_BEAT_SECONDS = 0.5

Engine = Callable[..., Aggregates]


class Importer:
    """Does the runs that a queue names.

    Parameters
    ----------
    store : Store
    state : Path
        The folder of what is saved.
    catalogue : callable
        Reads the catalogue as it is now.
    engine : callable
        As ``geo.enterprises.local_engine.run``: writes its result into the run's folder.
    is_stopping : callable
        Whether the worker is told to end: then work stops at a checkpoint and stays wanted.
    afterwards : callable, optional
        Called once a result is there, with the run's folder, the project's city and whether the
        registry is synthetic (``webapp.planner.enterprise_ahead``).
    """

    def __init__(
        self,
        store: Store,
        state: Path,
        catalogue: Callable[[], Catalogue],
        engine: Engine,
        is_stopping: Callable[[], bool] = lambda: False,
        afterwards: Callable[[Path, str, bool], None] | None = None,
    ):
        self._store = store
        self._state = state
        self._catalogue = catalogue
        self._is_stopping = is_stopping
        self._engine = engine
        self._afterwards = afterwards

    def work(self, project: str, key: str, job: str) -> None:
        """Do a run, unless it is done, nobody wants it any more, or somebody else works on it."""
        files = SetFolder(self._state, project, key)
        folder = files.run(job)
        if not folder.folder.is_dir() or not self._is_wanted(project, key, job):
            return
        with folder.hold() as is_mine:
            if not is_mine:
                return
            ending = self._do(files, folder)
            if ending is None:  # stopped: whoever works next goes on
                return
            with self._store.session(writes=True) as session:
                end_run(session, project, key, job, *ending)
                row, owner = find_set(session, project, key), session.get(Project, project)
                shown = (owner.city, row.is_synthetic) if row and owner else None
            if ending[0] == DONE and shown is not None and self._afterwards is not None:
                self._afterwards(folder.folder, *shown)

    def _is_wanted(self, project: str, key: str, job: str) -> bool:
        with self._store.session() as session:
            row = find_set(session, project, key)
            return row is not None and row.job == job and row.status == ACTIVE

    def _do(self, files: SetFolder, folder: RunFolder) -> tuple[str, Mapping[str, Any]] | None:
        before = folder.state()
        if before is not None and before.status == "done":
            return DONE, before.details["tally"]
        attempt = folder.count_attempt()
        if attempt > 1 + RETRIES:
            return self._fail(folder, {"code": "given-up", "attempts": attempt - 1})
        try:
            order = folder.order()
            catalogue = self._catalogue()
            if catalogue.fingerprint != order["fingerprint"]:
                return self._fail(folder, {"code": "other-catalogue"})
            wish = wish_of(order, files, self._state)
            words = words_of(order, catalogue)
            began = time.monotonic()
            with told_by(folder) as progress:
                found = self._engine(
                    wish,
                    catalogue,
                    words,
                    folder.folder,
                    progress=progress,
                    stopped=lambda: folder.is_cancelled() or self._is_stopping(),
                )
        except EnterpriseError as error:
            if folder.is_cancelled() or self._is_stopping():
                return self._stopped(folder)
            LOG.warning("enterprises: %s", error)
            return self._fail(folder, {"code": error.code, "text": str(error), **error.values})
        except Exception:
            if folder.is_cancelled() or self._is_stopping():
                return self._stopped(folder)
            LOG.exception("enterprises: attempt %s", attempt)
            if attempt > RETRIES:
                return self._fail(folder, {"code": "unforeseen", "attempts": attempt})
            folder.write("waiting", details=_details(folder))
            raise
        if folder.is_cancelled():
            return self._stopped(folder)
        tally = {**summary(found, folder), "seconds": round(time.monotonic() - began, 1)}
        folder.write("done", details={**_details(folder), "tally": tally})
        return DONE, tally

    def _stopped(self, folder: RunFolder) -> tuple[str, Mapping[str, Any]] | None:
        folder.forget_attempts()
        if folder.is_cancelled():
            folder.write("cancelled", details=_details(folder))
            return CANCELLED, {}
        folder.write("waiting", details=_details(folder))
        return None

    def _fail(self, folder: RunFolder, told: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        folder.write("failed", details={**_details(folder), "problem": dict(told)})
        return FAILED, {}


@contextmanager
def told_by(folder: RunFolder) -> Iterator[Tell]:
    """Write down how far the engine is, a few times a second, whether or not it says anything."""
    latest: dict[str, Any] = _details(folder)
    latest.pop("problem", None)
    is_over = threading.Event()

    def progress(now: Progress) -> None:
        nonlocal latest
        latest = asdict(now)

    def beat() -> None:
        while not is_over.is_set():
            folder.write("running", pid=os.getpid(), details=latest)
            is_over.wait(_BEAT_SECONDS)

    folder.write("running", pid=os.getpid(), details=latest)
    thread = threading.Thread(target=beat, name="progress", daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        is_over.set()
        thread.join()
        folder.write("running", pid=os.getpid(), details=latest)


def wish_of(order: Mapping[str, Any], files: SetFolder, state: Path) -> EnterpriseWish:
    """Return the wish of an order, whose files are where they are now.

    Orders name files below the folder of what is saved, so that a copy of it works elsewhere.
    """
    root = (files.upload if order["source"] == "upload" else state / "inbox").absolute()
    return read_wish({**order["wish"], "files": [str(root / name) for name in order["files"]]})


def words_of(order: Mapping[str, Any], catalogue: Catalogue) -> IndustryWords:
    """Return the words of an order, those of the atlas where it has none."""
    if order.get("words") is None:
        return IndustryWords.default(catalogue)
    rows = [Word(**row) for row in order["words"]]
    return IndustryWords(rows, [row.id for row in catalogue.industries])


def summary(found: Aggregates, folder: RunFolder) -> dict[str, Any]:
    """Return the numbers of a result that lists and pages show, as JSON types."""
    table = found.by_district
    counts: Counter[str] = Counter()
    for industry, count in zip(
        table["industry"].to_pylist(), table["count"].to_pylist(), strict=True
    ):
        counts[industry] += count
    years = [year for year in table["year"].unique().to_pylist() if year]
    return {
        **found.tally.to_json(),
        "has_weight": found.has_weight,
        "industries": dict(counts),
        "districts": len(table["district"].unique()),
        "years": [min(years), max(years)] if years else None,
        **left_out(folder.rejected),
    }


def left_out(path: Path) -> dict[str, Any]:
    """Count the rows that were left out by reason, and return the first ones of each.

    Among the first ones are cells that could not be read; how many they are, the tally tells.
    """
    reasons: Counter[str] = Counter()
    first: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                reasons[row["reason"]] += 1
                if reasons[row["reason"]] <= MOST_OF_EACH:
                    first.append({name: text or "" for name, text in row.items() if name})
    counts = {name: count for name, count in reasons.most_common() if name not in NOTES}
    return {"reasons": counts, "first": first}


def _details(folder: RunFolder) -> dict[str, Any]:
    state = folder.state()
    return dict(state.details) if state is not None else {}
