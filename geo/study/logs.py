"""The log of the import that a layer came by: kept word for word, if it is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.imports.import_log import VERSION, ImportLog
from geo.study.layers import StudyLayer
from geo.study.problems import Path, StudyProblem

DEEPEST = 12
"""A log nests five deep; what is nested deeper is none and could exhaust a reader."""


def log_problems(layer: StudyLayer, at: Path) -> Iterator[StudyProblem]:
    """Find a log that is none.

    Parameters
    ----------
    layer : StudyLayer
    at : tuple of str and int
        Where the layer is in the study.

    Yields
    ------
    StudyProblem
    """
    if layer.log is not None and not _is_log(layer.log):
        told = f"is not the log of an import, version {VERSION}, as the atlas writes it; or null"
        yield StudyProblem("wrong_log", (*at, "log"), layer.log, told)


def read_log(layer: StudyLayer) -> ImportLog | None:
    """Return the log of a layer of a checked study, None if it has none."""
    return None if layer.log is None else ImportLog.from_json(layer.log)


def _is_log(data: Mapping[str, Any]) -> bool:
    if not _is_flat(data):
        return False
    try:
        log = ImportLog.from_json(data)
        _say(log)
        return log.to_json() == data
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _say(log: ImportLog) -> None:
    """Write out every message: one that is not known, or lacks a value, raises."""
    for told in (log.datum_reason, *log.conversions, *log.notes):
        str(told)
    for problem in log.problems:
        str(problem.message)
        str(problem.suggestion)
        if not isinstance(problem.row, int):
            raise TypeError
    texts = (log.file_name, log.sha256, log.kind, log.datum)
    counts = (log.size, log.header_row, log.read, log.taken, log.refused, log.told)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not all(isinstance(count, int) for count in counts):
        raise TypeError


def _is_flat(data: object, depth: int = 0) -> bool:
    """Tell whether something is made of JSON types, NaN excluded, and not nested too deeply."""
    if data is None or isinstance(data, bool | int | str):
        return True
    if isinstance(data, float):
        return data - data == 0
    if depth == DEEPEST:
        return False
    if isinstance(data, Mapping):
        return all(isinstance(key, str) for key in data) and _is_flat(list(data.values()), depth)
    return isinstance(data, list) and all(_is_flat(item, depth + 1) for item in data)
