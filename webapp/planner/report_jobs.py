"""Reports in the making: one of the kinds of ``webapp.job_folder``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue
from geo.imports.messages import Message
from webapp.job_folder import JobFolder, Jobs
from webapp.planner.import_words import say_zh
from webapp.sheet_pool import worker_environment

PDF, XLSX = "report.pdf", "report.xlsx"


@dataclass(frozen=True)
class ReportOrder:
    """One report.

    Attributes
    ----------
    project : str
        Id; nobody else's pages show the job.
    study : dict
        The study as JSON.
    language : {"zh", "en"}
    date : str
        ISO; it stands on every page.
    review : str
        The 审图号, or the note that there is none.
    is_reviewed : bool
    fingerprint : str
        Of the catalogue that is served.
    siting : dict or None
        What the solver found already (``geo.study.siting_record``); None: ask it, if the study
        asks for sites.
    zone : str
        In which time zone it is that day; said once.
    """

    project: str
    study: dict[str, Any]
    language: str
    date: str
    review: str
    is_reviewed: bool
    fingerprint: str
    siting: dict[str, Any] | None = None
    zone: str = ""

    @property
    def job(self) -> str:
        """The id of the job: the same wish is the same job."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


class ReportJobs:
    """Starts and finds reports.

    Parameters
    ----------
    root : Path
        The catalogue's folder.
    kept : Path
        Where reports are kept, with the studies that they are of: not with what is public.
    cache : Path
        Where fonts are kept.
    most : int
        Reports made at the same time, by all server processes together.
    """

    def __init__(self, root: Path, kept: Path, cache: Path, *, most: int = 2):
        def command(folder: Path) -> tuple[str, ...]:
            places = map(str, (folder, root, cache / "sheet-fonts"))
            return (sys.executable, "-m", "webapp.planner.report_worker", *places)

        environment = worker_environment(cache)
        self.jobs = Jobs(kept, command, environment=environment, result=PDF, most=most)

    def start(self, order: ReportOrder) -> str:
        """Start a report, unless the same is there or being made; return the id of its job.

        Raises
        ------
        JobsBusyError
            If enough reports are being made.
        """
        self.jobs.start(order.job, asdict(order))
        return order.job

    def find(self, job: str, project: str) -> JobFolder | None:
        """Return a job of a project, None if the project has none of this id."""
        folder = self.jobs.find(job)
        if folder is None or order_of(folder).project != project:
            return None
        return folder


def order_of(folder: JobFolder) -> ReportOrder:
    """Return what report is to be made.

    Raises
    ------
    OSError, TypeError, ValueError
        If it cannot be read.
    """
    return ReportOrder(**folder.order())


def teller(language: str, catalogue: Catalogue) -> Callable[[Message], str]:
    """Return what says an import's messages in a language."""
    if language == "en":
        return str
    cities: Mapping[str, str] = {row.name_en: row.name_zh for row in catalogue.cities}
    return partial(say_zh, cities=cities)
