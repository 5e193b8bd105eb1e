"""Files that wait between being looked at and being taken: a folder each, for nobody but us.

A folder lies under ``ATLAS_STATE/uploads`` and has a random name. In it are the file as it came,
what is known of it, and, for each time that it was looked at (a *run*), what was chosen, how far
the reading is and what came of it. Every server process can answer for it. It goes when the file
was taken or given up, and after a day.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from flask import current_app

from webapp.errors import WrongValueError
from webapp.planner.access import actor
from webapp.store.models import Project

KEPT_SECONDS = 24 * 3600.0
"""How long a file waits after it was last looked at."""
MOST_WAITING = 8
"""Files of one person that wait in one project; those that were refused do not count."""

How = Literal["file", "pasted", "typed"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")
_GONE = ".gone"  # what is being removed: no token ends so
_SILENT_SECONDS = 120.0  # reading takes 60 s at most and says how far it is
_ACTIVE = ("waiting", "reading", "placing")


class TooManyWaitingError(WrongValueError):
    """Somebody brings more to a project while ``MOST_WAITING`` files wait there already.

    Attributes
    ----------
    waiting : tuple of WaitingFile
        Which they are: whoever answers may no longer ask the store who is signed in.
    """

    def __init__(self, text: str, waiting: Sequence[WaitingFile] = ()) -> None:
        super().__init__(text)
        self.waiting = tuple(waiting)


@dataclass(frozen=True)
class About:
    """Whose file it is, and what it is to become.

    Attributes
    ----------
    project : str
    user : int or None
        None where nobody signs in.
    how : {"file", "pasted", "typed"}
    name : str
        As its owner knows it: a label, never a path.
    city : str
        The project's.
    """

    project: str
    user: int | None
    how: How
    name: str
    city: str = ""


@dataclass(frozen=True)
class RunState:
    """How far a run is.

    Attributes
    ----------
    status : {"waiting", "reading", "placing", "ready", "refused", "failed"}
    rows : int
        Rows read so far, 0 while that is not known.
    refusal : mapping or None
        ``code`` and ``values`` of what was refused.
    pid : int
        The process that reads.
    """

    status: str
    rows: int = 0
    refusal: Mapping[str, Any] | None = None
    pid: int = 0

    @property
    def is_active(self) -> bool:
        """Whether it is still being read."""
        return self.status in _ACTIVE


class WaitingFile:
    """One folder.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.source = folder / "source"

    @property
    def token(self) -> str:
        """Its name in addresses."""
        return self.folder.name

    def about(self) -> About:
        """Return whose it is."""
        return About(**self._read("about"))

    @property
    def came_at(self) -> datetime:
        """When it was brought; now if it is gone."""
        try:
            return datetime.fromtimestamp(self.source.stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.now(UTC)

    @property
    def run(self) -> int:
        """The number of the last run, 0 before the first or if the file is gone."""
        try:
            return int((self.folder / "run").read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0

    def begin(self, wish: Mapping[str, Any]) -> int:
        """Begin a run with what was chosen; return its number. Runs before it give up."""
        run = self.run + 1
        while True:
            try:
                self._write(f"wish-{run}", wish, is_new=True)
                break
            except FileExistsError:  # somebody chose something at the same moment
                run += 1
        self.note(run, RunState("waiting", pid=os.getpid()))
        self._put("run", str(run).encode())
        self._forget(run)
        return run

    def is_current(self, run: int) -> bool:
        """Whether a run is still wanted."""
        return self.run == run

    def note(self, run: int, state: RunState) -> None:
        """Write down how far a run is."""
        self._write(f"state-{run}", asdict(state))

    def state(self) -> RunState:
        """Return how far the last run is; one whose process died without a word has failed."""
        run = self.run
        try:
            found = RunState(**self._read(f"state-{run}"))
            silent = time.time() - (self.folder / f"state-{run}.json").stat().st_mtime
        except FileNotFoundError:
            return RunState("failed")
        is_dead = Path("/proc").exists() and not Path("/proc", str(found.pid)).exists()
        return (
            RunState("failed")
            if found.is_active and (is_dead or silent > _SILENT_SECONDS)
            else found
        )

    def wish(self) -> dict[str, Any]:
        """Return what the last run was begun with."""
        found: dict[str, Any] = self._read(f"wish-{self.run}")
        return found

    def keep(self, run: int, part: str, data: Any) -> None:
        """Keep something that came of a run."""
        self._write(f"{part}-{run}", data)

    def found(self, part: str) -> Any:
        """Return what came of the last run."""
        return self._read(f"{part}-{self.run}")

    def remove(self) -> None:
        """Remove the file and all that is known of it.

        It is gone at once: who reads it at this moment finds the whole of it or nothing.
        """
        gone = self.folder.with_name(f"{self.folder.name}{_GONE}")
        with suppress(OSError):
            self.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def age_seconds(self) -> float:
        """Return the time since it was last looked at."""
        try:
            return time.time() - self.folder.stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def _forget(self, run: int) -> None:
        for path in self.folder.glob("*-*.json"):
            if path.stem.rpartition("-")[2] != str(run):
                path.unlink(missing_ok=True)

    def _read(self, part: str) -> Any:
        return json.loads((self.folder / f"{part}.json").read_bytes())

    def _write(self, part: str, data: Any, *, is_new: bool = False) -> None:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        self._put(f"{part}.json", text.encode("utf-8", "surrogatepass"), is_new=is_new)

    def _put(self, name: str, data: bytes, *, is_new: bool = False) -> None:
        """Write a file whole or not at all, readable by us only."""
        path = self.folder / name
        part = self.folder / f".{name}.{secrets.token_hex(6)}"
        try:
            with private_file(part) as out:
                out.write(data)
            if is_new:
                os.link(part, path)
            else:
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def private_file(path: Path) -> Any:
    """Open a new file that only this account may read (mode 0600)."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


class Uploads:
    """All files that wait.

    Parameters
    ----------
    root : Path
        Need not exist.
    """

    def __init__(self, root: Path):
        self.root = root

    def add(self, about: About) -> WaitingFile:
        """Make a folder; its ``source`` is to be written (with ``private_file``)."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self.root / secrets.token_urlsafe(18)
        folder.mkdir(mode=0o700)
        file = WaitingFile(folder)
        file._write("about", asdict(about))
        return file

    def find(self, token: str, project: str, user: int | None) -> WaitingFile | None:
        """Return a file of a person in a project, None if there is none."""
        if not _TOKEN.fullmatch(token):
            return None
        file = WaitingFile(self.root / token)
        try:
            about = file.about()
        except FileNotFoundError:
            return None
        return file if (about.project, about.user) == (project, user) and file.run else None

    def waiting(self, project: str, user: int | None) -> list[WaitingFile]:
        """List the files of a person that can still be taken into a project, the newest first."""
        found = self._mine(project, user)
        return [file for file in found if file.state().status != "refused"]

    def sweep_refused(self, project: str, user: int | None) -> None:
        """Remove refused files of a person, but for the last: they can be read otherwise."""
        found = self._mine(project, user)
        refused = [file for file in found if file.state().status == "refused"]
        for file in refused[MOST_WAITING - 1 :]:
            file.remove()

    def _mine(self, project: str, user: int | None) -> list[WaitingFile]:
        found = [file for file in self._all() if self.find(file.token, project, user)]
        return sorted(found, key=WaitingFile.age_seconds)

    def sweep(self) -> None:
        """Remove what nobody looked at for ``KEPT_SECONDS``."""
        for file in self._all():
            if file.age_seconds() > KEPT_SECONDS:
                file.remove()
        for left in self.root.glob(f"*{_GONE}"):  # by a process that was ended
            shutil.rmtree(left, ignore_errors=True)

    def _all(self) -> Iterator[WaitingFile]:
        if self.root.is_dir():
            for folder in self.root.iterdir():
                if _TOKEN.fullmatch(folder.name):
                    yield WaitingFile(folder)


def uploads_in_use() -> Uploads:
    """Return the files that wait for the application that answers."""
    return Uploads(current_app.config["ATLAS_STATE"] / "uploads")


def my_id() -> int | None:
    """Return who asks, None where nobody signs in."""
    user = actor()
    return None if user is None else user.id


def my_files(project: Project) -> list[WaitingFile]:
    """List the files that whoever asks has waiting in a project."""
    return uploads_in_use().waiting(project.id, my_id())
