"""Where the files of enterprises lie: what was brought, and each run over it with its result.

``ATLAS_STATE/enterprises/<project>/<key>/`` has ``upload/`` with what was brought and
``runs/<name>/`` for each run. A run is named after all that its result depends on (files, choices,
words, catalogue), so that asking twice is one run, and one that was interrupted is gone on with.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo.errors import ImportRefusedError
from webapp.job_folder import JobFolder, JobState

ROOT = "enterprises"
_PATIENCE_SECONDS = 1.0
_LOOK_SECONDS = 0.05


class RunFolder(JobFolder):
    """One run: order, state, what the engine keeps to go on from, and at last the result.

    Whoever works on it holds a lock, which the system frees when the process ends, however that
    happens: so a run without a holder is known at once, and two never work on the same.
    """

    def __init__(self, folder: Path):
        super().__init__(folder, "aggregates")
        self.rejected = folder / "rejected.csv"
        self.points = folder / "points.parquet"
        self.drawn = folder / "drawn"

    @property
    def aggregates(self) -> Path:
        """The folder of the result (``geo.enterprises.aggregates.read_aggregates``)."""
        return self.path

    def prepare(self, order: Mapping[str, Any]) -> None:
        """Make ready for a worker, and forget that somebody gave up. What was done stays."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.folder / "order.part"
        part.write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / "order.json")
        (self.folder / "attempts").unlink(missing_ok=True)
        (self.folder / "cancel").unlink(missing_ok=True)
        state = self.state()
        if state is None or state.status != "done":
            self.write("waiting", details=state.details if state else None)

    def state(self) -> JobState | None:
        """Tell how far the run is; one whose worker died waits for another one."""
        try:
            found = self._read()
        except FileNotFoundError:
            return None
        if found.status == "running" and not self.is_held():
            found = self._read()  # it may just have ended
            if found.status == "running":
                return JobState("waiting", details={**found.details, "is_interrupted": True})
        return found

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """Be the one who works on it; yields whether nobody else is."""
        with (self.folder / "lock").open("w") as file:
            yield _lock(file, fcntl.LOCK_EX, _PATIENCE_SECONDS)

    def is_held(self) -> bool:
        """Whether somebody works on it."""
        try:
            with (self.folder / "lock").open("r") as file:
                return not _lock(file, fcntl.LOCK_SH, 0.0)
        except FileNotFoundError:
            return False

    def count_attempt(self) -> int:
        """Count that work begins; returns how often it did since it was asked for."""
        path = self.folder / "attempts"
        count = 1 + (int(path.read_text(encoding="ascii")) if path.exists() else 0)
        path.write_text(str(count), encoding="ascii")
        return count

    def forget_attempts(self) -> None:
        """Count from nothing: work was stopped on purpose, nothing failed."""
        (self.folder / "attempts").unlink(missing_ok=True)


class SetFolder:
    """The files of one set.

    Parameters
    ----------
    state : Path
        The folder of what is saved (``ATLAS_STATE``).
    project, key : str
        Of the set, as the database has them: never what an address says.
    """

    def __init__(self, state: Path, project: str, key: str):
        self.folder = state / ROOT / project / key
        self.upload = self.folder / "upload"
        self._refused = self.folder / "refused.json"

    def run(self, job: str) -> RunFolder:
        """Return the folder of a run; it need not exist."""
        return RunFolder(self.folder / "runs" / job)

    def keep_runs(self, *jobs: str | None) -> None:
        """Remove all runs but some, and those that somebody works on."""
        runs = self.folder / "runs"
        for folder in runs.iterdir() if runs.is_dir() else ():
            if folder.name not in jobs and not RunFolder(folder).is_held():
                shutil.rmtree(folder, ignore_errors=True)

    def keep_refusal(self, error: ImportRefusedError) -> None:
        """Note why the files cannot be read, for pages that do not open them."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps([error.code, str(error), error.values], ensure_ascii=False)
        part = self._refused.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(self._refused)

    def refusal(self) -> ImportRefusedError | None:
        """Return why the files cannot be read, if they could not when they were looked at."""
        try:
            return ImportRefusedError(*json.loads(self._refused.read_bytes()))
        except FileNotFoundError:
            return None

    def forget_refusal(self) -> None:
        """Note that the files can be read."""
        self._refused.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _lock(file: Any, kind: int, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_SECONDS)
        else:
            return True
