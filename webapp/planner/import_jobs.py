"""Looking at a file that waits: read in the sandbox, placed, checked, and nothing of it stored.

It takes a moment or, for the largest files, half a minute, so it runs in a thread of its own. How
far it is and what came of it stand in the file's folder (``webapp.planner.uploads``), where any
server process finds them.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np

from geo.catalogue import Catalogue
from geo.errors import ImportRefusedError
from geo.imports.choices import choose_coordinates, decide, order_proposal
from geo.imports.columns import text_of
from geo.imports.commas import with_commas
from geo.imports.effects import DatumEffect, effects_of
from geo.imports.first_checks import first_problems
from geo.imports.guesses import CoordinateColumns
from geo.imports.limits import Limits
from geo.imports.local_grids import unplaced_note
from geo.imports.messages import cut
from geo.imports.preview import Preview, read_rows
from geo.imports.source import Source, uploaded
from geo.imports.taking import Taken, take_rows
from geo.imports.typed import preview_typed
from geo.study.limits import MOST_FEATURES
from webapp.planner.import_wish import Wish
from webapp.planner.uploads import RunState, WaitingFile
from webapp.store.layer_rows import rows_of

QUESTIONS = ("datum_needed", "coordinates_needed", "unknown_choice", "unsupported_crs")
"""What a person can still decide; everything else refuses the file."""
MOST_SHOWN = 200
"""Problems on the page; the list to download has all of them."""

_CELL_CHARS = 60
_SILENT_ROWS = 5000
_NAMES = re.compile(r"名称|名字|站名|楼名|^名$|(^|[\W_])(name|title)($|[\W_])", re.I)

Progress = Callable[[str, int], None]


class ImportJobs:
    """Looks at files, a few at a time.

    Parameters
    ----------
    catalogue : Catalogue
    limits : Limits, optional
    most : int
        Files looked at at the same time by this process; others wait.
    """

    def __init__(self, catalogue: Catalogue, limits: Limits | None = None, *, most: int = 2):
        self._catalogue = catalogue
        self.limits = limits or Limits()
        self._free = threading.BoundedSemaphore(most)

    def start(self, file: WaitingFile, wish: Wish) -> None:
        """Begin a run of a file; what was begun before gives up."""
        run = file.begin(wish.to_json())
        thread = threading.Thread(
            target=self._run, args=(file, run, wish), name="atlas-import", daemon=True
        )
        thread.start()

    def _run(self, file: WaitingFile, run: int, wish: Wish) -> None:
        state = RunState("failed")  # what stays if something goes wrong that nobody thought of
        try:
            with self._free:
                state = self._look(file, run, wish)
        except OSError:
            if file.is_current(run):
                raise  # something else is missing than a file that was given up
        finally:
            self._note(file, run, state)

    def _note(self, file: WaitingFile, run: int, state: RunState) -> None:
        """Write down how far a run is, if anybody still wants to know."""
        if file.is_current(run):
            with suppress(FileNotFoundError):  # the file was given up a moment ago
                file.note(run, state)

    def _look(self, file: WaitingFile, run: int, wish: Wish) -> RunState:
        told = 0

        def progress(status: str, rows: int) -> None:
            nonlocal told
            if status != "reading" or rows >= told + _SILENT_ROWS or not rows:
                told = rows
                self._note(file, run, RunState(status, rows, pid=os.getpid()))

        try:
            progress("reading", 0)
            found = self._read(file, run, wish, progress)
            progress("placing", found.row_count)
            view, problems, rows = look_at(found, wish, self._catalogue, file.about().city or None)
        except ImportRefusedError as error:
            refusal = {"code": error.code, "values": error.values}
            return RunState("refused", refusal=refusal)
        file.keep(run, "problems", problems)
        if rows is not None:
            file.keep(run, "rows", rows)
        file.keep(run, "view", view)
        return RunState("ready", found.row_count)

    def _read(self, file: WaitingFile, run: int, wish: Wish, progress: Progress) -> Preview:
        about = file.about()
        if about.how == "typed":
            return preview_typed(file.source.read_text(encoding="utf-8"), self.limits)

        def tell(part: Mapping[str, Any]) -> None:
            progress("reading", int(part.get("rows", 0)))

        return read_rows(
            self.source_of(file),
            wish.request,
            limits=self.limits,
            progress=tell,
            is_cancelled=lambda: not file.is_current(run),
        )

    def source_of(self, file: WaitingFile) -> Source:
        """Return the file as the library takes it; raises ``ImportRefusedError``."""
        return uploaded(file.about().name, file.source, self.limits)


def look_at(
    preview: Preview, wish: Wish, catalogue: Catalogue, city: str | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any] | None]:
    """Find out what a file would become.

    Parameters
    ----------
    preview : Preview
        With all rows.
    wish : Wish
    catalogue : Catalogue
    city : str, optional
        The project's: what lies in another one is told.

    Returns
    -------
    view : dict
        What the page shows, as JSON types.
    problems : list of dict
        All of them (``RowProblem.to_json``); while something must be decided, those of which
        that can be said already.
    rows : dict or None
        ``columns``, ``features`` and ``log`` to store; None if something must be decided first,
        or if there are more than a project holds.

    Raises
    ------
    ImportRefusedError
        If the file is refused, whatever is chosen.
    """
    wish = wish.for_columns(preview.names)
    preview = with_commas(preview, wish.choices.commas)
    taken, question = _taken(preview, wish, catalogue, city)
    used = _used(preview, wish)
    effects = _effects(preview, wish, catalogue)
    unplaced = unplaced_note(preview, used, effects)
    problems = taken.log.problems if taken else first_problems(preview, wish.choices)
    view = {
        **_described(preview),
        "wish": wish.to_json(),
        "name_guess": _name_guess(preview),
        "used": used.to_json() if used else None,
        "pair": _pair(preview, used),
        "effects": [_effect(row) for row in effects],
        "unplaced": unplaced.to_json() if unplaced else None,
        "question": question,
        "problem_count": len(problems),
        "problems": [row.to_json() for row in problems[:MOST_SHOWN]],
        "elsewhere": sum(row.message.code == "elsewhere" for row in problems),
        "taken": None,
    }
    rows = None
    if taken is not None:
        log = taken.log
        view["taken"] = {
            "taken": log.taken,
            "refused": log.refused,
            "told": log.told,
            "read": log.read,
            "datum": log.datum,
            "conversions": [row.to_json() for row in log.conversions],
        }
        if log.taken <= MOST_FEATURES:
            made = rows_of(taken.frame)
            rows = {"columns": made.columns, "features": made.features, "log": log.to_json()}
    return view, [row.to_json() for row in problems], rows


def _taken(
    preview: Preview, wish: Wish, catalogue: Catalogue, city: str | None
) -> tuple[Taken | None, dict[str, Any] | None]:
    try:
        decide(preview, wish.choices)
        taken = take_rows(
            preview,
            wish.choices,
            catalogue,
            request=wish.request,
            city=city,
            is_reference=wish.kind == "reference",
        )
        return taken, None
    except ImportRefusedError as error:
        if error.code not in QUESTIONS:
            raise
        return None, {"code": error.code, "values": error.values}


def _described(preview: Preview) -> dict[str, Any]:
    first = preview.rows[: Limits.first_rows]
    kept = ("kind", "encoding", "encoding_basis", "delimiter", "layer", "header_row", "row_count")
    return {
        **{name: getattr(preview, name) for name in kept},
        "layers": list(preview.layers),
        "has_shapes": preview.has_shapes,
        "size": preview.source.size,
        "columns": [column.to_json() for column in preview.columns],
        "proposed": preview.coordinates.to_json() if preview.coordinates else None,
        "claim": {
            "datum": preview.claim.datum,
            "is_sure": preview.claim.is_sure,
            "reason": preview.claim.reason.to_json(),
        },
        "notes": [note.to_json() for note in preview.notes],
        "first": [
            {"row": row.number, "cells": [cut(text_of(cell), _CELL_CHARS) for cell in row.cells]}
            for row in first
        ],
    }


def _used(preview: Preview, wish: Wish) -> CoordinateColumns | None:
    """Return the columns of coordinates that are in use; None if they are asked for."""
    if preview.has_shapes:
        return None
    try:
        return choose_coordinates(preview, wish.choices)
    except ImportRefusedError:
        return None


def _pair(preview: Preview, used: CoordinateColumns | None) -> dict[str, Any] | None:
    """Return the order proposed for a column of pairs; None where there is none to choose."""
    proposal = order_proposal(preview, used) if used else None
    return proposal.to_json() if proposal else None


def _effects(preview: Preview, wish: Wish, catalogue: Catalogue) -> Sequence[DatumEffect]:
    try:
        return effects_of(preview, catalogue, wish.choices)
    except ImportRefusedError:  # the columns are not decided
        return ()


def _effect(effect: DatumEffect) -> dict[str, Any]:
    first = slice(0, Limits.first_rows)
    return {
        "datum": effect.datum,
        "inside": effect.inside,
        "cities": effect.cities,
        "shift_m": None if effect.shift_m is None else round(effect.shift_m, 1),
        "places": [
            [round(float(lon), 6), round(float(lat), 6)] if np.isfinite(lon + lat) else None
            for lon, lat in zip(effect.lon[first], effect.lat[first], strict=True)
        ],
    }


def _name_guess(preview: Preview) -> str:
    """Propose the column that names the places, "" for none."""
    if preview.kind == "typed":
        return ""
    texts = [column for column in preview.columns if column.type == "text" and column.filled]
    return next((column.name for column in texts if _NAMES.search(column.name)), "")


def as_json(state: RunState) -> dict[str, Any]:
    """Return how far a run is, for a script that asks."""
    return {name: value for name, value in asdict(state).items() if name != "pid"}
