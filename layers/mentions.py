"""Heat of mentions: how often the documents write a place's name. It is no enterprise density."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the heat layer over every site that a document mentions."""
    members = tuple((site.city, site.id) for site in catalogue.sites if site.mentions)
    if not members:
        return []
    return [
        LayerSpec(
            id="mentions",
            group="scenarios",
            kind="mentions",
            title_zh="文件提及热度",
            title_en="Heat of mentions",
            symbol="heat",
            members=members,
            note_zh="权重 = 各文件提及次数，并非企业数量",
            note_en="weight = times the documents mention it, not enterprises",
        )
    ]
