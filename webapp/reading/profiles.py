"""Profiles: a page for each district, industry, place and city, which prints as one sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.aims import years
from geo.catalogue import Catalogue
from geo.overviews import city_profile, industry_profile
from geo.profiles import district_profile, site_profile
from geo.tables import Row, Scenario
from layers.close_up import close_up, close_up_district, half_side_m, is_circle_hidden
from layers.picture import Look
from webapp import wording
from webapp.errors import NotThereError
from webapp.i18n import language
from webapp.reading.alternatives import nearest
from webapp.rendering import catalogue_in_use, maps_in_use, page, public, speak


class Named(Protocol):
    """A row with a name in both languages."""

    @property
    def name_zh(self) -> str:
        """In Chinese."""

    @property
    def name_en(self) -> str:
        """In English."""


T = TypeVar("T")
N = TypeVar("N", bound=Named)

blueprint = Blueprint("profiles", __name__)
speak(blueprint)

LOCATOR_PX = 300
SMALL_PX = 190
"""About how high the larger and the smaller locator map are drawn."""


_MOST_ROWS = 16
"""Places and scenarios that a printed sheet has room for beside the maps, sentences and all."""


def paths(catalogue: Catalogue) -> list[str]:
    """List the Chinese addresses of all profiles."""
    return [
        *(f"/city/{row.id}" for row in catalogue.cities),
        *(f"/district/{row.adcode}" for row in catalogue.districts),
        *(f"/industry/{row.id}" for row in catalogue.industries),
        *(f"/site/{row.id}" for row in catalogue.sites),
    ]


@page(blueprint, "/district/<adcode>")
def district(adcode: str) -> ResponseReturnValue:
    """Show what the documents say of a district, and what is in it, beside it and near it."""
    catalogue = catalogue_in_use()
    _must_exist(adcode, catalogue.districts, lambda row: row.adcode, _("district"))
    profile = district_profile(catalogue, adcode)
    small = Look((), chosen=[adcode], named=(), height_px=SMALL_PX)
    look = Look((), chosen=[adcode], sites=[row.id for row in profile.sites], height_px=LOCATOR_PX)
    near = close_up_district(catalogue, adcode)
    return _show(
        "profile_district.html",
        profile=profile,
        close_up=near and near.svg(language(), prefix="near", look=look, link=_district_address),
        locator=_picture(profile.city.id, small, "locator"),
        evidence=_once(
            (row, f"specialisations-{adcode}-{row.industry}") for row in profile.specialisations
        ),
        documents=sum(row.kind == "policy" for row in catalogue.sources),
        lists=_by_list(profile.scenarios),
        is_full=len(profile.sites) + len(profile.scenarios) > _MOST_ROWS,
    )


@page(blueprint, "/industry/<industry_id>")
def industry(industry_id: str) -> ResponseReturnValue:
    """Show to which districts the documents give an industry."""
    catalogue = catalogue_in_use()
    _must_exist(industry_id, catalogue.industries, lambda row: row.id, _("industry"))
    look = Look([industry_id], height_px=LOCATOR_PX)
    return _show(
        "profile_industry.html",
        profile=industry_profile(catalogue, industry_id),
        locators=[_picture(row.id, look, f"locator-{row.id}") for row in catalogue.cities],
    )


@page(blueprint, "/site/<site_id>")
def site(site_id: str) -> ResponseReturnValue:
    """Show where a place is, how well that is known, and what the documents say of it."""
    catalogue = catalogue_in_use()
    _must_exist(site_id, catalogue.sites, lambda row: row.id, _("place"))
    profile = site_profile(catalogue, site_id)
    chosen = [profile.district.adcode]
    look = Look((), chosen=chosen, circles=[site_id], named=(), height_px=SMALL_PX)
    beside = [found.site.id for found in profile.near]
    near = Look((), sites=beside, circles=[site_id], height_px=LOCATOR_PX)
    return _show(
        "profile_site.html",
        profile=profile,
        locator=_picture(profile.city.id, look, "locator"),
        close_up=close_up(catalogue, site_id).svg(language(), prefix="near", look=near),
        kind=_kinds()[profile.site.kind],
        is_hidden=is_circle_hidden(profile.site, height_px=LOCATOR_PX),
        side=wording.length(2 * half_side_m(profile.site)),
        lists=_by_list(profile.scenarios),
    )


@page(blueprint, "/city/<city_id>")
def city(city_id: str) -> ResponseReturnValue:
    """Show what the documents say of a city: layout, aims, scenarios, measures, fund."""
    catalogue = catalogue_in_use()
    _must_exist(city_id, catalogue.cities, lambda row: row.id, _("city"))
    profile = city_profile(catalogue, city_id)
    return _show(
        "profile_city.html",
        profile=profile,
        locator=_picture(city_id, Look(height_px=LOCATOR_PX), "locator"),
        lists=_by_list(profile.scenarios),
        is_full=True,
        parts=_grouped(profile.measures, lambda row: row.part),
        funds=_grouped(profile.fund_rules, lambda row: row.fund_zh),
    )


def _kinds() -> dict[str, str]:
    return {
        "cluster": _("core cluster"),
        "park": _("park"),
        "new_city": _("new city"),
        "area": _("area of a district plan"),
        "scenario_site": _("place of a scenario"),
        "institution": _("institution"),
    }


def _show(template: str, **values: Any) -> ResponseReturnValue:
    return public(
        render_template(
            template,
            words=wording,
            span=years(catalogue_in_use()),
            language_of=language_of,
            **values,
        )
    )


def language_of(text: str) -> str:
    """Tell in which language a note of the tables is written, as an HTML ``lang``.

    English notes are full of Chinese names, Chinese ones have hardly an English word.
    """
    chinese, words = re.findall("[\u4e00-\u9fff]", text), re.findall("[A-Za-z]+", text)
    return "zh-CN" if len(chinese) > 4 * len(words) else "en"


def _picture(city_id: str, look: Look, prefix: str) -> str:
    picture = maps_in_use().picture(city_id)
    return picture.svg(language(), prefix=prefix, look=look, link=_district_address)


def _district_address(adcode: str) -> str:
    return url_for("profiles.district", adcode=adcode)


def _must_exist(value: str, rows: Iterable[N], key: Callable[[N], str], kind: str) -> None:
    """Say in the reader's language what there is instead, with names.

    Raises
    ------
    NotThereError
        If no row has this key.
    """
    known = {key(row): row for row in rows}
    if value in known:
        return
    names = {name: [row.name_zh, row.name_en] for name, row in known.items()}
    close = nearest(value, names)
    column = 0 if language() == "zh" else 1
    shown = "; ".join(f"{name} {names[name][column]}" for name in close)
    if not close:
        raise NotThereError(_("This atlas has no %(kind)s yet.", kind=kind))
    raise NotThereError(
        _(
            "There is no %(kind)s “%(value)s”. Nearest of %(count)s: %(nearest)s.",
            kind=kind,
            value=value[:60],
            count=len(known),
            nearest=shown,
        )
    )


def _once(rows: Iterable[tuple[Row, str]]) -> list[tuple[Row, str]]:
    """Keep one row, with its anchor, of those that rest on the same words."""
    seen: dict[tuple[str, ...], tuple[Row, str]] = {}
    for row, anchor in rows:
        seen.setdefault((row.source, row.quote, row.status, row.note), (row, anchor))
    return list(seen.values())


def _by_list(scenarios: Iterable[Scenario]) -> list[list[Scenario]]:
    return _grouped(scenarios, lambda row: row.list)


def _grouped(rows: Iterable[T], key: Callable[[T], Any]) -> list[list[T]]:
    """Put rows of the same key together, in the order in which the keys first appear."""
    groups: dict[Any, list[T]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
