"""A plan, the form that asks for it, and a solver that the test plays."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from geo.catalogue import Catalogue
from geo.study import parse_study
from webapp.job_folder import JobFolder
from webapp.planner import siting_jobs
from webapp.store.engine import Store
from webapp.store.models import Project
from webapp.store.projects import document_of

PLAN = {
    "objective": "p_median",
    "count": 2,
    "radius_m": None,
    "fixed": ["1"],
    "forbidden": [],
    "spacing_m": 0.0,
    "demand": {"kind": "districts", "weights": {"310104": 1.0, "310115": 2.0}},
    "time_limit_s": 60.0,
    "accepted_gap": 0.0,
}
FORM = {
    "version": "1",
    "objective": "p_median",
    "count": "2",
    "spacing_m": "0",
    "demand": "districts",
    "weight_by": "equal",
    "time_limit_s": "60",
    "accepted_gap": "0",
}
SITING = {
    "order": {**{key: PLAN[key] for key in ("objective", "count", "radius_m", "spacing_m")}}
    | {"fixed": ["1"], "forbidden": []},
    "open": ["1", "3"],
    "new": ["3"],
    "assignment": {
        "index": ["310104", "310115"],
        "columns": {
            "site": ["1", "3"],
            "metres": [1000.0, 2000.5],
            "weight": [1.0, 2.0],
            "is_covered": [True, False],
        },
    },
    "sites": {
        "index": ["1", "3"],
        "columns": {
            "points": [1, 1],
            "weight": [1.0, 2.0],
            "mean_m": [1000.0, None],
            "farthest_m": [1000.0, 2000.5],
            "is_fixed": [True, False],
        },
    },
    "objective": 5001.0,
    "mean_m": 1667.0,
    "farthest_m": 2000.5,
    "covered_share": 0.5,
    "outcome": {"status": "optimal", "bound": 5001.0, "gap": 0.0, "seconds": 0.25},
}
ANSWER = {
    "plan": PLAN,
    "siting": SITING,
    "told": {"zh": ["问", "选中", "已证明"], "en": ["asked", "found", "proven"]},
    "places": {
        "candidates": {
            "1": ["<b>甲", 121.4, 31.2],
            "2": ["乙", 121.5, 31.2],
            "3": ["丙", 121.6, 31.2],
        },
        "demand": {"310104": ["", 121.43, 31.16], "310115": ["", 121.7, 31.1]},
    },
}


def job_of(app: Flask, store: Store, catalogue: Catalogue, project_id: str) -> JobFolder | None:
    """Return the job that was ordered for a project as it is."""
    with app.app_context(), store.session() as session:
        project = session.get_one(Project, project_id)
        key = siting_jobs.solve_key(parse_study(document_of(session, project)), catalogue)
        return siting_jobs.find_job(project, key)


def answered(folder: JobFolder, payload: dict[str, Any]) -> None:
    """Finish a job."""
    folder.path.write_text(json.dumps(payload), encoding="utf-8")
    folder.write("done")
