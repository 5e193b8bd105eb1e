"""The planner: projects of candidate sites, from import to report; a module per page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import lazy_gettext as _

from webapp.i18n import language
from webapp.planner import (
    access,
    accounts,
    candidates,
    columns,
    criteria,
    data,
    enterprise_bringing,
    enterprise_data,
    enterprise_files,
    enterprise_map,
    enterprise_runs,
    enterprise_synonyms,
    enterprises,
    fund,
    imports,
    people,
    projects,
    ranking,
    removing,
    report,
    siting,
    siting_jobs,
)
from webapp.rendering import catalogue_in_use

MODULES = (
    projects,
    data,
    imports,
    candidates,
    columns,
    removing,
    accounts,
    people,
    criteria,
    ranking,
    siting,
    fund,
    report,
    enterprises,
    enterprise_bringing,
    enterprise_runs,
    enterprise_synonyms,
    enterprise_data,
    enterprise_files,
    enterprise_map,
)
"""Each has a ``blueprint``; modules of one step share it."""

STEPS = (
    ("planner_data.data", _("Data")),
    ("planner_enterprises.enterprises", _("Enterprises")),
    ("planner_criteria.criteria", _("Criteria")),
    ("planner_ranking.ranking", _("Ranking")),
    ("planner_siting.siting", _("Choose sites")),
    ("planner_report.report", _("Report")),
    ("planner_people.people", _("People")),
)
"""The pages of a project, in the order of the work: endpoint, title."""

OPTIONAL = ("planner_enterprises.enterprises",)
"""Those that the others do without: they have no number."""
WITHIN = {"planner_enterprise_map": "planner_enterprises"}
"""Blueprint → that of the step that it is part of, where that is another one."""


def init_app(app: Flask) -> None:
    """Add the planner to an application, unless ``ATLAS_PLANNER`` is off or it is to be frozen."""
    if not app.config["ATLAS_PLANNER"] or app.config.get("ATLAS_FROZEN"):
        return
    access.init_app(app)
    siting_jobs.init_app(app)
    for blueprint in dict.fromkeys(module.blueprint for module in MODULES):
        app.register_blueprint(blueprint)
    app.jinja_env.globals["city_name"] = _city_name
    app.jinja_env.globals["planner_steps"] = lambda: _steps(app)


@dataclass(frozen=True)
class Step:
    """A page of a project; ``number`` is 0 for one that the others do without."""

    endpoint: str
    title: str
    number: int
    is_current: bool


def _steps(app: Flask) -> list[Step]:
    """List the pages of a project that this application has."""
    blueprint = request.blueprint or ""
    current = WITHIN.get(blueprint, blueprint)
    found: list[Step] = []
    number = 0
    for name, title in STEPS:
        if name in app.view_functions:
            is_optional = name in OPTIONAL
            number += not is_optional
            is_current = name.startswith(f"{current}.")
            found.append(Step(name, str(title), 0 if is_optional else number, is_current))
    return found


def _city_name(city_id: str) -> str:
    """Name a project's city, which another catalogue may not have."""
    city = next((row for row in catalogue_in_use().cities if row.id == city_id), None)
    if city is None:
        return city_id
    return city.name_en if language() == "en" else city.name_zh
