"""A view of the atlas as one HTML file: the state of an address becomes its opening."""

from __future__ import annotations

from datetime import date

from geo.catalogue import Catalogue
from layers.one_file import Opening, write_one_file
from webapp.view_state import Selection, ViewState
from webapp.views import View, views


def one_file(
    catalogue: Catalogue,
    view: View,
    state: ViewState,
    *,
    language: str,
    saved_on: date,
    review_number: str = "",
) -> str:
    """Write a view as one HTML file.

    Its basemap is left out, because tiles would have to be fetched; so is the datum of the
    pointer's coordinates, which the file does not show.

    Parameters
    ----------
    catalogue : Catalogue
    view : View
    state : ViewState
        What is on, selected and where the maps look.
    language : {"zh", "en"}
    saved_on : date
        Printed in it.
    review_number : str
        审图号 to print in place of the note that it is a sketch map.

    Returns
    -------
    str
    """
    return write_one_file(
        catalogue,
        view.cities,
        language=language,
        title=view.title_zh if language == "zh" else view.title_en,
        opening=opening_of(catalogue, state),
        saved_on=saved_on,
        review_number=review_number,
    )


def opening_of(catalogue: Catalogue, state: ViewState) -> Opening:
    """Say what a view's state means for the maps of its file."""
    return Opening(
        visible=frozenset(state.layers(catalogue)),
        edition=state.edition,
        selection=_pair(state.sel),
        opacity=dict(state.op),
        viewpoints=tuple((point.lat, point.lon, point.zoom) for point in state.at),
    )


def _pair(selection: Selection | None) -> tuple[str, str] | None:
    return None if selection is None else (selection.kind, selection.id)


def one_file_paths(catalogue: Catalogue) -> list[str]:
    """List the paths of the files of every view as a fresh page shows it, in both languages."""
    names = [f"/one-file/{view.id}.html" for view in views(catalogue)]
    return [*names, *(f"/en{name}" for name in names)]
