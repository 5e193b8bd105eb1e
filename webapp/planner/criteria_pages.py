"""The form of a criterion as a page: to fill, to mend, to decide between two versions."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geo.study.criteria import StudyCriterion
from webapp.planner.criteria_cards import preview_of
from webapp.planner.criteria_changes import mark_of
from webapp.planner.criteria_form import count_of_steps
from webapp.planner.criteria_options import Options, direction_of, name_of
from webapp.planner.criteria_words import function_words, limit_words, listed, measure_words
from webapp.planner.words import DIRECTIONS, FUNCTIONS, MEASURES, MISSING, SITE_KINDS, number
from webapp.store.models import Project


def form_page(
    project: Project,
    options: Options,
    kind: str,
    typed: MultiDict[str, str],
    *,
    row: StudyCriterion | None = None,
    errors: dict[str, str] | None = None,
    conflict: list[tuple[str, str, str]] | None = None,
) -> str:
    """Show the form of a criterion.

    Parameters
    ----------
    project : Project
    options : Options
    kind : str
        What is measured.
    typed : MultiDict
        What the fields hold.
    row : StudyCriterion, optional
        As it is stored; None for a new one.
    errors : dict of str to str, optional
        Field → what is allowed; "" for what concerns no field.
    conflict : list of (str, str, str), optional
        What, as it is stored, as it was typed.
    """
    return render_template(
        "planner/criteria_form.html",
        project=project,
        kind=kind,
        typed=typed,
        row=row,
        mark=mark_of(as_json(row)) if row else "",
        errors=errors or {},
        conflict=conflict,
        preview=preview_of(typed, kind, options),
        options=options,
        steps=count_of_steps(typed),
        measures=MEASURES,
        directions=DIRECTIONS,
        functions=FUNCTIONS,
        missing=MISSING,
        number=number,
        listed=listed,
        **_choices(options),
    )


def _choices(options: Options) -> dict[str, list[tuple[str, str]]]:
    """List what each field offers: value, and how it is shown."""
    good = options.industry_columns
    return {
        "industry_names": [(row.id, name_of(row)) for row in options.industries],
        "kind_names": [
            (key, f"{SITE_KINDS[key].name} ({count})") for key, count in options.kinds.items()
        ],
        "belt_names": [(row.id, name_of(row)) for row in options.belts],
        "layer_names": [(row.id, f"{row.name} ({len(row.features)})") for row in options.layers],
        "number_columns": [(name, name) for name in options.numbers],
        # Columns that hold industries first; of the others a form says what is wrong with them.
        "text_columns": [
            (name, name) for name in sorted(options.texts, key=lambda n: n not in good)
        ],
    }


def form_again(
    project: Project,
    options: Options,
    kind: str,
    errors: dict[str, str],
    *,
    row: StudyCriterion | None = None,
) -> ResponseReturnValue:
    """Show the form with what was typed: to be mended, or only to see what it measures."""
    only_measures = request.form.get("action") == "measure"
    html = form_page(
        project,
        options,
        kind,
        request.form,
        row=row,
        errors={} if only_measures else errors,
    )
    return html, 200 if only_measures else 400


def conflict_page(
    project: Project, options: Options, mine: StudyCriterion, stored: StudyCriterion | None
) -> ResponseReturnValue:
    """Show what is stored beside what was typed; saving again chooses the latter."""
    titles = (
        *(_("Title"), _("Measured"), _("Unit"), _("Direction"), _("Value"), _("Limit")),
        _("If unknown"),
    )
    told = zip(titles, _told(stored, options), _told(mine, options), strict=True)
    html = form_page(
        project, options, mine.measure.kind, request.form, row=stored, conflict=list(told)
    )
    return html, 409


def _told(row: StudyCriterion | None, options: Options) -> tuple[str, ...]:
    """Say all of a criterion in words."""
    if row is None:
        return ("–",) * 7
    return (
        row.title,
        measure_words(row, options.study, options.catalogue),
        row.unit or "–",
        DIRECTIONS[row.direction].name,
        function_words(row, None),
        limit_words(row) or "–",
        MISSING[row.missing].name,
    )


def beginning(kind: str, options: Options) -> MultiDict[str, str]:
    """Fill the form of a new criterion with what is usual, all of it to be changed."""
    columns = options.industry_columns
    layer = next((row for row in options.layers), None)
    fields = {
        "title": MEASURES[kind].name,
        "direction": direction_of(kind),
        "function": "linear",
        "missing": "interval" if kind == "policy_fit" else "exclude",
        "of": "district",
        "whose": "column" if columns else "same",
        "column": columns[0] if columns else "",
        "layer": layer.id if layer else "",
        "belt": options.belts[0].id if options.belts else "",
        "radius_m": "1000",
    }
    if kind == "policy_fit":
        fields |= {"low": "0", "high": "1"}
    if kind == "column":
        fields["name"] = request.args.get("name", options.numbers[0])
        fields["title"] = fields["name"][:200]
    if kind == "distance_to_layer" and layer:
        fields["title"] = _("Distance to: %(name)s", name=layer.name[:150])
    typed = MultiDict(fields)
    typed.setlist("kinds", [name for name in ("cluster", "park") if name in options.kinds])
    return typed


def as_json(row: StudyCriterion) -> dict[str, Any]:
    """Return a criterion as a study writes it."""
    return row.model_dump(mode="json")
