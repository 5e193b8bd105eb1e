"""The page that shows what a file would become, before anything of it is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from geo.imports.choices import Choices
from geo.imports.datums import GEOGRAPHIC, ZONE_DATUMS, central_meridian
from geo.imports.encodings import ENCODINGS
from geo.imports.messages import Message
from geo.imports.numbers import as_number
from geo.imports.row_problems import RowProblem
from geo.study.limits import MOST_FEATURES
from webapp.i18n import language
from webapp.planner.access import current_session
from webapp.planner.import_jobs import MOST_SHOWN
from webapp.planner.import_wish import COMMA_FIELD, DELIMITER_WORDS, Wish
from webapp.planner.import_words import say
from webapp.planner.uploads import About, WaitingFile
from webapp.rendering import catalogue_in_use
from webapp.store.layer_reading import count_features
from webapp.store.models import Project

DATUM_WORDS: dict[str, Any] = {
    "WGS-84": _("GPS, OpenStreetMap, Tianditu (within decimetres)"),
    "GCJ-02": _("AMap, Tencent and most maps on Chinese phones"),
    "BD-09": _("Baidu Maps"),
    "CGCS2000": _("official surveys and plans, in degrees"),
}
KIND_WORDS: dict[str, Any] = {
    "csv": _("delimited text (CSV)"),
    "xlsx": _("workbook (XLSX)"),
    "geojson": _("GeoJSON"),
    "gpkg": _("GeoPackage"),
    "shapefile": _("Shapefile"),
    "typed": _("typed coordinates"),
}
BASIS_WORDS: dict[str, Any] = {
    "bom": _("certain: the file's own mark says so"),
    "valid": _("certain: other text is practically never valid UTF-8"),
    "ascii": _("certain: every encoding agrees"),
    "guessed": _("guessed: check the first rows"),
    "stated": _("chosen"),
    "file": _("stated by the file (.cpg)"),
}
DELIMITER_NAMES: dict[str, Any] = {
    ",": _("comma"),
    ";": _("semicolon"),
    "\t": _("tab"),
    "|": _("vertical bar"),
}
TYPE_WORDS: dict[str, Any] = {
    "text": _("text"),
    "number": _("number"),
    "integer": _("whole number"),
    "boolean": _("yes or no"),
    "date": _("date"),
    "mixed": _("mixed, taken as text"),
    "empty": _("empty"),
}
TYPE_CHOICES = ("text", "number", "integer")
SIGNS = ("circle", "square", "diamond", "triangle", "hexagon")
TONES = ("west", "east", "warn", "other", "demand")
"""Shapes and tones (``js/planner/map.js``) of the datums, in their order."""


def settled(wish: Wish, view: dict[str, Any]) -> Wish:
    """Write choices that only confirm what was proposed as what they are: no change."""
    choices = wish.choices
    proposed = view["proposed"]
    if proposed and (choices.x, choices.y or choices.x) == (proposed["x"], proposed["y"]):
        choices = replace(choices, x=None, y=None)
    pair = view.get("pair")  # a file that waits since an earlier version has none
    if pair and choices.order == pair["order"]:
        choices = replace(choices, order=None)
    return replace(wish, choices=choices)


def preview_page(project: Project, file: WaitingFile, about: About, view: dict[str, Any]) -> str:
    """Render the preview of a file.

    Parameters
    ----------
    project : Project
    file : WaitingFile
    about : About
    view : dict
        From ``webapp.planner.import_jobs.look_at``.

    Returns
    -------
    str
        HTML.
    """
    catalogue = catalogue_in_use()
    wish = Wish.from_json(view["wish"])
    datums = datum_choices(view, wish.choices)
    taken = view["taken"]
    there = sum(count_features(current_session(), project).values())

    def told(data: dict[str, Any]) -> str:
        return say(Message.from_json(data), catalogue)

    return render_template(
        "planner/preview.html",
        project=project,
        file=file,
        about=about,
        view=view,
        wish=wish,
        told=told,
        question=told(view["question"]) if view["question"] else "",
        name_column=view["name_guess"] if wish.name_column is None else wish.name_column,
        datums=[row for row in datums if row["is_likely"]],
        more_datums=[row for row in datums if not row["is_likely"]],
        places=places_of(view, datums),
        problems=[RowProblem.from_json(row) for row in view["problems"]],
        say=lambda message: say(message, catalogue),
        room=MOST_FEATURES - there,
        is_too_many=bool(taken) and taken["taken"] > MOST_FEATURES - there,
        most_shown=MOST_SHOWN,
        kinds=KIND_WORDS,
        bases=BASIS_WORDS,
        types=TYPE_WORDS,
        commas=comma_choices(view, wish.choices),
        type_choices=TYPE_CHOICES,
        encodings=ENCODINGS,
        delimiters=[(word, DELIMITER_NAMES[sign]) for word, sign in DELIMITER_WORDS.items()],
        delimiter_word={sign: word for word, sign in DELIMITER_WORDS.items()},
        delimiter_names=DELIMITER_NAMES,
    )


def datum_choices(view: dict[str, Any], choices: Choices) -> list[dict[str, Any]]:
    """List the datums to choose from, each with what it would do.

    Returns
    -------
    list of dict
        ``value`` of the form, ``name``, ``told``, ``effect`` in words, ``shape`` and ``tone`` of
        its marks, ``is_chosen``, and ``is_likely`` for those that are shown at once.
    """
    effects = {row["datum"]: row for row in view["effects"]}
    used = view["used"]
    is_metres = not set(effects) & set(GEOGRAPHIC) and bool(
        effects or used and used["kind"] == "metres"
    )
    others = ZONE_DATUMS if is_metres else () if effects else (*GEOGRAPHIC, *ZONE_DATUMS)
    claim = view["claim"]
    found = []
    for place, datum in enumerate(dict.fromkeys((*effects, *others))):
        effect = effects.get(datum)
        is_claimed = claim["is_sure"] and claim["datum"] == datum
        found.append(
            {
                # What the file says for certain needs no choice.
                "value": "" if is_claimed and choices.datum is None else datum,
                "datum": datum,
                "name": datum_name(datum),
                "told": str(DATUM_WORDS.get(datum, "")),
                "effect": _effect_words(effect, view["row_count"], effects) if effect else "",
                "shape": SIGNS[place % len(SIGNS)],
                "tone": TONES[place % len(TONES)],
                "is_chosen": choices.datum == datum or (choices.datum is None and is_claimed),
                "is_claimed": claim["datum"] == datum,
                "is_likely": effect is not None or (not effects and datum in GEOGRAPHIC),
            }
        )
    return found


def comma_choices(view: dict[str, Any], choices: Choices) -> list[dict[str, str]]:
    """List the columns whose commas only a person can read, with what each reading gives.

    Returns
    -------
    list of dict
        ``field`` and ``chosen`` of the form, ``column``, the first such ``value``, and the number
        that it is with ``thousands`` apart or as a ``decimal``.
    """
    found = []
    for column in view["columns"]:
        value, name = column.get("comma"), column["name"]
        if value is not None:
            found.append(
                {
                    "field": f"{COMMA_FIELD}{name}",
                    "chosen": choices.commas.get(name, ""),
                    "column": name,
                    "value": value,
                    "thousands": f"{as_number(value, thousands=True):.15g}",
                    "decimal": f"{as_number(value, decimal=','):.15g}",
                }
            )
    return found


def datum_name(datum: str) -> str:
    """Name a datum in a few words."""
    meridian = central_meridian(datum)
    if meridian is None:
        return datum
    return str(
        gettext(
            "CGCS2000, 3° zone %(zone)s, central meridian %(meridian)s° E (%(code)s)",
            zone=meridian // 3,
            meridian=meridian,
            code=datum,
        )
    )


def places_of(view: dict[str, Any], datums: list[dict[str, Any]]) -> dict[str, Any]:
    """Describe to the map where the first rows lie under each datum.

    Returns
    -------
    dict
        ``datums``: name, shape, tone, whether it is chosen, and places by row.
    """
    effects = {row["datum"]: row["places"] for row in view["effects"]}
    rows = [row["row"] for row in view["first"]]
    return {
        "datums": [
            {
                "name": row["name"],
                "shape": row["shape"],
                "tone": row["tone"],
                "is_chosen": row["is_chosen"],
                "places": [
                    {"row": number, "lon": place[0], "lat": place[1]}
                    for number, place in zip(rows, effects[row["datum"]], strict=True)
                    if place is not None
                ],
            }
            for row in datums
            if row["datum"] in effects
        ]
    }


def _effect_words(effect: dict[str, Any], rows: int, effects: dict[str, Any]) -> str:
    """Say what a datum does: where the rows lie, and how far from the first datum's places."""
    where = (", " if language() == "en" else "、").join(
        f"{_city_name(city)} {count:,}" for city, count in effect["cities"].items()
    )
    text = gettext(
        "%(inside)s of %(rows)s rows in districts of the atlas",
        inside=f"{effect['inside']:,}",
        rows=f"{rows:,}",
    )
    parts = [gettext("%(text)s (%(where)s)", text=text, where=where) if where else text]
    first = next(iter(effects))
    if effect["datum"] != first and effect["shift_m"] is not None:
        metres = f"{effect['shift_m']:,.0f}"
        parts.append(
            gettext("%(metres)s m from where %(datum)s puts them", metres=metres, datum=first)
        )
    return ("; " if language() == "en" else "；").join(parts)


def _city_name(city: str) -> str:
    row = catalogue_in_use().city(city)
    return row.name_en if language() == "en" else row.name_zh
