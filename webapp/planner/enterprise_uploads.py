"""Files of a registry on their way: slice by slice, so that a lost connection loses one slice.

Each file grows under a name of ours made from its own, which lists of rows left out show again.
Next to them a note says what is to come; what has come is what lies there. Files that are too
large to be sent lie in the inbox, a folder that whoever runs the server fills.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from geo.enterprises.samples import form_of
from geo.imports.limits import MIB
from geo.imports.messages import refuse
from geo.imports.sniffing import HEAD_BYTES
from geo.imports.source import clean_name

SLICE_BYTES = 8 * MIB
"""What is sent at once, at most."""
MOST_BYTES = 64 * 1024 * MIB
"""Of all files of a set; more belongs into the inbox."""
MOST_PARTS = 500
INBOX = "inbox"

_ENDINGS = {"csv": ".csv", "csv.gz": ".csv.gz", "parquet": ".parquet", "xlsx": ".xlsx"}
_KNOWN = re.compile(r"\.(csv|txt|tsv|tab)(\.gz)?$|\.(parquet|xlsx)$", re.I)
_UNSAFE = re.compile(r"[^\w.\-()（） ]+")
_LONGEST_NAME = 80
_KEPT_FREE = 512 * MIB
_BLOCK = MIB


class OutOfStepError(Exception):
    """A slice does not begin where the file ends; ``received`` says where that is."""

    def __init__(self, received: int):
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class Part:
    """A file that was announced.

    Attributes
    ----------
    label : str
        As its owner calls it.
    name : str
        Under which it lies in the folder.
    size : int
        Bytes.
    modified : int
        When it was changed last, as its browser tells: it is the same file if it comes again.
    """

    label: str
    name: str
    size: int
    modified: int = 0


class Upload:
    """The files of one set.

    Parameters
    ----------
    folder : Path
        ``SetFolder.upload``.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._note = folder.parent / "upload.json"

    def begin(self, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Announce files: ``name``, ``size`` and ``modified`` of each.

        Raises
        ------
        ImportRefusedError
            If they are too large, empty, or of no kind that can be read.
        """
        total = sum(row["size"] for row in wanted)
        if total > MOST_BYTES:
            refuse("too_large", bytes=total, allowed=MOST_BYTES)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if total > shutil.disk_usage(self.folder).free - _KEPT_FREE:
            free = max(0, shutil.disk_usage(self.folder).free - _KEPT_FREE)
            refuse("too_large", bytes=total, allowed=free)
        parts: list[Part] = []
        for row in wanted:
            label = clean_name(row["name"])
            if row["size"] == 0:
                refuse("empty_file", file=label)
            name = _own_name(label, [part.name for part in parts])
            parts.append(Part(label, name, row["size"], row.get("modified", 0)))
        self._write(parts)

    def parts(self) -> list[Part]:
        """List the files that were announced; none if nothing was."""
        try:
            return [Part(**row) for row in json.loads(self._note.read_bytes())]
        except FileNotFoundError:
            return []

    def received(self, part: Part) -> int:
        """Return how many bytes of a file are there."""
        try:
            return (self.folder / part.name).stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def is_complete(self) -> bool:
        """Whether all that was announced is there."""
        parts = self.parts()
        return bool(parts) and all(self.received(part) == part.size for part in parts)

    def is_same(self, wanted: Sequence[Mapping[str, Any]]) -> bool:
        """Tell whether files that are announced are those that were announced before."""
        mine = [(part.label, part.size, part.modified) for part in self.parts()]
        return mine == [
            (clean_name(row["name"]), row["size"], row.get("modified", 0)) for row in wanted
        ]

    def add_slice(self, number: int, offset: int, stream: IO[bytes], length: int) -> int:
        """Append a slice to a file; returns how many bytes of it are there now.

        Raises
        ------
        OutOfStepError
            If it does not begin where the file ends: a slice came twice, or one is missing.
        ImportRefusedError
            If it is longer than what is left.
        """
        part = self.parts()[number]
        with self._lock():
            there = self.received(part)
            if offset != there:
                raise OutOfStepError(there)
            if length > min(SLICE_BYTES, part.size - offset):
                refuse("too_large", bytes=length, allowed=min(SLICE_BYTES, part.size - offset))
            with _private(self.folder / part.name) as file:
                try:
                    _copy(stream, file, length)
                except BaseException:
                    file.truncate(there)
                    raise
            return self.received(part)

    def take(self, label: str, stream: IO[bytes]) -> None:
        """Take one whole file, as a form sends it; raises as ``begin`` does."""
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        self.begin([{"name": label, "size": size}])
        with _private(self.folder / self.parts()[0].name) as file:
            _copy(stream, file, size)

    def settle(self) -> None:
        """Let names end as what files are: readers go by that.

        Raises
        ------
        ImportRefusedError
            If a file is of no kind that can be read, or they are of several.
        """
        parts = self.parts()
        forms = set()
        settled: list[Part] = []
        for part in parts:
            path = self.folder / part.name
            with path.open("rb") as file:
                form = form_of(file.read(HEAD_BYTES))
            forms.add(form.removesuffix(".gz"))
            name = part.name
            if not name.lower().endswith(_ENDINGS[form]) and not _is_text(form, name):
                name = _own_name(
                    _KNOWN.sub("", name) + _ENDINGS[form], [one.name for one in settled]
                )
                path.rename(self.folder / name)
            settled.append(Part(part.label, name, part.size, part.modified))
        if len(forms) > 1 or (forms == {"xlsx"} and len(parts) > 1):
            refuse("unknown_kind", found=" + ".join(sorted(forms)))
        self._write(settled)

    def _write(self, parts: Sequence[Part]) -> None:
        new = self._note.with_suffix(".part")
        text = json.dumps([asdict(part) for part in parts], ensure_ascii=False)
        new.write_text(text, encoding="utf-8")
        new.replace(self._note)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder.parent / "upload.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@dataclass(frozen=True)
class InboxEntry:
    """A file, or a folder of parts, that waits in the inbox.

    Attributes
    ----------
    name : str
    files : tuple of str
        Below the inbox.
    size : int
        Bytes of all of them.
    """

    name: str
    files: tuple[str, ...]
    size: int


def inbox_entries(state: Path) -> list[InboxEntry]:
    """List what waits in the inbox, by name. It lies below the folder of what is saved."""
    root = state / INBOX
    found = []
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.name.startswith("."):
            continue
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        files = [one for one in inside if one.is_file() and _KNOWN.search(one.name)]
        if files:
            names = tuple(str(one.relative_to(root)) for one in files)
            found.append(InboxEntry(path.name, names, sum(one.stat().st_size for one in files)))
    return found


def _own_name(label: str, taken: Sequence[str]) -> str:
    safe = _UNSAFE.sub("_", label).strip(" .") or "file"
    stem, ending = safe, ""
    if match := _KNOWN.search(safe):
        stem, ending = safe[: match.start()], match[0].lower()
    stem = stem[-_LONGEST_NAME:] or "file"
    name, copy = stem + ending, 2
    while name in taken:
        name, copy = f"{stem} ({copy}){ending}", copy + 1
    return name


def _is_text(form: str, name: str) -> bool:
    return (
        form == "csv" and bool(_KNOWN.search(name)) and name.lower().endswith(("txt", "tsv", "tab"))
    )


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _copy(stream: IO[bytes], file: IO[bytes], length: int) -> None:
    while length:
        block = stream.read(min(length, _BLOCK))
        if not block:
            break
        file.write(block)
        length -= len(block)
    file.flush()
