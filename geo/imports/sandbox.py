"""Reading in a child process: what goes wrong there, goes wrong there only.

Every file gets an interpreter of its own, started afresh: text files are read within 0.1 s of
that, GDAL needs 0.5 s. The child gives up network, memory and time before it opens the file
(``geo.imports.confinement``); the parent waits a limited time, reads a limited answer, and
kills the child in every other case.
"""

from __future__ import annotations

import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyogrio

from geo.imports.confinement import PROJECT, environment
from geo.imports.limits import Limits
from geo.imports.messages import refusal, refuse
from geo.imports.request import ReadRequest
from geo.imports.source import Source
from geo.imports.vectors import DRIVERS

LOG = logging.getLogger(__name__)
CHILD = ("-s", "-m", "geo.imports.child")
"""What the interpreter of the child is started with."""
PREFIX = "atlas-import-"
"""How the names of folders of imports begin."""
_LEFT_OVER_SECONDS = 3600
_BLOCK = 1024 * 1024
_POLL_SECONDS = 0.2
_STDERR_SHOWN = 2000

Progress = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class Answer:
    """What a child found in a file.

    Attributes
    ----------
    table : dict
        The description of the table (see ``geo.imports.child.answer``).
    rows : list of [number, cells, place as hexadecimal WKB or None]
    cut_off : tuple of str
        What the platform cut the child off from: "network", "files".
    """

    table: dict[str, Any]
    rows: list[list[Any]]
    cut_off: tuple[str, ...]


def read_in_child(
    source: Source,
    request: ReadRequest,
    *,
    all_rows: bool,
    limits: Limits | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Read a file in a process of its own.

    Parameters
    ----------
    source : Source
    request : ReadRequest
    all_rows : bool
        Whether all rows are wanted, or those of a preview.
    limits : Limits, optional
    progress : callable, optional
        Takes ``{"progress": stage, …}`` while it lasts.
    is_cancelled : callable, optional
        Asked a few times a second whether to give up.

    Returns
    -------
    Answer

    Raises
    ------
    ImportRefusedError
        If the file is refused, reading breaks down or takes too long, or it is cancelled; the
        message names the file.
    """
    limits = limits or Limits()
    remove_left_over(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        path = folder / "input"
        source.write_to(path)
        job = {
            "path": str(path),
            "name": source.name,
            "request": request.to_json(),
            "limits": limits.to_json(),
            "all_rows": all_rows,
        }
        with (folder / "stderr").open("w+b") as errors:
            process = _start(folder, job, errors)
            try:
                lines = _lines(process, limits, is_cancelled or (lambda: False), source.name)
                return _gather(lines, progress or (lambda _: None), source.name)
            except _EndedError:
                raise _breakdown(process, limits, errors, source.name) from None
            finally:
                _end(process)


class _EndedError(Exception):
    """The child ended without an answer."""


def skipped_drivers() -> str:
    """Name all of GDAL's drivers but those that are needed, as ``OGR_SKIP`` wants them."""
    return ",".join(sorted(set(pyogrio.list_drivers()) - set(DRIVERS.values())))


def remove_left_over(parent: Path) -> None:
    """Remove folders of imports whose server was killed: people's files must not stay there.

    Parameters
    ----------
    parent : Path
        Where folders of imports are made.
    """
    long_ago = time.time() - _LEFT_OVER_SECONDS
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            state = folder.lstat()
        except FileNotFoundError:  # another import has just ended
            continue
        if state.st_uid == os.geteuid() and state.st_mtime < long_ago:
            shutil.rmtree(folder, ignore_errors=True)  # refuses links


def _start(folder: Path, job: Mapping[str, Any], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, *CHILD],
        cwd=PROJECT,
        env=environment(folder, skipped_drivers()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )
    assert process.stdin is not None
    try:
        with process.stdin:
            process.stdin.write(json.dumps(job).encode() + b"\n")
    except BrokenPipeError:  # it ended at once: told when its answer is missing
        pass
    return process


def _lines(
    process: subprocess.Popen[bytes],
    limits: Limits,
    is_cancelled: Callable[[], bool],
    name: str,
) -> Iterator[bytes]:
    """Yield lines of the answer until the child closes it."""
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    deadline = time.monotonic() + limits.wall_seconds
    received = 0
    rest = b""
    parts: list[bytes] = []
    while True:
        if is_cancelled():
            refuse("cancelled", file=name)
        left = deadline - time.monotonic()
        if left <= 0:
            refuse("out_of_time", file=name, seconds=limits.wall_seconds)
        if not select.select([pipe], [], [], min(left, _POLL_SECONDS))[0]:
            continue
        block = os.read(pipe, _BLOCK)
        if not block:
            return
        received += len(block)
        if received > limits.answer_bytes:
            refuse("answer_too_large", file=name, allowed=limits.answer_bytes)
        *whole, rest = block.split(b"\n")
        for line in whole:
            parts.append(line)
            yield b"".join(parts)
            parts = []
        parts.append(rest)


def _gather(lines: Iterator[bytes], progress: Progress, name: str) -> Answer:
    table: dict[str, Any] | None = None
    rows: list[list[Any]] = []
    cut_off: tuple[str, ...] = ()
    for line in lines:
        part = _parsed(line)
        if "progress" in part:
            cut_off = (*cut_off, *part.get("cut_off", ()))
            progress(part)
        elif "refused" in part:
            refused = part["refused"]
            raise refusal(refused["code"], **{**refused["values"], "file": name})
        elif "table" in part:
            table = part["table"]
        elif "rows" in part:
            rows += part["rows"]
            progress({"progress": "received", "rows": len(rows)})
        elif part.get("done") and table is not None:
            return Answer(table, rows, cut_off)
    raise _EndedError


def _parsed(line: bytes) -> dict[str, Any]:
    """Read a line of the answer; what is none ends the reading: the child is not to be trusted."""
    try:
        part = json.loads(line)
    except ValueError:
        raise _EndedError from None
    if not isinstance(part, dict):
        raise _EndedError
    return part


def _breakdown(
    process: subprocess.Popen[bytes], limits: Limits, errors: IO[bytes], name: str
) -> Exception:
    """Tell why a child ended without an answer; what it wrote goes to the log."""
    process.kill()  # it may still run, having answered with rubbish
    code = process.wait()
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - _STDERR_SHOWN))
    tail = errors.read().decode("utf-8", "replace").strip()
    LOG.warning("the reader of an import ended with %s: %s", code, tail)
    if code == -signal.SIGXCPU:
        return refusal("out_of_time", file=name, seconds=limits.cpu_seconds)
    if "memory allocation" in tail or "bad_alloc" in tail or "MemoryError" in tail:
        return refusal("out_of_memory", file=name, mebibytes=limits.memory_bytes // 1024**2)
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return refusal("reader_crashed", file=name, how=how)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
