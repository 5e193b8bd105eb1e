"""Folium layers of the atlas: catalogue in, Folium layer out; knows no Flask.

``from layers import AtlasMap`` is all that a notebook needs.
"""

from layers.atlas_map import AtlasMap

__all__ = ["AtlasMap"]
