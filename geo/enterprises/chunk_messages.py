"""Results of chunks as messages between processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from geo.enterprises.aggregates import Aggregates
from geo.enterprises.chunk_counter import ChunkResult
from geo.enterprises.chunk_rows import WrongEncoding
from geo.enterprises.frames import Blob, FrameError, packed, read_table, table_bytes, unpacked
from geo.enterprises.points import POINTS
from geo.enterprises.rejects import REJECTS


def described(result: ChunkResult) -> tuple[dict[str, Any], list[Blob]]:
    """Turn the result of a chunk into a message.

    Returns
    -------
    head : dict
    blobs : list of bytes
    """
    about, blobs = packed(result.aggregates)
    head = {
        "begin": result.begin,
        "end": result.end,
        "count": result.count,
        "aggregates": about,
        "wrong_encoding": result.wrong_encoding and asdict(result.wrong_encoding),
        "has_points": result.points is not None,
    }
    blobs.append(table_bytes(result.rejects))
    if result.points is not None:
        blobs.append(table_bytes(result.points))
    return head, blobs


def read_result(head: dict[str, Any], blobs: Sequence[Blob], nothing: Aggregates) -> ChunkResult:
    """Read what ``described`` made, in a process that is not to be trusted.

    Parameters
    ----------
    head : dict
    blobs : sequence of bytes
    nothing : Aggregates
        Of no rows: what is counted by.

    Raises
    ------
    FrameError
        If it is not that.
    """
    try:
        blobs = list(blobs)
        points = read_table(blobs.pop(), POINTS) if head["has_points"] else None
        rejects = read_table(blobs.pop(), REJECTS)
        aggregates = unpacked(head["aggregates"], blobs, nothing.districts, nothing.industries)
        if aggregates.has_weight != nothing.has_weight:
            raise ValueError
        wrong = head["wrong_encoding"]
        return ChunkResult(
            int(head["begin"]),
            int(head["end"]),
            int(head["count"]),
            aggregates,
            rejects,
            points,
            None if wrong is None else WrongEncoding(int(wrong["row"]), int(wrong["byte"])),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        msg = "the result of a chunk that is none"
        raise FrameError(msg) from error
