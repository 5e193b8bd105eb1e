"""Atlas books in the making: one of the kinds of ``webapp.job_folder``."""

from __future__ import annotations

import sys
from pathlib import Path

from layers.sheet_order import SheetOrder, read_order
from webapp.job_folder import JobFolder, Jobs, JobsBusyError
from webapp.sheet_pool import SheetBusyError, worker_environment

BOOK = "atlas.pdf"


class BookJobs:
    """Starts and finds books.

    Parameters
    ----------
    root : Path
        The catalogue's folder.
    fingerprint : str
        Of the catalogue that is served.
    cache : Path
        Where books and fonts are kept.
    most : int
        Books made at the same time, by all server processes together.
    """

    def __init__(self, root: Path, fingerprint: str, cache: Path, *, most: int = 2):
        self._fingerprint = fingerprint

        def command(folder: Path) -> tuple[str, ...]:
            places = map(str, (folder, root, cache / "sheet-fonts"))
            return (sys.executable, "-m", "webapp.sheet_worker", "--book", *places)

        environment = worker_environment(cache)
        self.jobs = Jobs(cache / "books", command, environment=environment, result=BOOK, most=most)

    def find(self, job: str) -> JobFolder | None:
        """Return a job by its id, None if there is none."""
        return self.jobs.find(job)

    def start(self, job: str, order: SheetOrder) -> None:
        """Start a book, unless the same is there or being made.

        Parameters
        ----------
        job : str
            Its id: the key of the order, so that equal wishes share a book.
        order : SheetOrder

        Raises
        ------
        SheetBusyError
            If enough books are being made.
        """
        try:
            self.jobs.start(job, {"order": order.to_json(), "fingerprint": self._fingerprint})
        except JobsBusyError:
            raise SheetBusyError from None


def book_order(folder: JobFolder) -> tuple[SheetOrder, str]:
    """Return what book is to be made, and of which catalogue.

    Raises
    ------
    OSError, ValueError
        If it cannot be read.
    """
    found = folder.order()
    return read_order(found["order"]), found["fingerprint"]
