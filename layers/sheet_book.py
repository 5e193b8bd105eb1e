"""The atlas as one PDF: a cover with the whole map, then a page for each district."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib as mpl
import shapely
from matplotlib.backends.backend_pdf import PdfPages

from geo.catalogue import Catalogue
from layers import palette
from layers.registry import layer_specs
from layers.sheet import draw_footer, draw_header, draw_sheet
from layers.sheet_canvas import Canvas, Rect, options, rc_of, rectangle
from layers.sheet_facts import district_blocks, subtitle
from layers.sheet_fills import polygon_path
from layers.sheet_flow import Block, Setter, flow, split_columns
from layers.sheet_fonts import SheetFonts
from layers.sheet_frame import Bounds, Frame, fit
from layers.sheet_legend import Item, draw_column, legend_items
from layers.sheet_map import draw_map
from layers.sheet_order import SheetOrder
from layers.sheet_scene import Scene, make_scene
from layers.sheet_subset import quick_subsets

_MARGIN, _TOP, _BOTTOM, _MAP, _LOCATOR, _GAP = 10.0, 15.0, 8.0, 118.0, 42.0, 6.0

Placed = list[tuple[Block, float, float]]


@dataclass(frozen=True)
class Page:
    """A page of text that belongs to a district; the first one has the maps."""

    adcode: str
    placed: Placed
    has_maps: bool
    width: float


def draw_book(
    catalogue: Catalogue,
    order: SheetOrder,
    fonts: SheetFonts,
    path: Path,
    progress: Callable[[int, int], None],
) -> int:
    """Write the atlas of the cities that an order shows.

    Parameters
    ----------
    catalogue : Catalogue
        What it is drawn from.
    order : SheetOrder
        The view; its cover is the sheet of that view.
    fonts : SheetFonts
        What it is set in.
    path : Path
        Where the PDF goes.
    progress : callable
        Called with (pages done, pages altogether) before the first and after each page; what
        it raises ends the work.

    Returns
    -------
    int
        Number of pages.

    Raises
    ------
    UnknownIdError
        If a city is not in the catalogue.
    BoundaryError
        If boundaries are missing or altered.
    """
    pages = plan(catalogue, order, fonts)
    total = len(pages) + 1
    progress(0, total)
    title = f"{order.title} {order.subtitle}"
    with (
        mpl.rc_context(rc_of(fonts)),
        quick_subsets(),
        PdfPages(path, **options("pdf", title)) as pdf,
    ):
        cover = draw_sheet(catalogue, order, fonts)
        pdf.savefig(cover.canvas.figure)
        progress(1, total)
        for number, page in enumerate(pages, start=2):
            words = order.words["page"].format(n=number, m=total)
            pdf.savefig(_draw_page(catalogue, order, fonts, page, words).figure)
            progress(number, total)
    return total


def plan(catalogue: Catalogue, order: SheetOrder, fonts: SheetFonts) -> list[Page]:
    """Lay out the text of every district, to know how many pages there are.

    Returns
    -------
    list of Page
        At least one per district, in the order of the table.
    """
    k = Canvas(order.size_mm, fonts).factor
    body = _body(order, k)
    beside = Rect(body.x + (_MAP + _GAP) * k, body.y, body.width - (_MAP + _GAP) * k, body.height)
    pages = []
    for city in order.cities:
        for district in catalogue.districts_of(city):
            left = district_blocks(catalogue, order, district.adcode)
            has_maps = True
            while left or has_maps:
                columns = split_columns(
                    beside if has_maps else body, 2 if has_maps else 3, _GAP * k
                )
                setter = Setter(fonts, columns[0].width, k)
                placed, left = flow(setter, left, columns)
                pages.append(Page(district.adcode, placed, has_maps, columns[0].width))
                has_maps = False
    return pages


def _body(order: SheetOrder, k: float) -> Rect:
    width, height = order.size_mm
    margin = _MARGIN * k
    top = (_MARGIN + _TOP) * k
    bottom = (_MARGIN + _BOTTOM) * k
    return Rect(margin, bottom, width - 2 * margin, height - top - bottom)


def _draw_page(
    catalogue: Catalogue, order: SheetOrder, fonts: SheetFonts, page: Page, number: str
) -> Canvas:
    canvas = Canvas(order.size_mm, fonts)
    row = catalogue.district(page.adcode)
    name = order.text(row.name_zh, row.name_en)
    continued = order.words["continued"]
    more = "" if page.has_maps else order.text(f"（{continued}）", f" ({continued})")
    draw_header(canvas, name + more, subtitle(catalogue, order, row))
    setter = Setter(fonts, page.width, canvas.factor)
    for block, x, y in page.placed:
        setter.draw(canvas, block, x, y)
    if page.has_maps:
        _draw_maps(canvas, catalogue, order, page.adcode)
    epsg = catalogue.city(row.city).metric_epsg
    draw_footer(canvas, order, [epsg], page=number)
    return canvas


def _draw_maps(canvas: Canvas, catalogue: Catalogue, order: SheetOrder, adcode: str) -> None:
    """Draw the district, below it where it lies in its city and what the signs mean."""
    k, body = canvas.factor, _body(order, canvas.factor)
    city = catalogue.district(adcode).city
    own = _order_of_page(catalogue, order, city, adcode)
    scene = _alone(make_scene(catalogue, own, city), adcode)
    ticks, foot = 4.5 * k, (_LOCATOR + 4) * k
    rect = Rect(body.x + ticks, body.y + foot, _MAP * k - ticks, body.height - foot)
    shape = next(item.shape for item in scene.districts if item.row.adcode == adcode)
    frame = fit(rect, scene.epsg, _bounds(shape), room_mm=7 * k)
    draw_map(canvas, frame, scene, own)
    locator = Rect(body.x + ticks, body.y, _LOCATOR * 1.1 * k, (_LOCATOR - 2) * k)
    _draw_locator(canvas, locator, scene, adcode)
    key = Rect(locator.right + 4 * k, body.y, rect.right - locator.right - 4 * k, locator.height)
    draw_column(canvas, key, _signs(legend_items(catalogue, own, [scene])), [])


def _signs(items: Sequence[Item]) -> list[Item]:
    """Leave the signs in a legend: the text beside the map has the fills and says the rest."""
    return [
        replace(item, note="")
        for item in items
        if item.kind == "entry" and item.symbol not in ("swatch", "unlisted")
    ]


def _bounds(shape: shapely.Geometry) -> Bounds:
    west, south, east, north = shape.bounds
    return float(west), float(south), float(east), float(north)


def _order_of_page(catalogue: Catalogue, order: SheetOrder, city: str, adcode: str) -> SheetOrder:
    """Show what the view shows, and every place that the page tells of."""
    own = {row.id for row in catalogue.sites_of(city) if row.district == adcode}
    layers = set(order.layers) | {
        spec.id
        for spec in layer_specs(catalogue)
        if spec.kind == "districts"
        or (spec.kind in ("sites", "industry") and {m for _, m in spec.members} & {*own, adcode})
    }
    one = replace(order.of_city(city), selection=("district", adcode), opacity={})
    return replace(one, layers=tuple(sorted(layers)))


def _alone(scene: Scene, adcode: str) -> Scene:
    """Paint one district only, and leave out the places of the others."""
    return replace(
        scene,
        districts=tuple(
            item if item.row.adcode == adcode else replace(item, state="plain", industries=())
            for item in scene.districts
        ),
        sites=tuple(site for site in scene.sites if site.row.district == adcode),
        mentions=(),
    )


def _draw_locator(canvas: Canvas, rect: Rect, scene: Scene, adcode: str) -> None:
    """Draw where a district lies in its city."""
    frame: Frame = fit(rect, scene.epsg, scene.bounds, room_mm=2 * canvas.factor)
    canvas.path(rectangle(rect), fill=palette.WATER)
    for item in scene.districts:
        is_own = item.row.adcode == adcode
        canvas.path(
            polygon_path(frame.shape(item.shape)),
            fill=palette.WEST if is_own else palette.PAPER,
            stroke="#ffffff" if is_own else palette.BORDER,
            width_px=0.6,
        )
    canvas.path(rectangle(rect), stroke=palette.SOFT, width_px=0.8)
