"""The scenarios: the lists of the documents as tables that can be sorted out."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from geo.catalogue import Catalogue
from geo.scenario_lists import LEVELS, scenario_facets, scenario_lists, scenario_values
from geo.tables import Scenario
from webapp.reading.links import district_href, site_href
from webapp.rendering import catalogue_in_use, page, public, speak

blueprint = Blueprint("scenarios", __name__)
speak(blueprint)


def paths(catalogue: Catalogue) -> list[str]:
    """List the Chinese addresses of these pages."""
    return ["/scenarios"]


@page(blueprint, "/scenarios")
def scenarios() -> ResponseReturnValue:
    """Show every list whole; the page's script sorts out what its query asks for."""
    catalogue = catalogue_in_use()

    def values(row: Scenario) -> dict[str, tuple[str, ...]]:
        return scenario_values(catalogue, row)

    return public(
        render_template(
            "scenarios.html",
            lists=scenario_lists(catalogue),
            facets=scenario_facets(catalogue),
            values=values,
            levels=LEVELS,
            table_url=_table_url(),
            district_href=district_href,
            site_href=site_href,
        )
    )


def _table_url() -> str:
    """Return where the table can be had as a file; empty where there are no files."""
    if "exports.whole" not in current_app.view_functions:
        return ""
    # A file is the same in both languages and has one address.
    return url_for("exports.whole", datum="tables", dataset="scenarios", suffix="csv", lang="zh")
