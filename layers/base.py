"""What every layer of the atlas is made of: a description and a Folium element.

A layer file exposes ``specs(catalogue)``; each :class:`LayerSpec` it returns can be built
into an :class:`AtlasLayer`. Names and values reach the browser as JSON (``layers.payload``);
the Folium element carries nothing but slugs, so no table's text ever passes a template.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from folium.map import Layer
from folium.template import Template

from layers.assets import Asset

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Group:
    """A heading under which toggles are listed."""

    id: str
    title_zh: str
    title_en: str


@dataclass(frozen=True)
class LayerSpec:
    """One entry of the registry: what a layer is called, shows and starts as.

    Attributes
    ----------
    id : str
        Slug, unique in the registry; stands in the URL of a view.
    group : str
        ``Group.id``.
    kind : str
        Which constructor of ``L.atlas`` draws it.
    title_zh, title_en : str
        What people read; may come from a table, hence never goes through a template.
    symbol : str
        Which sign the legend shows and the map draws.
    members : tuple of (str, str)
        ``(city id, member id)`` of what it shows, in the catalogue's order; members are
        adcodes for districts and slugs elsewhere.
    is_shown : bool
        Whether a fresh map starts with it.
    note_zh, note_en : str
        What a reader must know to read it rightly; empty when the symbol says it all.
    assets : tuple of Asset
        Files that draw it beyond those that every map loads.
    blocks : mapping of str to JSON
        What it draws that is not in the catalogue, by name; layers that draw the same name it
        alike, and it travels once.
    """

    id: str
    group: str
    kind: str
    title_zh: str
    title_en: str
    symbol: str
    members: tuple[tuple[str, str], ...]
    is_shown: bool = False
    note_zh: str = ""
    note_en: str = ""
    assets: tuple[Asset, ...] = ()
    blocks: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def members_in(self, cities: Collection[str]) -> tuple[str, ...]:
        """List the members that lie in some of the cities, in order."""
        return tuple(member for city, member in self.members if city in cities)

    def build(self, *, show: bool | None = None) -> AtlasLayer:
        """Make the Folium layer; ``show`` overrides how it starts."""
        return AtlasLayer(self.id, self.kind, show=self.is_shown if show is None else show)


class AtlasLayer(Layer):
    """A Folium layer that ``L.atlas`` (``static/leaflet-atlas``) draws from the shared data.

    Parameters
    ----------
    layer_id : str
        Slug; also the ``layer_name`` under which Folium's own ``LayerControl`` lists it (the
        browser then writes the title as text).
    kind : str
        Slug of the constructor in ``L.atlas.kinds``.
    show : bool
        Whether the map starts with it.

    Raises
    ------
    ValueError
        If ``layer_id`` or ``kind`` is not a slug: only slugs may enter a template.
    """

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.atlas.layer(
            {{ this._parent.get_name() }}, {{ this.kind|tojson }}, {{ this.layer_name|tojson }});
        {%- endmacro %}
        """
    )

    def __init__(self, layer_id: str, kind: str, *, show: bool = True):
        for slug in (layer_id, kind):
            if not _SLUG.fullmatch(slug):
                msg = f"{slug!r} is not a slug (a-z, 0-9 and single hyphens)"
                raise ValueError(msg)
        super().__init__(name=layer_id, overlay=True, control=True, show=show)
        self._name = "atlas"
        # A fixed id instead of branca's random one: the same catalogue gives the same script.
        self._id = layer_id.replace("-", "_")
        self.kind = kind
