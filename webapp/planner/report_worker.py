"""The process that makes a report: ``python -m webapp.planner.report_worker FOLDER ROOT FONTS``.

It computes everything anew from the study, lets the solver choose, draws the PDF and writes the
workbook. The solver cannot be interrupted from within, so a watcher ends the process when
somebody asks to give up; meanwhile it tells that the process is alive.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import AtlasError, InfeasibleError, StudyError
from geo.exports.report.siting import infeasible_words
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.exports.study_workbook import study_workbook
from geo.study import Study, choose_for_study, parse_study, results_of
from geo.study.choosing import weightless
from geo.study.siting_record import siting_from_json
from layers.report import Imprint, draw_report
from layers.sheet_fonts import SheetFonts
from webapp.errors import study_text
from webapp.job_folder import JobFolder
from webapp.planner.report_jobs import PDF, XLSX, ReportOrder, order_of, teller

if TYPE_CHECKING:
    # The solver behind them takes seconds to import.
    from geo.siting_relaxations import Relaxation
    from geo.siting_result import Siting

_NAMED_POINTS = 8
_LOOKS_SECONDS, _TELLS_SECONDS = 0.2, 10.0
_CPU_SECONDS = 1800
"""For measuring and drawing; the solver has its own limit on top, for each of its threads."""


class Telling:
    """Writes how far a job is, and ends the process when it is cancelled.

    Parameters
    ----------
    folder : JobFolder
    """

    def __init__(self, folder: JobFolder):
        self._folder = folder
        self._lock = threading.Lock()
        self._now: tuple[str, int, int] | None = ("measuring", 0, 0)

    def step(self, name: str, done: int = 0, total: int = 0) -> None:
        """Note a step, and how far it is."""
        with self._lock:
            self._now = (name, done, total)
            self._write()

    def end(self, status: str) -> None:
        """Note the end; nothing is written after it."""
        with self._lock:
            _, done, total = self._now or ("", 0, 0)
            self._now = None
            self._folder.write(status, done=done, total=total)

    def watch(self) -> None:
        """Begin to look whether somebody asks to give up, in a thread of its own."""
        threading.Thread(target=self._watch, name="report-watch", daemon=True).start()

    def _watch(self) -> None:
        told = time.monotonic()
        while True:
            time.sleep(_LOOKS_SECONDS)
            with self._lock:
                if self._now is None:
                    return
                if self._folder.is_cancelled():
                    remove_files(self._folder)
                    self._folder.write("cancelled")
                    os._exit(0)
                if time.monotonic() - told > _TELLS_SECONDS:
                    told = time.monotonic()
                    self._write()

    def _write(self) -> None:
        if self._now is not None:
            name, done, total = self._now
            self._folder.write(
                "running", done=done, total=total, pid=os.getpid(), details={"step": name}
            )


def subject_of(order: ReportOrder, catalogue: Catalogue, tell: Callable[[str], None]) -> Subject:
    """Compute everything that a report tells.

    Parameters
    ----------
    order : ReportOrder
    catalogue : Catalogue
    tell : callable
        Called with the name of each step.

    Returns
    -------
    Subject

    Raises
    ------
    StudyError
        If the study is none.
    """
    study, words = parse_study(order.study), Words(order.language)
    tell("measuring")
    results = results_of(study, catalogue)
    siting, failure = None, ""
    if order.siting is not None:
        siting = siting_from_json(order.siting)
    elif study.siting is not None and not any(row.code == "broken" for row in results.obstacles):
        tell("choosing")
        siting, failure = _choose(study, catalogue, words)
    told = teller(order.language, catalogue)
    return Subject(catalogue, study, results, siting, words, told, failure)


def _choose(study: Study, catalogue: Catalogue, words: Words) -> tuple[Siting | None, str]:
    """Ask the solver; return the sites, or why there are none."""
    try:
        return choose_for_study(study, catalogue), ""
    except InfeasibleError as error:
        each, together = (
            [(row.constraint, row.value) for row in cast("tuple[Relaxation, ...]", rows)]
            for rows in (error.relaxations, error.together)
        )
        return None, infeasible_words(words, each, together)
    except AtlasError as error:
        why = _why_not(error, study, words)
        return None, words.label(words.say("未能选址", "No sites were chosen"), why)


def _why_not(error: AtlasError, study: Study, words: Words) -> str:
    """Say in the report's language why there is no choice of sites."""
    if isinstance(error, StudyError):
        return study_text(error, words.language)
    if names := weightless(study):
        listed = words.list(names[:_NAMED_POINTS])
        more = len(names) - _NAMED_POINTS
        also = words.say(f"等 {len(names)} 处", f" and {more} more") if more > 0 else ""
        return words.say(
            f"下列需求点没有不小于 0 的权重：{listed}{also}。",
            f"no weight of 0 or more is known for: {listed}{also}.",
        )
    return words.say("限定时间内没有找到任何方案，或所有需求的权重都是 0。", str(error))


def make(folder: JobFolder, root: Path, fonts: Path, telling: Telling) -> None:
    """Make the report of a job.

    Raises
    ------
    AtlasError
        If the catalogue, the study or the fonts cannot be read.
    OSError, TypeError, ValueError
        If the order cannot be read, or the files not be written.
    RuntimeError
        If the catalogue on disk is another than the one that is served.
    """
    order = order_of(folder)
    catalogue = read_catalogue(root)
    if catalogue.fingerprint != order.fingerprint:
        msg = "the catalogue on disk is not the one that is served; restart the server"
        raise RuntimeError(msg)
    bound_time(order)
    subject = subject_of(order, catalogue, telling.step)
    day = date.fromisoformat(order.date)
    imprint = Imprint(day, order.review, order.is_reviewed, order.zone)
    part = folder.path.with_suffix(".part")
    draw_report(subject, imprint, SheetFonts(fonts), part, partial(telling.step, "drawing"))
    (folder.folder / XLSX).write_bytes(study_workbook(subject))
    part.replace(folder.path)


def bound_time(order: ReportOrder) -> None:
    """Let the system end this process if it computes far longer than it ever should."""
    solver = float((order.study.get("siting") or {}).get("time_limit_s", 0))
    most = int(_CPU_SECONDS + solver * (os.cpu_count() or 1))
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def remove_files(folder: JobFolder) -> None:
    """Remove what a job has made so far."""
    for path in (folder.path, folder.path.with_suffix(".part"), folder.folder / XLSX):
        path.unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> int:
    """Run ``FOLDER ROOT FONTS``; return the exit code."""
    # Stand-in fonts come in one weight: no reason to tell every time.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    place, root, fonts = map(Path, arguments)
    folder = JobFolder(place, PDF)
    telling = Telling(folder)
    telling.watch()
    try:
        make(folder, root, fonts, telling)
    except (AtlasError, RuntimeError, TypeError, ValueError, OSError) as error:
        remove_files(folder)
        telling.end("failed")
        print(f"report: {error}", file=sys.stderr)
        return 1
    telling.end("done")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
