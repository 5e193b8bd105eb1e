"""The process that reads strangers' files: ``python -m geo.enterprises.worker``.

It gives up network, other files, and memory without bounds before it opens any of them
(``geo.imports.confinement``), then does one task after the other until it is told no more.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any

from geo.enterprises.chunk_counter import ChunkCounter
from geo.enterprises.chunk_messages import described
from geo.enterprises.chunks import Chunk, SourceFile, look_at
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.frames import Blob, FrameError, read_frame, write_frame
from geo.enterprises.setup_pickle import from_bytes
from geo.imports.confinement import confine
from geo.imports.limits import Limits

Answer = tuple[dict[str, Any], list[Blob]]


def answer(counter: ChunkCounter, task: dict[str, Any], blobs: list[memoryview]) -> Answer:
    """Do a task.

    Parameters
    ----------
    counter : ChunkCounter
    task : dict
        ``{"do": "look"}``, or a chunk to count.
    blobs : list of bytes
        The text of a chunk, where only the process that leads can unpack it.

    Returns
    -------
    head : dict
    blobs : list of bytes
    """
    try:
        if task["do"] == "look":
            return {"files": [file.to_json() for file in look_at(counter.wish)]}, []
        file = SourceFile.from_json(task["file"])
        text = bytes(blobs[0]) if blobs else None
        points = bool(task["points"])
        return described(counter.count(Chunk(**task["chunk"]), file, text, points=points))
    except EnterpriseError as error:
        return {"error": [error.text, error.code, error.values]}, []
    except MemoryError:
        msg = "out of memory: a row group, or a workbook, is too large for one process"
        return {"error": [msg, "out-of-memory", {}]}, []


def main() -> int:
    """Do the tasks on the standard input; return the exit code."""
    # Libraries in C may print; only we write into the answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        tasks = sys.stdin.buffer
        head, blobs = read_frame(tasks)
        readable = map(Path, head["readable"])
        cut_off = confine(Limits(**head["limits"]), Path(head["folder"]), readable)
        # From our own process, not from a stranger.
        counter = ChunkCounter(*from_bytes(blobs[0]))
        write_frame(out, {"cut_off": cut_off})
        while True:
            try:
                task, blobs = read_frame(tasks)
            except FrameError:
                return 0
            head, parts = answer(counter, task, blobs)
            head["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            write_frame(out, head, parts)


if __name__ == "__main__":
    raise SystemExit(main())
