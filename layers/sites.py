"""What the layers of named places share: picking sites and describing them as a layer."""

from __future__ import annotations

from collections.abc import Callable

from geo.catalogue import Catalogue
from geo.tables import Site
from layers.base import LayerSpec


def site_layer(
    catalogue: Catalogue,
    layer_id: str,
    title: tuple[str, str],
    *,
    group: str,
    symbol: str,
    where: Callable[[Site], bool],
    is_shown: bool = False,
    note: tuple[str, str] = ("", ""),
) -> list[LayerSpec]:
    """Describe the layer of the sites for which ``where`` holds.

    Parameters
    ----------
    catalogue : Catalogue
        Where the sites are.
    layer_id : str
        Slug of the layer.
    title, note : (str, str)
        Chinese and English.
    group, symbol : str
        See ``LayerSpec``.
    where : callable
        Takes a ``Site``, returns whether it belongs.
    is_shown : bool
        Whether a fresh map starts with it.

    Returns
    -------
    list of LayerSpec
        One, or none when no site belongs: an empty layer would only be a dead switch.
    """
    members = tuple((site.city, site.id) for site in catalogue.sites if where(site))
    if not members:
        return []
    return [
        LayerSpec(
            id=layer_id,
            group=group,
            kind="sites",
            title_zh=title[0],
            title_en=title[1],
            symbol=symbol,
            members=members,
            is_shown=is_shown,
            note_zh=note[0],
            note_en=note[1],
        )
    ]


def district_structures(catalogue: Catalogue) -> frozenset[str]:
    """Name the structures that a district laid out for itself, such as 一带三区."""
    return frozenset(row.id for row in catalogue.structures if row.district)
