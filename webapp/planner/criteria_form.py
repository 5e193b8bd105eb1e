"""The form of a criterion: from what was typed to a criterion of a study, and back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from geo.study import StudyProblem, problem_text
from geo.study.criteria import StudyCriterion
from geo.study.criteria_checks import criterion_problems
from geo.study.problems import problems_of
from webapp.i18n import language
from webapp.planner.criteria_options import Options, name_of
from webapp.planner.form_fields import Fields
from webapp.planner.words import DIRECTIONS, MISSING, SITE_KINDS

STEPS = 4
"""So many rows of steps are shown at least."""

_MOST_STEPS = 50
_IN_METRES = "m"


def read_form(
    typed: MultiDict[str, str], kind: str, criterion_id: str, options: Options
) -> tuple[StudyCriterion | None, dict[str, str]]:
    """Read a criterion from its form.

    Parameters
    ----------
    typed : MultiDict
    kind : str
        What is measured, a key of ``webapp.planner.words.MEASURES``.
    criterion_id : str
    options : Options

    Returns
    -------
    (StudyCriterion or None, dict of str to str)
        None if anything is wrong; then the dict tells of each field what is allowed. What
        concerns no field of its own is under "".
    """
    fields = Fields(typed)
    direction = fields.choice("direction", {key: row.name for key, row in DIRECTIONS.items()})
    document = {
        "id": criterion_id,
        "title": fields.text("title", most=200, needed=True),
        "unit": fields.text("unit", most=60) if kind == "column" else unit_of(kind),
        "measure": {"kind": kind, **_measure(fields, kind, options)},
        "direction": direction,
        "function": _function(fields, direction),
        "limit": _limit(fields),
        "missing": fields.choice("missing", {key: row.name for key, row in MISSING.items()}),
    }
    if fields.errors:
        return None, fields.errors
    try:
        row = StudyCriterion.model_validate(document)
    except ValidationError as error:
        return None, {"": _told(problems_of(error, document))}
    if problems := tuple(criterion_problems(options.study, row, (), options.catalogue)):
        return None, {"": _told(problems)}
    return row, {}


def read_measure(
    typed: MultiDict[str, str], kind: str, options: Options
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read only what is measured, while the rest of the form is still being filled."""
    fields = Fields(typed)
    return {"kind": kind, **_measure(fields, kind, options)}, fields.errors


def typed_from(row: StudyCriterion) -> MultiDict[str, str]:
    """Return the fields of a form that shows a criterion.

    Parameters
    ----------
    row : StudyCriterion

    Returns
    -------
    MultiDict
        ``read_form`` reads the same criterion back.
    """
    measure = row.measure.model_dump(mode="json")
    fields: dict[str, str] = {
        "title": row.title,
        "unit": row.unit,
        "direction": row.direction,
        "missing": row.missing,
        "whose": "column" if measure.get("column") else "same",
        "column": measure.get("column") or "",
        "radius_m": _plain(measure.get("radius_m")),
        "function": "linear" if row.function.kind == "target" else row.function.kind,
        "at_least": _plain(row.limit.at_least if row.limit else None),
        "at_most": _plain(row.limit.at_most if row.limit else None),
    }
    fields |= {key: measure[key] for key in ("of", "belt", "layer", "name") if key in measure}
    typed = MultiDict({**fields, **_typed_function(row)})
    typed.setlist("industries", measure.get("industries") or [])
    typed.setlist("kinds", measure.get("kinds") or [])
    return typed


def count_of_steps(typed: MultiDict[str, str]) -> int:
    """Return how many rows of steps a form shows: those filled in and some more."""
    filled = [
        n for n in range(_MOST_STEPS) if typed.get(f"step_at_{n}") or typed.get(f"step_value_{n}")
    ]
    return min(max(STEPS, max(filled, default=-1) + 3), _MOST_STEPS)


def _typed_function(row: StudyCriterion) -> dict[str, str]:
    function = row.function.model_dump(mode="json")
    found = {key: _plain(function.get(key)) for key in ("low", "high", "below", "at", "tolerance")}
    for number, (threshold, value) in enumerate(function.get("steps") or ()):
        found |= {f"step_at_{number}": _plain(threshold), f"step_value_{number}": _plain(value)}
    return found


def _measure(fields: Fields, kind: str, options: Options) -> dict[str, Any]:
    """Read the fields that a measure needs, and no others."""
    layers = {layer.id: layer.name for layer in options.layers}
    if kind == "column":
        return {"name": fields.choice("name", options.numbers)}
    if kind == "distance_to_belt":
        return {"belt": fields.choice("belt", {row.id: name_of(row) for row in options.belts})}
    if kind == "distance_to_layer":
        return {"layer": fields.choice("layer", layers)}
    if kind == "count_within":
        radius = fields.number("radius_m", needed=True, positive=True)
        return {"layer": fields.choice("layer", layers), "radius_m": radius}
    found: dict[str, Any] = {}
    if kind in ("policy_fit", "distance_to_industry"):
        found |= _intended(fields, options)
    if kind == "policy_fit":
        found["of"] = fields.choice("of", ("district", "nearest_cluster"))
    if kind in ("distance_to_sites", "distance_to_industry"):
        kinds = {key: SITE_KINDS[key].name for key in options.kinds}
        found["kinds"] = fields.choices("kinds", kinds)
    return found


def _intended(fields: Fields, options: Options) -> dict[str, Any]:
    """Read whose industries are meant; a column must hold nothing but industries."""
    if fields.choice("whose", ("same", "column")) != "column":
        names = {row.id: name_of(row) for row in options.industries}
        return {"industries": fields.choices("industries", names), "column": None}
    column = fields.choice("column", options.texts)
    if column in options.texts and (strange := options.strangers(column)):
        fields.errors["column"] = _(
            "Column “%(column)s” holds words that are no industry of the atlas: %(words)s. "
            "Allowed are: %(names)s; several with ; between.",
            column=column,
            words=", ".join(strange[:5])[:300],
            names=", ".join(name_of(row) for row in options.industries),
        )
    return {"industries": None, "column": column}


def _function(fields: Fields, direction: str) -> dict[str, Any]:
    if direction == "target":
        at = fields.number("at", needed=True)
        return {
            "kind": "target",
            "at": at,
            "tolerance": fields.number("tolerance", needed=True, positive=True),
        }
    if fields.typed.get("function") == "steps":
        return _steps(fields, direction)
    low, high = fields.number("low"), fields.number("high")
    if low is not None and high is not None and low >= high:
        fields.errors["high"] = _("The upper bound must be greater than the lower one.")
    return {"kind": "linear", "low": low, "high": high}


def _steps(fields: Fields, direction: str) -> dict[str, Any]:
    below, steps = fields.share("below"), []
    last_at: float | None = None
    last_value = below
    for number in range(_MOST_STEPS):
        names = (f"step_at_{number}", f"step_value_{number}")
        if not any(fields.typed.get(name, "").strip() for name in names):
            continue
        at, value = fields.number(names[0], needed=True), fields.share(names[1])
        if at is None or value is None or names[1] in fields.errors:
            continue
        if last_at is not None and at <= last_at:
            fields.errors[names[0]] = _("Each threshold must be greater than the one before it.")
        if last_value is not None and (value - last_value) * (1, -1)[direction == "less"] < 0:
            fields.errors[names[1]] = (
                _("More is better here: the values must not fall.")
                if direction == "more"
                else _("Less is better here: the values must not rise.")
            )
        last_at, last_value = at, value
        steps.append([at, value])
    if not steps and not fields.errors:
        fields.errors["step_at_0"] = _("At least one threshold is needed.")
    return {"kind": "steps", "below": below, "steps": steps}


def _limit(fields: Fields) -> dict[str, float | None] | None:
    least, most = fields.number("at_least"), fields.number("at_most")
    if least is not None and most is not None and least > most:
        fields.errors["at_most"] = _("“At most” must not be less than “at least”.")
    if least is None and most is None:
        return None
    return {"at_least": least, "at_most": most}


def unit_of(kind: str) -> str:
    """Return the unit of a measure; of a column its owner says it."""
    return _IN_METRES if kind.startswith("distance") else ""


def _told(problems: tuple[StudyProblem, ...]) -> str:
    return "\n".join(problem_text(row, language()) for row in problems)


def _plain(value: float | str | None) -> str:
    """Write a number as it can be typed again, to the last digit."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
