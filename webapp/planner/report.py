"""The report of a project: what it says as a page, and as PDF and workbook to take away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.exports.report.blocks import Table
from geo.exports.report.content import report_of
from geo.exports.report.siting import infeasible_words
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words, formula_parts
from layers.report import most_rows
from layers.report_tables import shown
from webapp.clock import today, zone_text
from webapp.errors import NotThereError
from webapp.i18n import language
from webapp.job_folder import JobFolder, JobsBusyError
from webapp.planner.access import project_page
from webapp.planner.evaluated import Evaluated, evaluated
from webapp.planner.report_jobs import XLSX, ReportJobs, ReportOrder, teller
from webapp.planner.siting_jobs import Answer, answer_to, solve_key
from webapp.prepared import cache_folder
from webapp.rendering import catalogue_in_use, speak
from webapp.sheet_orders import disposition
from webapp.store.models import Project

blueprint = Blueprint("planner_report", __name__)
speak(blueprint)

MOST_POINTS = 500
"""Candidates on the map of the page: browsers draw no more in a moment."""

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    catalogue: Catalogue = state.app.extensions["catalogue"]
    # The processes that make reports run elsewhere: a relative path would lead them astray.
    root, cache = catalogue.root.resolve(), cache_folder().resolve()
    kept = state.app.config["ATLAS_STATE"].resolve() / "reports"
    state.app.extensions["reports"] = ReportJobs(root, kept, cache)


@project_page(blueprint, "/report")
def report(project: Project) -> ResponseReturnValue:
    """Show what the report says, and offer to make it."""
    found = evaluated(project)
    subject = _subject(found, _answer(project, found))
    return render_template(
        "planner/report.html",
        project=project,
        report=report_of(subject),
        points=_points(subject),
        shown=shown,
        rows_of=_rows_of,
        formula_parts=formula_parts,
        has_ranking=found.results.ranking is not None,
    )


@project_page(blueprint, "/report", methods=("POST",))
def start(project: Project) -> ResponseReturnValue:
    """Start making the files, and lead to their progress."""
    review = current_app.config["ATLAS_REVIEW_NUMBER"]
    found = evaluated(project)
    answer = _answer(project, found)
    order = ReportOrder(
        project=project.id,
        study=found.study.to_json(),
        language=language(),
        date=today().isoformat(),
        zone=zone_text(),
        review=review or _("Sketch map, not reviewed, for internal use only"),
        is_reviewed=bool(review),
        fingerprint=catalogue_in_use().fingerprint,
        siting=answer.payload.get("siting") if answer else None,
    )
    try:
        job = _jobs().start(order)
    except JobsBusyError:
        response = make_response(render_template("planner/report_busy.html", project=project), 503)
        response.headers["Retry-After"] = "5"
        return response
    return redirect(url_for(".progress", project_id=project.id, job=job), code=303)


@project_page(blueprint, "/report/<job>")
def progress(project: Project, job: str) -> ResponseReturnValue:
    """Show how far a report is; without scripts, by asking again."""
    folder = _job(project, job)
    return render_template(
        "planner/report_job.html",
        project=project,
        job=job,
        state=folder.state(),
        is_cancelled=folder.is_cancelled(),
    )


@project_page(blueprint, "/report/<job>/cancel", methods=("POST",))
def cancel(project: Project, job: str) -> ResponseReturnValue:
    """Give a report up."""
    _job(project, job).cancel()
    return redirect(url_for(".progress", project_id=project.id, job=job), code=303)


@project_page(blueprint, "/report/<job>/report.<any(pdf,xlsx):suffix>")
def file(project: Project, job: str, suffix: str) -> ResponseReturnValue:
    """Give a finished file."""
    folder = _job(project, job)
    path = folder.path if suffix == "pdf" else folder.folder / XLSX
    if not folder.path.exists():
        raise NotThereError(_("This report is not ready."))
    folder.touch()
    return _file(path, project, suffix)


def _file(path: Path, project: Project, suffix: str) -> Response:
    response = Response(path.read_bytes(), mimetype=_TYPES[suffix])
    name = f"{project.title} {_('Report')}"
    response.headers["Content-Disposition"] = disposition("renxing-report", name, suffix)
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-CN"
    return response


def _answer(project: Project, found: Evaluated) -> Answer | None:
    """Return what the solver found for the study as it is; None if it was not asked."""
    is_broken = any(row.code == "broken" for row in found.results.obstacles)
    if found.study.siting is None or is_broken:
        return None
    return answer_to(project, solve_key(found.study, catalogue_in_use()))


def _subject(found: Evaluated, answer: Answer | None) -> Subject:
    catalogue, words = catalogue_in_use(), Words(language())
    siting = answer.siting if answer else None
    why = ""
    if found.study.siting is not None and siting is None:
        why = _("The solver has not been asked yet; it chooses when the report is made.")
        if answer is not None:
            each, together = (
                [(row["constraint"], row["value"]) for row in answer.payload.get(name) or ()]
                for name in ("relaxations", "together")
            )
            why = infeasible_words(words, each, together)
    told = teller(language(), catalogue)
    return Subject(catalogue, found.study, found.results, siting, words, told, why)


def _rows_of(table: Table) -> tuple[tuple[Any, ...], int]:
    """Return the rows of a table that the page shows, as many as the PDF, and how many more."""
    most = most_rows(table)
    return table.rows[:most], max(0, len(table.rows) - most)


def _points(subject: Subject) -> list[dict[str, Any]]:
    """Place the candidates on the map, the first rank first."""
    ranking = subject.results.ranking
    ranks = {} if ranking is None else {str(k): int(v) for k, v in ranking.table["rank"].items()}
    others = [key for key in subject.study.candidates if key not in ranks]
    rows = [(key, subject.candidate(key)) for key in [*ranks, *others][:MOST_POINTS]]
    return [
        {
            "id": key,
            "lon": row.lon,
            "lat": row.lat,
            "name": subject.name(key),
            "rank": ranks.get(key),
            "isTop": ranks.get(key, subject.study.ranking.top_n + 1) <= subject.study.ranking.top_n,
        }
        for key, row in rows
    ]


def _jobs() -> ReportJobs:
    found: ReportJobs = current_app.extensions["reports"]
    return found


def _job(project: Project, job: str) -> JobFolder:
    folder = _jobs().find(job, project.id)
    if folder is None:
        raise NotThereError(_("There is no such report of this project; make it anew."))
    return folder
