"""Where a page to read leads for a district, an industry or a place: its profile, else the map."""

from __future__ import annotations

from flask import current_app, url_for

from geo.tables import District, Industry, Site
from webapp.rendering import catalogue_in_use
from webapp.views import views


def district_href(row: District) -> str:
    """Lead to a district's profile; where there are no profiles, to the map."""
    if "profiles.district" in current_app.view_functions:
        return url_for("profiles.district", adcode=row.adcode)
    return map_href(row.city, "district", row.adcode)


def industry_href(row: Industry) -> str:
    """Lead to an industry's profile; where there are no profiles, to the map of all cities."""
    if "profiles.industry" in current_app.view_functions:
        return url_for("profiles.industry", industry_id=row.id)
    return map_href(views(catalogue_in_use())[-1].id, "industry", row.id)


def site_href(row: Site) -> str:
    """Lead to a place's profile; where there are no profiles, to the map."""
    if "profiles.site" in current_app.view_functions:
        return url_for("profiles.site", site_id=row.id)
    return map_href(row.city, "site", row.id)


def map_href(view_id: str, kind: str, row_id: str) -> str:
    """Lead to the map with something selected."""
    return f"{url_for('pages.atlas', view_id=view_id)}?sel={kind}:{row_id}"
