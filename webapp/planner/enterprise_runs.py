"""Runs over a set: looked at, chosen, started, followed, given up, resumed, rows left out."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator
from pathlib import Path

from flask import (
    Response,
    after_this_request,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.datum import DATUMS
from geo.enterprises.column_guesses import MEANINGS, is_surely_synthetic
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.samples import ENCODINGS
from geo.exports.texts import guard_formula
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import project_page
from webapp.planner.enterprise_parts import said_of_parts
from webapp.planner.enterprise_preview import (
    district_share,
    first_rows,
    inside_by_datum,
    mapped,
    misfits,
    unread,
    whereabouts,
)
from webapp.planner.enterprise_samples import (
    MOST_HEADERS,
    choices_of,
    other_parts,
    root_of,
    sample_of,
)
from webapp.planner.enterprise_says import MEANING_WORDS, NOTE_WORDS, REASON_WORDS
from webapp.planner.enterprise_wish import (
    Choices,
    first_choices,
    in_encoding,
    is_read_otherwise,
    job_of,
    missing,
    next_choices,
    nudged,
    order_of,
)
from webapp.planner.enterprise_work import wish_of, words_of
from webapp.planner.enterprises import blueprint, files_of, state_of, the_set, to_set
from webapp.planner.import_wish import DELIMITER_WORDS
from webapp.planner.preview_page import BASIS_WORDS, DATUM_WORDS, DELIMITER_NAMES
from webapp.queue import Job, Queue, make_queue
from webapp.rendering import catalogue_in_use
from webapp.store.enterprises import CANCELLED, start_run
from webapp.store.layers import MOST_NAME_CHARS
from webapp.store.models import EnterpriseSet, Project

LOG = logging.getLogger(__name__)


def queue_in_use() -> Queue:
    """Return the queue, opened by this process at its first use."""
    if "enterprise_queue" not in current_app.extensions:
        config = current_app.config
        queue = make_queue(config["ATLAS_STATE"], config["ATLAS_REDIS_URL"])
        current_app.extensions["enterprise_queue"] = queue
    found: Queue = current_app.extensions["enterprise_queue"]
    return found


@project_page(blueprint, "/enterprises/<key>/preview", "editor")
def preview_set(project: Project, key: str) -> ResponseReturnValue:
    """Show what the files hold under the choices made so far."""
    row = the_set(project, key)
    return _preview(project, row, choices_of(row, project))


def _preview(project: Project, row: EnterpriseSet, choices: Choices, told: str = "") -> str:
    catalogue = catalogue_in_use()
    sample = sample_of(row, choices)
    words = words_of({"words": row.words and row.words["rows"]}, catalogue)
    return render_template(
        "planner/enterprise_preview.html",
        project=project,
        set=row,
        files=row.wish["files"],
        parts=said_of_parts(other_parts(row, sample, choices.sheet), choices),
        most_headers=MOST_HEADERS,
        sample=sample,
        places=whereabouts(sample, choices, catalogue),
        choices=choices,
        told=told,
        missing=missing(choices),
        mapped=mapped(sample, choices, words),
        datums=inside_by_datum(sample, choices, catalogue) or dict.fromkeys(DATUMS),
        districts=district_share(sample, choices, catalogue),
        unread=unread(sample, choices),
        misfits=misfits(sample),
        first=first_rows(sample, choices),
        is_surely_synthetic=is_surely_synthetic(sample, choices.columns.get("name")),
        meanings={name: MEANING_WORDS[name] for name in MEANINGS},
        datum_words=DATUM_WORDS,
        bases=BASIS_WORDS,
        encodings=ENCODINGS,
        delimiters=[(word, DELIMITER_NAMES[sign]) for word, sign in DELIMITER_WORDS.items()],
        delimiter_word={sign: word for word, sign in DELIMITER_WORDS.items()},
        industries={industry.id: industry for industry in catalogue.industries},
    )


@project_page(blueprint, "/enterprises/<key>/preview", "editor", methods=("POST",))
def choose_set(project: Project, key: str) -> ResponseReturnValue:
    """Keep what was chosen, and look again."""
    row = the_set(project, key)
    _keep(project, row)
    return redirect(url_for(".preview_set", project_id=project.id, key=row.key), code=303)


@project_page(blueprint, "/enterprises/<key>/start", "editor", methods=("POST",))
def start_set(project: Project, key: str) -> ResponseReturnValue:
    """Begin to count, once it is clear what."""
    row = the_set(project, key)
    if "rows" in request.form:
        if _keep(project, row):
            flash(_("Something was chosen anew. See what it does to the rows, then start."))
            return redirect(url_for(".preview_set", project_id=project.id, key=row.key), code=303)
    elif not row.wish.get("choices"):
        raise WrongValueError(_("Look at the files first, then start."))
    choices = Choices.from_json(row.wish["choices"])
    sample = sample_of(row, choices)
    wrong = said_of_parts(other_parts(row, sample, choices.sheet), choices).wrong
    if found := missing(choices) or wrong[:3]:
        return _preview(project, row, choices, told=" ".join(found)), 400
    places = whereabouts(sample, choices, catalogue_in_use())
    row.wish = {**row.wish, "places": places.to_json() if places else None}
    begin_run(row)
    return to_set(project, row)


@project_page(blueprint, "/enterprises/<key>/encoding", "editor", methods=("POST",))
def choose_encoding(project: Project, key: str) -> ResponseReturnValue:
    """Take the encoding of files of which not all rows fit it: those will be left out."""
    row = the_set(project, key)
    row.wish = in_encoding(request.form, row.wish)
    return redirect(url_for(".preview_set", project_id=project.id, key=row.key), code=303)


def _keep(project: Project, row: EnterpriseSet) -> bool:
    """Keep what was chosen; tell whether other rows are read now than those that were shown."""
    before = choices_of(row, project)
    catalogue = catalogue_in_use()
    sample = sample_of(row, before)
    is_whole = "rows" in request.form  # else one thing was chosen, and the rest stays
    choices = next_choices(request.form, before, sample, catalogue) if is_whole else before
    choices = nudged(request.form, choices, catalogue)
    is_other = is_read_otherwise(choices, before, sample)
    if is_other:
        # The columns may have other names now: what is not there is proposed anew.
        fresh = sample_of(row, choices)
        if not choices.columns or not set(choices.columns.values()) <= set(fresh.names):
            proposed = first_choices(fresh, choices.cities[0])
            choices = Choices.from_json({**choices.to_json(), "columns": proposed.columns})
    name = " ".join(request.form.get("name", "").split())[:MOST_NAME_CHARS]
    row.name = name or row.name
    row.wish = {**row.wish, "choices": choices.to_json()}
    row.is_synthetic = choices.is_synthetic
    return is_other


def begin_run(row: EnterpriseSet) -> None:
    """Queue what was chosen about a set: once this request is stored, a worker takes it.

    Raises
    ------
    WrongValueError, NotThereError
        If it cannot be done as chosen, or files are gone.
    """
    files = files_of(row)
    try:
        order = order_of(row, catalogue_in_use(), root_of(row))
        wish_of(order, files, current_app.config["ATLAS_STATE"])
    except EnterpriseError as error:
        raise WrongValueError(str(error)) from error
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise NotThereError(_("The file %(file)s is no longer there.", file=name)) from error
    job = job_of(order)
    start_run(row, job)
    files.run(job).prepare(order)
    files.keep_runs(job, row.result)
    put_when_stored((row.project_id, row.key, job))


def put_when_stored(job: Job) -> None:
    """Queue a run after the transaction: before it, a worker would not find what is wanted."""

    @after_this_request
    def _put(response: Response) -> Response:
        if response.status_code < 400:
            try:
                queue_in_use().put(job)
            except Exception:
                # The worker looks for what is wanted by itself as soon as there is a queue again.
                LOG.exception("the queue does not answer")
        return response


@project_page(blueprint, "/enterprises/<key>/state")
def set_state(project: Project, key: str) -> ResponseReturnValue:
    """Tell a script how far a set is."""
    state = state_of(the_set(project, key))
    return jsonify({name: value for name, value in state.items() if name != "tally"})


@project_page(blueprint, "/enterprises/<key>/cancel", "editor", methods=("POST",))
def cancel_set(project: Project, key: str) -> ResponseReturnValue:
    """Give a run up; what was counted is kept, so that it can be resumed."""
    row = the_set(project, key)
    if row.job is not None and row.status == "active":
        files_of(row).run(row.job).cancel()
        row.status = CANCELLED
    return to_set(project, row)


@project_page(blueprint, "/enterprises/<key>/resume", "editor", methods=("POST",))
def resume_set(project: Project, key: str) -> ResponseReturnValue:
    """Go on with a run that was given up or failed, from where it was."""
    row = the_set(project, key)
    if row.job is None or not row.wish.get("choices"):
        raise WrongValueError(_("Look at the files first, then start."))
    if row.status != "done":
        begin_run(row)
    return to_set(project, row)


@project_page(blueprint, "/enterprises/<key>/rejected.csv", "editor")
def rejected(project: Project, key: str) -> ResponseReturnValue:
    """Send the rows that were left out, with the reasons in words."""
    row = the_set(project, key)
    path = files_of(row).run(row.result).rejected if row.result else None
    if path is None or not path.exists():
        raise NotThereError(_("There is no list of rows that were left out yet."))
    header = [_("file"), _("row"), _("column"), _("value"), _("reason"), _("reason in words")]
    words = {name: str(text) for name, text in {**REASON_WORDS, **NOTE_WORDS}.items()}
    response = Response(_with_words(path, header, words), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="rejected-{row.key}.csv"'
    return response


def _with_words(path: Path, header: list[str], words: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a list of rows left out with one cell more: the reason in words."""

    class Line:
        text = ""

        def write(self, text: str) -> None:
            self.text = text

    line = Line()
    writer = csv.writer(line, lineterminator="\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        writer.writerow(header)
        yield "\ufeff" + line.text
        for cells in rows:
            writer.writerow([*cells, guard_formula(words.get(cells[-1], ""))])
            yield line.text
