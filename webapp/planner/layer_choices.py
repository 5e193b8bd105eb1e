"""Which layer a place that is put in by hand may join, and which of them is meant at first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.store.models import Layer

NEW_CANDIDATES, NEW_REFERENCE = "+candidates", "+reference"
"""What a form sends for a layer that there is not yet."""


@dataclass(frozen=True)
class LayerGroup:
    """The layers of one kind, as a menu shows them.

    Attributes
    ----------
    name : str
        In the page's language.
    choices : tuple of (str, str)
        What the form sends, and what is read: a key with the layer's name, or a new layer.
    """

    name: str
    choices: tuple[tuple[str, str], ...]


def layer_groups(layers: Sequence[Layer], brought: Collection[str]) -> tuple[LayerGroup, ...]:
    """Group the layers by kind; synthetic ones are left out: nothing real belongs in them.

    Parameters
    ----------
    layers : sequence of Layer
    brought : collection of str
        Keys of layers that somebody added here. Those that came with the project, such as the
        places of the catalogue in an example, stand last.

    Returns
    -------
    tuple of LayerGroup
        Candidates and references, each with the choice of a new layer.
    """
    return (
        LayerGroup(
            _("Candidates"),
            (
                *_known(layers, "candidates", brought),
                (NEW_CANDIDATES, _("candidates put in by hand")),
            ),
        ),
        LayerGroup(
            _("Reference"),
            (
                (NEW_REFERENCE, _("references put in by hand")),
                *_known(layers, "reference", brought),
            ),
        ),
    )


def first_choice(layers: Sequence[Layer]) -> str:
    """Return the layer that is meant unless said: never one that criteria measure to."""
    found = (row.key for row in layers if row.kind == "candidates" and not row.is_synthetic)
    return next(found, NEW_CANDIDATES)


def _known(
    layers: Sequence[Layer], kind: str, brought: Collection[str]
) -> tuple[tuple[str, str], ...]:
    rows = [row for row in layers if row.kind == kind and not row.is_synthetic]
    rows.sort(key=lambda row: row.key not in brought)
    return tuple((row.key, row.name) for row in rows)
