"""The process that chooses sites: ``python -m webapp.planner.siting_worker FOLDER CATALOGUE``.

The solver may take minutes and gigabytes, so it works outside of the server, below its priority
and within limits. It tells how far it is in the folder of its job, and ends at once when somebody
gives up.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import AtlasError, InfeasibleError, StudyError
from geo.exports.report.siting import asked, found, proven
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.siting_outcome import Progress
from geo.siting_result import Siting
from geo.study import Study, StudyProblem, problem_text, read_study
from geo.study.catchments import catchments_of, drawn_catchments
from geo.study.choosing import choose_for_study, demand_of, weightless
from geo.study.existing import existing_sites
from geo.study.results import NOTHING
from geo.study.siting_record import siting_to_json
from webapp.job_folder import JobFolder

if TYPE_CHECKING:
    from geo.siting_relaxations import Relaxation

RESULT = "result.json"
_MEMORY = 6 * 1024**3
_START_SECONDS = 60  # of processor time, for libraries and the model
_TELL_SECONDS = 0.3
_LOOK_SECONDS = 0.2


def choose(study: Study, catalogue: Catalogue, folder: JobFolder) -> dict[str, Any]:
    """Choose sites; return what is to be kept (see ``webapp.planner.siting_jobs.Answer``)."""
    told = looked = 0.0
    is_stopped = False
    phase = ""

    def progress(now: Progress) -> None:
        nonlocal told, phase
        if now.phase == phase and time.monotonic() - told < _TELL_SECONDS:
            return
        told, phase = time.monotonic(), now.phase
        details = {
            "phase": phase,
            "best": now.best,
            "bound": now.bound,
            "gap": now.gap,
            "seconds": now.seconds,
        }
        details["total"] = folder.asked_seconds
        folder.write("running", pid=os.getpid(), details=details)

    def stop() -> bool:
        nonlocal looked, is_stopped
        if not is_stopped and time.monotonic() - looked > _LOOK_SECONDS:
            looked, is_stopped = time.monotonic(), folder.is_stopped()
        return is_stopped

    plan = study.to_json()["siting"]
    try:
        siting = choose_for_study(study, catalogue, progress, stop)
    except InfeasibleError as error:
        points = demand_of(study, catalogue).index
        relaxations, together = (
            [
                {
                    "constraint": row.constraint,
                    "value": row.value,
                    "points": [str(points[place]) for place in row.places],
                }
                for row in cast("tuple[Relaxation, ...]", rows)
            ]
            for rows in (error.relaxations, error.together)
        )
        return {
            "plan": plan,
            "relaxations": relaxations,
            "together": together,
            "error": str(error),
        }
    except StudyError as error:
        rows = cast("tuple[StudyProblem, ...]", error.problems)
        said = {name: " ".join(problem_text(row, name) for row in rows) for name in ("zh", "en")}
        return {"plan": plan, "error": str(error), "problems": said}
    except AtlasError as error:
        found = {"plan": plan, "error": str(error), "weightless": weightless(study)}
        return {**found, "stopped": folder.is_stopped()}
    return {
        "plan": plan,
        "stopped": is_stopped and siting.outcome.status == "feasible",
        "total_s": folder.asked_seconds,
        "siting": siting_to_json(siting),
        "told": {language: _told(study, catalogue, siting, language) for language in ("zh", "en")},
        "places": _places(study, catalogue),
        "catchments": drawn_catchments(catchments_of(study, catalogue, siting)),
    }


def _told(study: Study, catalogue: Catalogue, siting: Siting, language: str) -> list[str]:
    """Explain the choice in words, as the report does."""
    subject = Subject(catalogue, study, NOTHING, siting, Words(language))
    return [asked(subject, siting), found(subject, siting), proven(subject, siting)]


def _places(study: Study, catalogue: Catalogue) -> dict[str, dict[str, list[Any]]]:
    """Return names and positions of candidates and demand, as they were when it was asked."""
    demand = demand_of(study, catalogue)
    names = demand["name"] if "name" in demand else dict.fromkeys(demand.index, "")
    return {
        "candidates": {key: [row.label, row.lon, row.lat] for key, row in study.candidates.items()},
        "existing": {
            key: [row.name_zh, row.name_en, row.lon, row.lat]
            for key, row in existing_sites(study, catalogue).items()
        },
        "demand": {
            str(key): [str(names[key]), point.x, point.y]
            for key, point in zip(demand.index, demand.geometry, strict=True)
        },
    }


def work(folder: JobFolder, root: Path) -> int:
    """Do a job; return the exit code."""
    folder.write("running", pid=os.getpid())
    threading.Thread(target=_give_up_when_told, args=(folder,), daemon=True).start()
    try:
        order = folder.order()
        catalogue = read_catalogue(root)
        if catalogue.fingerprint != order["fingerprint"]:
            msg = "the catalogue on disk is not the one that is served; restart the server"
            raise RuntimeError(msg)
        study = read_study(order["study"], catalogue)
        _limit(study)
        payload = choose(study, catalogue, folder)
    except (AtlasError, RuntimeError, ValueError, OSError, MemoryError) as error:
        print(f"siting: {type(error).__name__}: {error}", file=sys.stderr)
        folder.write("failed")
        return 1
    part = folder.path.with_suffix(".part")
    part.write_text(json.dumps(payload, allow_nan=False), encoding="utf-8")
    part.replace(folder.path)
    folder.write("done")
    return 0


def _give_up_when_told(folder: JobFolder) -> None:
    """End the process when somebody gives up: nothing can interrupt the solver from inside."""
    while not folder.is_cancelled():
        if os.getppid() == 1 and not folder.folder.exists():
            os._exit(1)
        time.sleep(_LOOK_SECONDS)
    folder.write("cancelled")
    os._exit(0)


def _limit(study: Study) -> None:
    if hasattr(os, "nice"):
        os.nice(5)
    allowed = study.siting.time_limit_s if study.siting else 0
    seconds = int(_START_SECONDS + 4 * allowed)  # the solver may use several processors
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def main(arguments: Sequence[str]) -> int:
    """Run ``FOLDER CATALOGUE``; return the exit code."""
    folder, root = map(Path, arguments)
    return work(JobFolder(folder, RESULT), root)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
