"""How far a count is, on disk: whole or not there, whatever happens in between."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.enterprises.aggregates import Aggregates
from geo.enterprises.chunks import Position
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.frames import (
    FrameError,
    packed,
    read_frame,
    read_table,
    table_bytes,
    unpacked,
    write_frame,
)
from geo.enterprises.opening import unreadable
from geo.enterprises.points import POINTS

NAME = "checkpoint"
VERSION = 2
"""An older one is none: what it counted was counted by other rules, and is counted anew."""
_ENDS = 64 * 1024


@dataclass(frozen=True)
class FileState:
    """By what a file is known again.

    Attributes
    ----------
    path : str
    size : int
    changed_ns : int
        When it was last written to.
    ends : str
        SHA-256 of its first and last 64 KiB.
    """

    path: str
    size: int
    changed_ns: int
    ends: str


def file_state(path: str) -> FileState:
    """Look at a file.

    Raises
    ------
    EnterpriseError
        If it is not there or cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            about = os.fstat(file.fileno())
            ends = hashlib.sha256(file.read(_ENDS))
            file.seek(max(0, about.st_size - _ENDS))
            ends.update(file.read(_ENDS))
    except OSError as error:
        raise unreadable(path, error) from error
    return FileState(path, about.st_size, about.st_mtime_ns, ends.hexdigest())


def check_unchanged(before: Sequence[FileState], now: Sequence[FileState], rows: int) -> None:
    """Make sure that files are what they were.

    Raises
    ------
    EnterpriseError
        Naming the first that is not.
    """
    for old, new in zip(before, now, strict=True):
        if old != new:
            name = Path(new.path).name
            msg = (
                f"{name} was changed since it was begun to be counted ({old.size} bytes then,"
                f" {new.size} now): allowed is the same file. The {rows} rows that were counted"
                f" are kept until you start anew"
            )
            raise EnterpriseError(msg, "changed", {"file": name, "kept": rows})


@dataclass(frozen=True)
class Checkpoint:
    """All that a count needs to go on.

    Attributes
    ----------
    key : str
        Of what is counted, and by which words and boundaries.
    files : tuple of FileState
    position : Position
        Where it goes on.
    bytes_done, rows_done : int
    aggregates : Aggregates
    reject_length, reject_listed : int
        Bytes and rows of the reject file.
    points : Table or None
        Enterprises one by one, as long as they are few.
    reject_noted : int
        Cells that the reject file lists besides.
    """

    key: str
    files: tuple[FileState, ...]
    position: Position
    bytes_done: int
    rows_done: int
    aggregates: Aggregates
    reject_length: int
    reject_listed: int
    points: pa.Table | None
    reject_noted: int = 0


def write_checkpoint(state: Checkpoint, folder: Path) -> None:
    """Replace the checkpoint of a folder.

    Raises
    ------
    OSError
        If the disk is full; the former one stays.
    """
    about, blobs = packed(state.aggregates)
    head = {
        "version": VERSION,
        "key": state.key,
        "files": [asdict(file) for file in state.files],
        "position": asdict(state.position),
        "bytes_done": state.bytes_done,
        "rows_done": state.rows_done,
        "aggregates": about,
        "rejects": [state.reject_length, state.reject_listed, state.reject_noted],
        "has_points": state.points is not None,
    }
    if state.points is not None:
        blobs.append(table_bytes(state.points))
    part = folder / f"{NAME}.part"
    try:
        with part.open("wb") as file:
            write_frame(file, head, blobs)
            os.fsync(file.fileno())
        part.replace(folder / NAME)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def read_checkpoint(
    folder: Path, key: str, districts: tuple[str, ...], industries: tuple[str, ...]
) -> Checkpoint | None:
    """Read the checkpoint of a folder.

    Parameters
    ----------
    folder : Path
    key : str
        One of another count is none.
    districts, industries : tuple of str
        What is counted by.

    Returns
    -------
    Checkpoint or None
        None if there is none, or nothing can be done with it.
    """
    try:
        with (folder / NAME).open("rb") as file:
            head, blobs = read_frame(file)
        if (head["version"], head["key"]) != (VERSION, key):
            return None
        points = read_table(blobs.pop(), POINTS) if head["has_points"] else None
        return _checkpoint(head, unpacked(head["aggregates"], blobs, districts, industries), points)
    except (FileNotFoundError, FrameError, KeyError):
        return None


def _checkpoint(head: dict[str, Any], aggregates: Aggregates, points: Any) -> Checkpoint:
    return Checkpoint(
        head["key"],
        tuple(FileState(**file) for file in head["files"]),
        Position(**head["position"]),
        head["bytes_done"],
        head["rows_done"],
        aggregates,
        int(head["rejects"][0]),
        int(head["rejects"][1]),
        points,
        int(head["rejects"][2]),
    )


def remove_checkpoint(folder: Path) -> None:
    """Forget how far a count was."""
    (folder / NAME).unlink(missing_ok=True)
