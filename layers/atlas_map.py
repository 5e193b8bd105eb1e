"""The map of the atlas: a ``folium.Map`` that works offline and trusts no text.

Two locks keep a catalogue (which may be somebody else's) out of Folium's templates. The first:
the map script consists of slugs, numbers and constants only; every name reaches the browser as
JSON and is written there as text. The second, for what people add to the map themselves, is in
``layers.literal``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from html import escape
from typing import Any

import folium
from folium.template import Template

from geo.catalogue import Catalogue
from geo.errors import AtlasError, UnknownIdError
from layers.assets import map_assets
from layers.atlas_figure import AtlasFigure, MapParts, Page
from layers.base import LayerSpec
from layers.basemaps import Basemap
from layers.payload import map_payload, to_json
from layers.registry import layer_specs

__all__ = ["AtlasMap", "MapParts"]

_WORDS = {
    "zh": {
        "lang": "zh-Hans",
        "product": "人形图",
        "map": "地图",
        "in": "放大",
        "out": "缩小",
        "and": "、",
    },
    "en": {
        "lang": "en",
        "product": "Renxing Atlas",
        "map": "Map",
        "in": "Zoom in",
        "out": "Zoom out",
        "and": ", ",
    },
}
_MAP_ID = re.compile(r"[a-z][a-z0-9_]*")


class AtlasMap(folium.Map):
    """A Folium map of the atlas, complete in one file.

    Parameters
    ----------
    catalogue : Catalogue
        What is shown.
    cities : sequence of str, optional
        City ids; all of the catalogue's by default.
    language : {"zh", "en"}
        Of titles and of the page.
    visible : collection of str, optional
        Ids of the layers that are switched on; by default each layer decides.
    basemap : Basemap, optional
        Tiles below everything. They are loaded from where it says, so a map with one is only
        offline as long as its tiles are. Overlays are shifted to its datum, once.
    map_id : str
        The container's id is ``map_<map_id>``, and so is the script's variable.
    inline : bool
        Whether the map answers clicks with pop-ups of its own, as a saved file must; a page
        that has a panel for it sets False and takes ``parts()``.
    layers : sequence of LayerSpec, optional
        Which layers; by default all that are registered.

    Raises
    ------
    UnknownIdError
        If a city or a visible layer does not exist.
    ValueError
        If ``language`` is not one of the two, or ``map_id`` is no plain identifier.

    Examples
    --------
    >>> from geo.catalogue import read_catalogue
    >>> atlas = AtlasMap(read_catalogue(), cities=["shanghai"])
    >>> folium.LayerControl().add_to(atlas)                     # doctest: +SKIP
    >>> atlas.save("shanghai.html")                             # doctest: +SKIP
    """

    _template = Template(
        """
        {%- macro html(this, kwargs) -%}
        <div class="folium-map" id="{{ this.get_name() }}" role="region"
         aria-label="{{ this.words['map'] }}"></div>
        {%- endmacro -%}

        {%- macro script(this, kwargs) -%}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojson }});
        L.atlas.home({{ this.get_name() }}, {{ this.view|tojson }});
        {{ this.get_name() }}.attributionControl.setPrefix({{ this.words['product']|tojson }});
        L.control.zoom({{ this.zoom_titles|tojson }}).addTo({{ this.get_name() }});
        L.control.scale({"imperial": false}).addTo({{ this.get_name() }});
        L.atlas.attach({{ this.get_name() }},
            {{ {"language": this.language, "id": this._id}|tojson }});
        {%- if this.basemap %}
        {{ this.get_name() }}.attributionControl.addAttribution({{ this.attribution()|tojson }});
        L.atlas.setBasemap({{ this.get_name() }}, {{ this.tiles()|tojson }});
        {%- endif %}
        {%- if this.inline %}
        L.atlas.popups({{ this.get_name() }});
        {%- endif %}
        {%- if this.objects_to_stay_in_front %}
        function objects_in_front() {
            {%- for layer in this.objects_to_stay_in_front %}
            {{ layer.get_name() }}.bringToFront();
            {%- endfor %}
        }
        {{ this.get_name() }}.on("overlayadd", objects_in_front);
        document.addEventListener("DOMContentLoaded", objects_in_front);
        {%- endif %}
        {%- endmacro -%}
        """
    )
    # Stock Folium would load ten files from five hosts for these two.
    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        cities: Sequence[str] | None = None,
        language: str = "zh",
        visible: Collection[str] | None = None,
        basemap: Basemap | None = None,
        map_id: str = "atlas",
        inline: bool = True,
        layers: Sequence[LayerSpec] | None = None,
    ):
        if language not in _WORDS:
            msg = f"language {language!r} is none of {', '.join(_WORDS)}"
            raise ValueError(msg)
        if not _MAP_ID.fullmatch(map_id):
            msg = f"map_id {map_id!r} must be a-z, 0-9 and _, beginning with a letter"
            raise ValueError(msg)
        super().__init__(location=(0, 0), tiles=None)
        AtlasFigure(map_assets()).add_child(self)
        # Per instance: folium's add_js_link edits the list that it finds, for the whole process.
        self.default_js, self.default_css = [], []
        # A fixed id instead of branca's random one: the same catalogue gives the same bytes.
        self._id = map_id
        self.catalogue = catalogue
        self.cities = tuple(row.id for row in catalogue.cities) if cities is None else tuple(cities)
        self.language = language
        self.words = _WORDS[language]
        self.basemap = basemap
        self.inline = inline
        self.view = self._bounds()
        self.options = {
            "minZoom": 4,
            "maxZoom": 18,
            "zoomSnap": 0.25,
            "zoomDelta": 0.5,
            "wheelPxPerZoomLevel": 120,
            "zoomControl": False,
            "keyboard": True,
        }
        self.zoom_titles = {
            "position": "bottomright",
            "zoomInTitle": self.words["in"],
            "zoomOutTitle": self.words["out"],
        }
        self._add_layers(layer_specs(catalogue) if layers is None else layers, visible)

    def add_child(self, child: Any, name: str | None = None, index: int | None = None) -> AtlasMap:
        """Add a child as Folium does; a layer control gets a lasting name."""
        if type(child) is folium.LayerControl:
            child._id = self._id
        super().add_child(child, name=name, index=index)
        return self

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Write the map into its figure; see ``to_html`` for the document.

        Raises
        ------
        AtlasError
            If it was moved into a figure of another class.
        """
        self.figure()  # refuses a foreign one
        super().render(**kwargs)  # type: ignore[no-untyped-call]

    def figure(self) -> AtlasFigure:
        """Return the figure around the map.

        Raises
        ------
        AtlasError
            If it is of another class: that would load files from elsewhere and compile texts
            as templates.
        """
        figure = self.get_root()
        if not isinstance(figure, AtlasFigure):
            msg = (
                "an AtlasMap only renders in its own figure: do not add it to another one, "
                "set width and height of its figure() instead"
            )
            raise AtlasError(msg)
        return figure

    def to_html(self) -> str:
        """Write one HTML document with everything in it; ``save`` puts it into a file."""
        return self.figure().render()

    def parts(self) -> MapParts:
        """Render the map in pieces, for a page that serves them under a strict policy.

        Raises
        ------
        UnvendoredAssetError
            If a child needs a file that is not vendored.
        """
        return self.figure().compose()

    def page(self) -> Page:
        """Describe the saved page: language, title and the data that it carries."""
        names = [
            getattr(self.catalogue.city(city), f"name_{self.language}") for city in self.cities
        ]
        return Page(
            language=self.words["lang"],
            title=f"{self.words['product']} · {self.words['and'].join(names)}",
            data=to_json(self.data()),
        )

    def data(self) -> dict[str, Any]:
        """Gather what the browser reads: ``payload`` and ``topologies``, JSON-ready."""
        payload = map_payload(self.catalogue, self.cities, self.specs)
        payload["layers"] = [row for row in payload["layers"] if row["id"] in self.layer_ids]
        boundaries = self.catalogue.boundaries
        adcodes = [self.catalogue.city(city).adcode for city in self.cities]
        topologies = [json.loads(boundaries.topology(adcode)) for adcode in adcodes]
        return {"payload": payload, "topologies": topologies}

    def attribution(self) -> str:
        """Write who made the basemap, and its review number, as HTML without markup."""
        row = self.basemap
        if row is None:
            return ""
        return escape(" ".join(part for part in (row.attribution, row.review_number) if part))

    def tiles(self) -> dict[str, Any]:
        """Describe the basemap to ``L.atlas.setBasemap``; empty without one."""
        row = self.basemap
        if row is None:
            return {}
        return {
            "urls": list(row.tile_urls()),
            "datum": row.datum,
            "max_zoom": row.max_zoom,
            "subdomains": list(row.subdomains),
        }

    def _add_layers(self, specs: Sequence[LayerSpec], visible: Collection[str] | None) -> None:
        """Build the layers that have something to show in the chosen cities."""
        found = [
            spec for spec in specs if spec.group == "industries" or spec.members_in(self.cities)
        ]
        self.specs = tuple(found)
        self.layer_ids = tuple(spec.id for spec in found)
        unknown = sorted(set(visible or ()) - {spec.id for spec in specs})
        if unknown:
            msg = f"unknown layer {unknown[0]!r}: choose from {', '.join(self.layer_ids)}"
            raise UnknownIdError(msg)
        for spec in found:
            spec.build(show=None if visible is None else spec.id in visible).add_to(self)
        figure = self.figure()
        more = (asset for spec in found for asset in spec.assets)
        figure.assets = tuple(dict.fromkeys((*figure.assets, *more)))

    def _bounds(self) -> list[list[float]]:
        """Measure the chosen cities: ``[[south, west], [north, east]]`` in degrees."""
        adcodes = [
            district.adcode
            for city in self.cities
            for district in self.catalogue.districts_of(self.catalogue.city(city).id)
        ]
        west, south, east, north = self.catalogue.boundaries.web.loc[adcodes].total_bounds
        corners = ((south, west), (north, east))
        return [[round(float(lat), 4), round(float(lon), 4)] for lat, lon in corners]
