"""The words by which enterprises count to industries: looked at, added to, replaced, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import cast

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.word_table import NONE, Word, WordProblem, find_problems, read_words
from geo.errors import WordsError
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import project_page
from webapp.planner.enterprise_preview import mapped
from webapp.planner.enterprise_samples import choices_of, sample_of
from webapp.planner.enterprise_says import word_problem_said
from webapp.planner.enterprise_work import words_of
from webapp.planner.enterprises import blueprint, the_set
from webapp.rendering import catalogue_in_use
from webapp.store.models import EnterpriseSet, Project

MOST_BYTES = 4 * 1024 * 1024
MOST_PROBLEMS = 30


@project_page(blueprint, "/enterprises/<key>/words")
def synonyms(project: Project, key: str) -> ResponseReturnValue:
    """Show the words of a set, and what they leave without an industry in a sample."""
    return _page(project, the_set(project, key), [])


@project_page(blueprint, "/enterprises/<key>/words", "editor", methods=("POST",))
def change_synonyms(project: Project, key: str) -> ResponseReturnValue:
    """Add a word, take one away, replace all of them, or take the atlas's own again."""
    row = the_set(project, key)
    rows = list(_words(row).rows)
    action = request.form.get("action", "")
    try:
        if action == "add":
            rows.append(_typed())
            told = _("“%(word)s” was added.", word=rows[-1].word)
        elif action == "remove":
            wanted = request.form.get("word", "")
            rows = [word for word in rows if word.word != wanted]
            told = _("“%(word)s” was removed.", word=wanted[:60])
        elif action == "replace":
            rows = list(_sent())
            told = _("%(count)s words were taken.", count=f"{len(rows):,}")
        elif action == "reset":
            row.words = None
            flash(_("The atlas's own words count again."))
            return _back(project, row)
        else:
            raise WrongValueError(_("Nothing was changed."))
        ids = [industry.id for industry in catalogue_in_use().industries]
        if found := find_problems(rows, ids):
            raise WordsError(found)
    except WordsError as error:
        problems = cast("Sequence[WordProblem]", error.problems)[:MOST_PROBLEMS]
        if action == "add":  # one word was typed: it stands in no row of a table
            problems = [replace(problem, row=None) for problem in problems]
        return _page(project, row, [word_problem_said(problem) for problem in problems]), 400
    row.words = {"rows": [asdict(word) for word in rows]}
    flash(told)
    return _back(project, row)


@project_page(blueprint, "/enterprises/<key>/words.csv")
def synonyms_file(project: Project, key: str) -> ResponseReturnValue:
    """Send the words as a table for a spreadsheet."""
    row = the_set(project, key)
    response = Response(_words(row).to_csv(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="words-{row.key}.csv"'
    return response


def _words(row: EnterpriseSet) -> IndustryWords:
    return words_of({"words": row.words and row.words["rows"]}, catalogue_in_use())


def _typed() -> Word:
    word = " ".join(request.form.get("word", "").split())
    if not word:
        raise WrongValueError(_("Type a word first."))
    return Word(request.form.get("industry", ""), word, "project")


def _sent() -> Sequence[Word]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WrongValueError(_("Choose a file first."))
    data = file.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise WrongValueError(_("The table of words is larger than 4 MB."))
    return read_words(data, [industry.id for industry in catalogue_in_use().industries])


def _back(project: Project, row: EnterpriseSet) -> ResponseReturnValue:
    return redirect(url_for(".synonyms", project_id=project.id, key=row.key), code=303)


def _page(project: Project, row: EnterpriseSet, problems: list[str]) -> str:
    catalogue = catalogue_in_use()
    words = _words(row)
    try:
        choices = choices_of(row, project)
        found = mapped(sample_of(row, choices), choices, words)
    except NotThereError:  # nothing has arrived yet
        found = None
    groups: dict[str, list[Word]] = {industry.id: [] for industry in catalogue.industries}
    for word in words.rows:
        groups.setdefault(word.industry, []).append(word)
    return render_template(
        "planner/enterprise_words.html",
        project=project,
        set=row,
        problems=problems,
        mapped=found,
        groups=groups,
        industries={industry.id: industry for industry in catalogue.industries},
        none=NONE,
    )
