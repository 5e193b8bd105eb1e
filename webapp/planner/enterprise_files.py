"""The figures of a registry as files: districts, policy and hexagons, as the filter has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.exports.enterprises import cell_table, district_table, policy_table
from geo.exports.formats import FORMATS
from geo.exports.table import Table
from layers.enterprise_hexagons import FINEST, RESOLUTIONS
from webapp.errors import NotThereError
from webapp.i18n import language
from webapp.planner.access import project_page
from webapp.planner.enterprise_data import blueprint
from webapp.planner.enterprise_shown import Shown, shown
from webapp.store.models import Project

TABLES: dict[str, Callable[[Shown], Table]] = {
    "districts": lambda found: district_table(found.registry()),
    "policy": lambda found: policy_table(found.registry()),
    **{
        f"hexagons-{size}": lambda found, size=size: cell_table(found.registry(), size)  # type: ignore[misc]
        for size in (*RESOLUTIONS, FINEST)
    },
}
"""Name of a file → what it holds."""
SHAPELESS = ("csv", "xlsx")


@dataclass(frozen=True)
class Offer:
    """A table that can be taken away: what it is called, and format → address."""

    title: str
    formats: dict[str, str]


def offered_files(found: Shown) -> list[Offer]:
    """List the files of a registry, with the filter of the page."""
    titles = {
        "districts": _("Districts"),
        "policy": _("Enterprises against policy"),
        "hexagons-7": _("Hexagons of about 4 km²"),
        "hexagons-8": _("Hexagons of about 0.6 km²"),
        "hexagons-9": _("Hexagons of about 0.08 km²"),
    }
    if found.year is not None:
        del titles["hexagons-9"]
    return [Offer(title, _addresses(found, name)) for name, title in titles.items()]


def _addresses(found: Shown, name: str) -> dict[str, str]:
    values: dict[str, Any] = {"key": found.row.key, "name": name, **found.query()}
    project_id = found.project.id
    return {
        FORMATS[suffix].title: url_for(
            "planner_enterprise_map.file", project_id=project_id, suffix=suffix, **values
        )
        for suffix in _suffixes(name)
    }


def _suffixes(name: str) -> tuple[str, ...]:
    return SHAPELESS if name == "policy" else (*SHAPELESS, "geojson")


@project_page(blueprint, "/enterprises/<key>/file/<name>.<suffix>")
def file(project: Project, key: str, name: str, suffix: str) -> ResponseReturnValue:
    """Send a table of figures."""
    found = shown(project, key)
    is_offered = name in TABLES and suffix in _suffixes(name)
    if not is_offered or (name == f"hexagons-{FINEST}" and found.year is not None):
        raise NotThereError(
            _(
                "There is no file “%(name)s” of this registry. Allowed: %(allowed)s.",
                name=f"{name}.{suffix}"[:60],
                allowed=", ".join(f"{one}.{end}" for one in TABLES for end in _suffixes(one)),
            )
        )
    body = FORMATS[suffix].write(TABLES[name](found))
    response = Response(body, mimetype=FORMATS[suffix].media_type)
    made_up = "synthetic-" if found.is_synthetic else ""
    parts = [f"{made_up}enterprises", name, *found.query().values()]
    response.headers["Content-Disposition"] = f'attachment; filename="{"-".join(parts)}.{suffix}"'
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-CN"
    return response
