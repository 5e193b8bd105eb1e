"""The solver's jobs: started for a project, followed, and what they found kept in the database.

A job is named after what it was computed from, so that equal questions share one, and an answer
that no longer fits its project is known as such.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.catalogue import Catalogue
from geo.siting_result import Siting
from geo.study import Study
from geo.study.siting_record import siting_from_json
from webapp.job_folder import JobFolder, Jobs
from webapp.planner.access import READING, current_session, store_in_use
from webapp.store.models import Project, Result, now

KIND = "siting"
MOST = 2
"""Solvers at work at the same time, for all projects together."""

_AGAIN = "asked_again"
"""Marks what stays until the next answer to the same question is there."""


@dataclass(frozen=True)
class Answer:
    """What the solver found for a project.

    Attributes
    ----------
    key : str
        Of what it was computed from, see ``solve_key``.
    payload : dict
        ``siting`` (see ``geo.study.siting_record``) and what was asked (``plan``); or
        ``relaxations`` of a problem that has no solution, and ``together`` those that are
        enough only all at once; or ``problems`` of the study, by
        language; or ``weightless``, names of demand points without a weight. ``error`` says the
        same in English, for logs. ``stopped``: somebody wanted the best so far; ``total_s``:
        seconds from the question to the answer.
    """

    key: str
    payload: dict[str, Any]

    @property
    def is_earlier(self) -> bool:
        """Whether somebody has asked the same again since, which has found nothing better yet."""
        return bool(self.payload.get(_AGAIN))

    @property
    def siting(self) -> Siting | None:
        """The chosen sites; None where there are none."""
        found = self.payload.get("siting")
        return None if found is None else siting_from_json(found)


def init_app(app: Flask) -> None:
    """Make the place where jobs are kept."""
    catalogue: Catalogue = app.extensions["catalogue"]

    def command(folder: Path) -> tuple[str, ...]:
        arguments = map(str, (folder, catalogue.root))
        return (sys.executable, "-m", "webapp.planner.siting_worker", *arguments)

    folder = app.config["ATLAS_STATE"] / "siting"
    app.extensions["siting_jobs"] = Jobs(folder, command, result="result.json", most=MOST)


def solve_key(study: Study, catalogue: Catalogue) -> str:
    """Name what an answer depends on: the plan, the candidates, the demand, the catalogue.

    Parameters
    ----------
    study : Study
        With a siting plan.
    catalogue : Catalogue

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    document = study.to_json()
    plan = document["siting"]
    layers = [
        [
            [row["id"], row["lon"], row["lat"], row["values"].get(plan["demand"].get("weight"))]
            if layer["kind"] == "reference"
            else [row["id"], row["lon"], row["lat"]]
            for row in layer["features"]
        ]
        for layer in document["layers"]
        if layer["kind"] == "candidates" or layer["id"] == plan["demand"].get("layer")
    ]
    text = json.dumps([catalogue.fingerprint, study.city, plan, layers], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def job_name(project: Project, key: str) -> str:
    """Name the job of a question of a project: nobody else's project can ask for it."""
    return hashlib.sha256(f"{project.id} {key}".encode()).hexdigest()[:32]


def start(project: Project, study: Study, catalogue: Catalogue) -> str:
    """Start the solver, unless it works on the same question; return the job's name.

    Raises
    ------
    JobsBusyError
        If enough solvers are at work.
    """
    key = solve_key(study, catalogue)
    name = job_name(project, key)
    order = {"study": study.to_json(), "fingerprint": catalogue.fingerprint, "key": key}
    folder = _jobs().start(name, order)
    state = folder.state()
    if state is not None and state.is_active:
        # What was stopped early stays until whoever asks again lets it end.
        row = current_session().scalar(_kept(project, key))
        if row is not None and "siting" in row.payload:
            row.payload = {**row.payload, _AGAIN: True}
        elif row is not None:
            current_session().delete(row)
    return name


def find_job(project: Project, key: str) -> JobFolder | None:
    """Return the job of a question of a project, None if there is none."""
    return _jobs().find(job_name(project, key))


def collect(project: Project, folder: JobFolder) -> Answer:
    """Put what a finished job found into the database, once; return it.

    A page that shows it only reads, so this is a transaction of its own then, which that page's
    own does not see. A change writes it itself: another transaction would wait for it for ever.
    """
    key = folder.order()["key"]
    payload = json.loads(folder.path.read_bytes())
    with suppress(IntegrityError), _writing() as session:  # another page may have collected it
        row = session.scalar(_kept(project, key))
        if row is None:
            session.add(Result(project_id=project.id, kind=KIND, key=key, payload=payload))
        elif row.payload.get(_AGAIN):
            row.payload, row.created_at = payload, now()
    return Answer(key, payload)


def _kept(project: Project, key: str) -> Select[Result]:
    same = (Result.project_id == project.id, Result.kind == KIND, Result.key == key)
    return select(Result).where(*same)


def _writing() -> AbstractContextManager[Session]:
    """Return the transaction of a request that changes something, else a new one that writes."""
    if request.method in READING:
        return store_in_use().session(writes=True)
    return nullcontext(current_session())


def answer_to(project: Project, key: str) -> Answer | None:
    """Return the answer to a question, None if it was not asked or is not there yet.

    Sites of a run before stay the answer until another run has found some (``is_earlier``).
    """
    row = current_session().scalar(_kept(project, key))
    kept = None if row is None else Answer(row.key, row.payload)
    if kept is not None and not kept.is_earlier:
        return kept
    folder = find_job(project, key)
    state = folder.state() if folder is not None else None
    if folder is None or state is None or state.status != "done":
        return kept
    if kept is not None and "siting" not in json.loads(folder.path.read_bytes()):
        return kept
    return collect(project, folder)


def last_answer(project: Project) -> Answer | None:
    """Return the latest answer of a project, whatever was asked."""
    found = (
        select(Result)
        .where(Result.project_id == project.id, Result.kind == KIND)
        .order_by(Result.created_at.desc(), Result.id.desc())
    )
    row = current_session().scalar(found.limit(1))
    return None if row is None else Answer(row.key, row.payload)


def _jobs() -> Jobs:
    found: Jobs = current_app.extensions["siting_jobs"]
    return found
