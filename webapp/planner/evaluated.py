"""What follows from a project, computed once for each of its versions.

The pages that show results (criteria, ranking, candidates, report) all ask here: ``evaluated``
gives the study and its results together. They are kept in the process as long as they are among
the last that were asked for, under the project's id and version and the catalogue's fingerprint,
so that nothing has to be thrown away when something changes. Two requests for the same never
compute it twice: the second waits for the first.

What is returned is shared between requests: look at it, do not change it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from flask import current_app, request

from geo.study import Study, StudyResults, parse_study, results_of
from webapp.planner.access import READING, current_session
from webapp.rendering import catalogue_in_use
from webapp.store.models import Project
from webapp.store.projects import document_of

MOST = 16
"""Entries: as many people look at results of different projects at a time."""

MOST_FEATURES = 60_000
"""In all entries together: what is kept of a feature takes some kilobytes."""

Key = tuple[str, int, str]
"""Project, its version, fingerprint of the catalogue."""


@dataclass(frozen=True)
class Evaluated:
    """A study with what follows from it.

    Attributes
    ----------
    study : Study
        It may be unfinished; ``results.obstacles`` say what is left to mend.
    results : StudyResults
    """

    study: Study
    results: StudyResults

    @property
    def size(self) -> int:
        """Features, and one for the rest."""
        return 1 + sum(len(layer.features) for layer in self.study.layers)


class Kept:
    """The last results that were asked for.

    Parameters
    ----------
    most : int
        Entries.
    most_features : int
        Features in all entries together; the last entry stays, however large it is.
    """

    def __init__(self, most: int = MOST, most_features: int = MOST_FEATURES):
        self._most, self._most_features = most, most_features
        self._entries: OrderedDict[Key, Future[Evaluated]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key, compute: Callable[[], Evaluated]) -> Evaluated:
        """Return what is kept under a key; compute it if nothing is, or wait for who does.

        Whatever ``compute`` raises is raised for all who wait, and not kept.
        """
        with self._lock:
            entry = self._entries.get(key)
            is_mine = entry is None
            if entry is None:
                entry = self._entries[key] = Future()
            self._entries.move_to_end(key)
        if is_mine:
            self._fill(key, entry, compute)
        return entry.result()

    def _fill(self, key: Key, entry: Future[Evaluated], compute: Callable[[], Evaluated]) -> None:
        try:
            entry.set_result(compute())
        except BaseException as error:
            with self._lock:
                self._entries.pop(key, None)
            entry.set_exception(error)
            raise
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        """Forget the entries that were not asked for longest; those being computed stay."""
        sizes = {
            key: entry.result().size
            for key, entry in self._entries.items()
            if entry.done() and entry.exception() is None
        }
        for key in list(sizes)[:-1]:
            if len(sizes) <= self._most and sum(sizes.values()) <= self._most_features:
                return
            del self._entries[key], sizes[key]


def evaluated(project: Project) -> Evaluated:
    """Return a project's study with what follows from it.

    Parameters
    ----------
    project : Project
        Of the request.

    Returns
    -------
    Evaluated
        The same object for the same version, as long as it is kept. A request that writes gets
        one of its own: what it sees is not stored yet, and may never be.

    Raises
    ------
    StudyError
        If what is stored is no study, say after an atlas of another version wrote it.
    """
    if request.method not in READING:
        return _compute(project)
    kept: Kept = current_app.extensions.setdefault("planner_results", Kept())
    key = (project.id, project.version, catalogue_in_use().fingerprint)
    return kept.get(key, lambda: _compute(project))


def _compute(project: Project) -> Evaluated:
    study = parse_study(document_of(current_session(), project))
    return Evaluated(study, results_of(study, catalogue_in_use()))
