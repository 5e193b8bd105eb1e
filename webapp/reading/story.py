"""The story: the layout step by step, each with its map, its sentence and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.story import Step, tell_story
from geo.tables import Belt, City, Site, Structure
from layers.base import LayerSpec
from layers.payload import to_json
from layers.picture import CityPicture, Look
from layers.picture_shapes import window_about
from layers.registry import layer_specs
from webapp.i18n import language
from webapp.map_assets import map_id
from webapp.rendering import catalogue_in_use, maps_in_use, page, public, speak

blueprint = Blueprint("story", __name__)
speak(blueprint)

STILL_PX = 460
"""About how high a still picture is drawn."""


@dataclass(frozen=True)
class Told:
    """A step in words and pictures: what the template writes."""

    step: Step
    title: str
    lead: list[str]
    picture: str
    map_url: str


def paths(catalogue: Catalogue) -> list[str]:
    """List the addresses of the pages that depend on the catalogue alone."""
    return ["/story"]


@page(blueprint, "/story")
def story() -> ResponseReturnValue:
    """Tell the layout step by step."""
    catalogue = catalogue_in_use()
    specs = layer_specs(catalogue)
    told = [_tell(catalogue, specs, step, n) for n, step in enumerate(tell_story(catalogue), 1)]
    cities = dict.fromkeys(item.step.city for item in told)
    return public(
        render_template(
            "story.html",
            told=told,
            maps=[
                (city, map_id(city), maps_in_use().parts(city, language()).html) for city in cities
            ],
            settings=to_json(
                {"steps": [_scene(specs, item.step, n) for n, item in enumerate(told)]}
            ),
        )
    )


def _tell(catalogue: Catalogue, specs: tuple[LayerSpec, ...], step: Step, number: int) -> Told:
    return Told(
        step,
        _title(catalogue, step),
        list(_lead(catalogue, step)),
        _picture(catalogue, step, f"step-{number}"),
        _map_url(specs, step),
    )


def _name(zh: str, en: str) -> str:
    return en if language() == "en" else zh


def _title(catalogue: Catalogue, step: Step) -> str:
    first = step.rows[0].row
    if step.kind == "link":
        label = _name(first.label_zh, first.label_en)  # type: ignore[attr-defined]
        return label or _("A link between the strokes")
    find: dict[str, Callable[[str], Belt | Structure | City]] = {
        "belt": catalogue.belt,
        "structure": catalogue.structure,
        "city": catalogue.city,
    }
    row = find[step.kind](step.ids[0])
    return _name(row.name_zh, row.name_en)


def _lead(catalogue: Catalogue, step: Step) -> Iterator[str]:
    """Yield the short sentences between the quotations."""
    if step.kind == "belt":
        belt = catalogue.belt(step.ids[0])
        count = sum(row.belt == belt.id for row in catalogue.belt_members)
        yield _("Members that the document names: %(count)s, numbered on the map.", count=count)
        if belt.is_open:
            yield _("The document leaves the list open (等).")
    elif step.kind == "link" and all(row.row.status == "editorial" for row in step.rows[:1]):
        yield _(
            "No document draws this line. The atlas adds it so that the strokes read as one "
            "shape: that is why it is dotted and marked editorial."
        )
    elif step.kind == "city":
        yield _specialised(catalogue, step.city)
    yield from _about_places(step.sites)


def _about_places(sites: tuple[Site, ...]) -> Iterator[str]:
    if not sites:
        return
    yield _("Places on the map: %(count)s.", count=len(sites))
    if all(site.status == "editorial" for site in sites):
        yield _("Their names are editorial: the document does not give them.")
    if any(site.precision_m >= 1000 for site in sites):
        yield _("A dashed circle: the position is only known this roughly.")


def _specialised(catalogue: Catalogue, city: str) -> str:
    rows = catalogue.districts_of(city)
    missing = sum(not catalogue.specialisations_of(row.adcode) for row in rows)
    sentence: str = _(
        "Specialisation not listed in the documents: %(missing)s of %(all)s districts; these "
        "are hatched, not guessed.",
        missing=missing,
        all=len(rows),
    )
    return sentence


def _picture(catalogue: Catalogue, step: Step, prefix: str) -> str:
    is_part = step.kind == "structure" and step.sites
    drawn = (
        CityPicture(catalogue, step.city, window_about(step.bounds))
        if is_part
        else maps_in_use().picture(step.city)
    )
    look = Look(
        industries=None if step.kind == "city" else (),
        chosen=step.districts if step.kind == "structure" else (),
        areas=[site.id for site in step.sites],
        belts=step.belts,
        links=step.links,
        height_px=STILL_PX,
    )
    return drawn.svg(language(), prefix=prefix, look=look)


def _layers_of(specs: tuple[LayerSpec, ...], site: Site) -> LayerSpec:
    """Return the layer that draws a place."""
    return next(
        spec for spec in specs if spec.kind == "sites" and (site.city, site.id) in spec.members
    )


def _map_url(specs: tuple[LayerSpec, ...], step: Step) -> str:
    """Address the full map with what the step is about selected."""
    address = url_for("pages.atlas", view_id=step.city)
    if step.kind == "belt":
        return f"{address}?sel=belt:{step.ids[0]}"
    found = dict.fromkeys(_layers_of(specs, site) for site in step.sites)
    hidden = ",".join(spec.id for spec in found if not spec.is_shown)
    query = [f"on={hidden}"] if hidden else []
    if step.kind == "structure" and found:
        chosen = step.districts[:1] and f"district:{step.districts[0]}"
        query.append(f"sel={chosen or f'layer:{next(iter(found)).id}'}")
    return address + (f"?{'&'.join(query)}" if query else "")


def _scene(specs: tuple[LayerSpec, ...], step: Step, number: int) -> dict[str, object]:
    """Describe to the script what the map shows: ids and numbers, no text."""
    groups: dict[str, list[str]] = {}
    for site in step.sites:
        groups.setdefault(_layers_of(specs, site).symbol, []).append(site.id)
    west, south, east, north = step.bounds
    on = [
        "districts",
        *(f"belt-{row}" for row in step.belts),
        *(f"link-{row}" for row in step.links),
    ]
    if step.kind == "city":
        on += [spec.id for spec in specs if spec.group == "industries"]
    told_before = step.belts[:-1] if step.kind == "belt" else ()
    return {
        "map": f"map_{map_id(step.city)}",
        "on": on,
        "faint": [f"belt-{row}" for row in told_before],
        "places": [
            {"id": f"story-{number}-{symbol}", "symbol": symbol, "members": members}
            for symbol, members in groups.items()
        ],
        "districts": list(step.districts) if step.kind == "structure" else [],
        "box": [[south, west], [north, east]],
    }
