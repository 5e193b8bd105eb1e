"""What the page shows of an answer: words, table, and marks and lines for the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.catalogue import Catalogue
from geo.study.existing import is_existing
from webapp.planner.siting_jobs import Answer
from webapp.planner.siting_words import listed, obstacle_text, relaxation_text

_MANY = 150
"""From here on candidates that are not chosen are small: they would hide demand and lines."""


@dataclass(frozen=True)
class SiteRow:
    """A chosen site in the table: metres are straight lines, None where it serves nobody.

    ``serves`` names some of the demand whose nearest chosen site it is, its catchment.
    """

    key: str
    number: int
    name: str
    points: int
    weight: float
    mean_m: float | None
    farthest_m: float | None
    is_fixed: bool
    serves: str
    is_existing: bool = False


@dataclass(frozen=True)
class Shown:
    """An answer, ready for the page.

    Attributes
    ----------
    told : list of str
        What was asked, what was found, whether it is proven; empty where nothing was.
    rows : list of SiteRow
    relaxations : list of (str, str)
        Constraint and what to do about it.
    together : tuple of str
        What to do all at once, where nothing is enough by itself.
    error : str
        Why there are none; empty where sites were found.
    map : dict
        ``points``, ``lines`` and ``shapes`` (the radius around each chosen site, where there is
        one, and the ground that it serves) for static/js/planner/siting.js.
    still : list of dict
        Chosen sites with ``lon``, ``lat`` and ``label``, for the map without scripts.
    has_areas : bool
        Whether the map shows the ground that each site serves; older answers do not have it.
    seconds, total_s : float or None
        In the solver; from the question to the answer, None where an older answer does not say.
    is_stopped : bool
        Whether somebody wanted the best so far instead of waiting.
    """

    told: list[str]
    rows: list[SiteRow]
    relaxations: list[tuple[str, str]]
    error: str
    map: dict[str, list[Any]]
    still: list[dict[str, Any]]
    seconds: float | None
    total_s: float | None = None
    is_stopped: bool = False
    has_areas: bool = False
    together: tuple[str, ...] = ()


def shown(answer: Answer, catalogue: Catalogue, language: str) -> Shown:
    """Prepare an answer for the page.

    Parameters
    ----------
    answer : Answer
    catalogue : Catalogue
        Names districts that are demand.
    language : {"zh", "en"}

    Returns
    -------
    Shown
    """
    payload = answer.payload
    names = {
        row.adcode: row.name_en if language == "en" else row.name_zh for row in catalogue.districts
    }
    if "siting" not in payload:
        found = payload.get("relaxations", [])
        told = [(row["constraint"], relaxation_text(row, names)) for row in found]
        together = tuple(relaxation_text(row, names) for row in payload.get("together", []))
        error = obstacle_text(payload, language)
        return Shown([], [], told, error, {}, [], None, together=together)
    siting, places = payload["siting"], _places(payload["places"], language)
    rows = _rows(siting, places["candidates"], _served(siting, places["demand"], names))
    points = _points(rows, siting, places, names)
    chosen = points[: len(rows)]
    radius = payload["plan"].get("radius_m")
    around = [{**_place(row), "radius_m": radius, "tone": "demand"} for row in chosen if radius]
    around += _areas(rows, payload.get("catchments", {}))
    return Shown(
        told=payload["told"][language],
        rows=rows,
        relaxations=[],
        error="",
        map={"points": points, "lines": _lines(siting, places), "shapes": around},
        still=[{**_place(row), "label": row["label"]} for row in chosen],
        seconds=siting["outcome"]["seconds"],
        total_s=payload.get("total_s"),
        is_stopped=payload.get("stopped", False),
        has_areas=bool(payload.get("catchments")),
    )


def _areas(rows: list[SiteRow], catchments: dict[str, Any]) -> list[dict[str, Any]]:
    """Outline the ground that each site serves; its number says whose it is."""
    return [
        {
            "geometry": catchments[row.key]["geometry"],
            "at": catchments[row.key]["at"],
            "label": f"→ {row.number}",
            "tone": f"area-{row.number % 4}",
        }
        for row in rows
        if row.key in catchments
    ]


def _places(places: dict[str, Any], language: str) -> dict[str, Any]:
    """Put existing facilities beside the candidates, by their name in a language."""
    existing = {
        key: [en if language == "en" else zh, lon, lat]
        for key, (zh, en, lon, lat) in places.get("existing", {}).items()
    }
    return {**places, "candidates": {**places["candidates"], **existing}}


def _place(point: dict[str, Any]) -> dict[str, Any]:
    return {"lon": point["lon"], "lat": point["lat"]}


def _served(
    siting: dict[str, Any], demand: dict[str, Any], names: dict[str, str]
) -> dict[str, list[str]]:
    """Name for each site what it serves, the nearest first."""
    columns = siting["assignment"]["columns"]
    rows = zip(
        *(columns["metres"], siting["assignment"]["index"], columns["site"]),
        columns["is_covered"],
        strict=True,
    )
    served: dict[str, list[str]] = {}
    for _metres, key, site, is_covered in sorted(rows):
        if is_covered:
            served.setdefault(site, []).append(demand[key][0] or names.get(key, key))
    return served


def _rows(
    siting: dict[str, Any], candidates: dict[str, Any], served: dict[str, list[str]]
) -> list[SiteRow]:
    columns = siting["sites"]["columns"]
    return [
        SiteRow(
            key=key,
            number=place + 1,
            name=candidates[key][0],
            points=columns["points"][place],
            weight=columns["weight"][place],
            mean_m=columns["mean_m"][place],
            farthest_m=columns["farthest_m"][place],
            is_fixed=columns["is_fixed"][place],
            is_existing=is_existing(key),
            serves=listed(served.get(key, [])),
        )
        for place, key in enumerate(siting["sites"]["index"])
    ]


def _points(
    rows: list[SiteRow], siting: dict[str, Any], places: dict[str, Any], names: dict[str, str]
) -> list[dict[str, Any]]:
    """Chosen sites first, then the others, then demand: each kind has a shape of its own."""
    chosen = {row.key: row for row in rows}
    points = []
    rest = "gone" if len(places["candidates"]) > _MANY else "out"
    for key, (name, lon, lat) in places["candidates"].items():
        row = chosen.get(key)
        tone = rest if row is None else "fixed" if row.is_fixed else "first"
        shape = "cross" if row is None else "square" if row.is_fixed else "circle"
        shape = "triangle" if is_existing(key) else shape
        label = "" if row is None else str(row.number)
        points.append(_point(key, name, lon, lat, tone, shape, label))
    points.sort(key=lambda point: (not point["label"], point["label"].zfill(4)))
    covered = dict(
        zip(
            siting["assignment"]["index"],
            siting["assignment"]["columns"]["is_covered"],
            strict=True,
        )
    )
    for key, (name, lon, lat) in places["demand"].items():
        tone = "demand" if covered.get(key, True) else "warn"
        called = name or names.get(key, key)
        points.append(_point(f"demand {key}", called, lon, lat, tone, "diamond", ""))
    return points


def _point(
    key: str, name: str, lon: float, lat: float, tone: str, shape: str, label: str
) -> dict[str, Any]:
    return {
        "id": key,
        "name": name,
        "lon": lon,
        "lat": lat,
        "tone": tone,
        "shape": shape,
        "label": label,
        "isLarge": bool(label),
    }


def _lines(siting: dict[str, Any], places: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw a line from each point of demand to the site that serves it."""
    assignment = siting["assignment"]
    columns = assignment["columns"]
    return [
        {
            "from": places["demand"][key][1:],
            "to": places["candidates"][site][1:],
            "tone": "demand" if is_covered else "warn",
        }
        for key, site, is_covered in zip(
            assignment["index"], columns["site"], columns["is_covered"], strict=True
        )
    ]
