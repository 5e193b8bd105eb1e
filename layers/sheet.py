"""One map sheet: title, maps, legend, sources, datum and date on a page of A4 or A3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.catalogue import Catalogue
from geo.crs import metric_crs
from layers import palette
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect, circle, polyline
from layers.sheet_fonts import SheetFonts
from layers.sheet_frame import Frame, fit, look, round_up, scale_of
from layers.sheet_labels import Label
from layers.sheet_legend import draw_column, legend_items, source_items
from layers.sheet_map import draw_map
from layers.sheet_order import SheetOrder
from layers.sheet_scene import Scene, make_scene
from layers.sheet_text import ELLIPSIS, wrap

_MARGIN, _HEADER, _FOOTER, _COLUMN, _TICKS = 10.0, 15.0, 8.0, 58.0, 4.5
"""Of an A4 page, mm; ``_TICKS`` is the room for coordinates left of and below a map."""

_ROOM = 4.0
"""Kept free between a city and its neat line, mm."""


@dataclass(frozen=True)
class Sheet:
    """A drawn sheet.

    Attributes
    ----------
    canvas : Canvas
        The page.
    frames : tuple of Frame
        Its maps.
    labels : tuple of Label
        The names on them that found a place.
    """

    canvas: Canvas
    frames: tuple[Frame, ...]
    labels: tuple[Label, ...] = field(default=())

    def save(self, order: SheetOrder) -> bytes:
        """Write the file that was ordered."""
        return self.canvas.save(order.format, order.dpi, title=f"{order.title} {order.subtitle}")


def draw_sheet(catalogue: Catalogue, order: SheetOrder, fonts: SheetFonts) -> Sheet:
    """Draw a sheet.

    Parameters
    ----------
    catalogue : Catalogue
        What it is drawn from.
    order : SheetOrder
        What it shows.
    fonts : SheetFonts
        What it is set in.

    Returns
    -------
    Sheet

    Raises
    ------
    UnknownIdError
        If a city is not in the catalogue.
    BoundaryError
        If boundaries are missing or altered.
    """
    canvas = Canvas(order.size_mm, fonts)
    k = canvas.factor
    margin, column = _MARGIN * k, _COLUMN * k
    draw_header(canvas, order.title, order.subtitle)
    body = Rect(
        margin,
        margin + _FOOTER * k,
        canvas.width - 2 * margin,
        canvas.height - 2 * margin - (_HEADER + _FOOTER) * k,
    )
    scenes = [make_scene(catalogue, order, city) for city in order.cities]
    maps = Rect(body.x, body.y, body.width - column - 5 * k, body.height)
    frames = arrange(maps, scenes, order, canvas)
    labels = [
        label
        for frame, scene in zip(frames, scenes, strict=True)
        for label in draw_map(canvas, frame, scene, order)
    ]
    if len(frames) > 1:
        for frame, scene in zip(frames, scenes, strict=True):
            _caption(canvas, frame, catalogue, scene, order)
    side = Rect(maps.right + 5 * k, body.y, column, body.height)
    legend = legend_items(catalogue, order, scenes)
    draw_column(canvas, side, legend, source_items(catalogue, order, scenes))
    draw_footer(canvas, order, [scene.epsg for scene in scenes])
    return Sheet(canvas, tuple(frames), tuple(labels))


def arrange(rect: Rect, scenes: Sequence[Scene], order: SheetOrder, canvas: Canvas) -> list[Frame]:
    """Lay out a frame for each city, side by side; whole cities at one common scale.

    Parameters
    ----------
    rect : Rect
        Where, the coordinates along the frames included, mm.
    scenes : sequence of Scene
    order : SheetOrder
        ``centres`` says where each looks.
    canvas : Canvas

    Returns
    -------
    list of Frame
    """
    ticks, gap = _TICKS * canvas.factor, 4.0 * canvas.factor
    widths = [scene.bounds[2] - scene.bounds[0] for scene in scenes]
    # A frame is never so narrow that its scale bar and title would not fit.
    shares = [max(width / sum(widths), 0.6 / len(widths)) for width in widths]
    free = rect.width - gap * (len(scenes) - 1) - ticks * len(scenes)
    boxes, x = [], rect.x
    for share in shares:
        width = free * share / sum(shares)
        boxes.append(Rect(x + ticks, rect.y + ticks, width, rect.height - ticks))
        x += ticks + width + gap
    room = _ROOM * canvas.factor
    both = list(zip(boxes, scenes, strict=True))
    common = round_up(max(scale_of(box, scene.bounds, room) for box, scene in both))
    centres = order.centres or (None,) * len(scenes)
    return [
        look(box, scene.epsg, centre, canvas.px)
        if centre
        else _at_scale(fit(box, scene.epsg, scene.bounds, room_mm=room), common)
        for (box, scene), centre in zip(both, centres, strict=True)
    ]


def _at_scale(frame: Frame, denominator: float) -> Frame:
    return Frame(frame.rect, frame.epsg, frame.middle, denominator)


def draw_header(canvas: Canvas, title: str, subtitle: str) -> None:
    """Write the title at the upper left, what is shown beside it, and whose atlas it is.

    What finds no room beside a long title stands below it, and the title is set smaller; what
    is still too long ends in "…".
    """
    k, gap = canvas.factor, 4 * canvas.factor
    x, y = _MARGIN * k, canvas.height - (_MARGIN + 8.0) * k
    right = canvas.width - _MARGIN * k
    rule = polyline([(x, y - 3.2 * k), (right, y - 3.2 * k)])
    canvas.path(rule, stroke=palette.INK, width_px=0.9)
    size, small = 20 * k, 9 * k
    brand = "人形图" if title.startswith("Renxing") else "Renxing Atlas"
    room = right - x - gap - canvas.fonts.width_mm(brand, "sans", 8.5 * k)
    width = _title_width(canvas, title, size)
    shown = canvas.fonts.clean(subtitle)
    is_beside = width + gap + canvas.fonts.width_mm(shown, "sans", small) <= room
    if is_beside:
        _draw_title(canvas, x, y, title, size)
        canvas.text(x + width + gap, y, shown, size=small, colour=palette.SOFT)
    else:
        below, y = y - 0.6 * k, y + 4.2 * k
        size = max(min(15 * k, size * room / width), 8 * k)
        _draw_title(canvas, x, y, _cut(canvas, title, size, room), size)
        for line in wrap(canvas.fonts, shown, "sans", small, right - x, most=1):
            canvas.text(x, below, line, size=small, colour=palette.SOFT)
    canvas.text(right, y, brand, size=8.5 * k, colour=palette.SOFT, align="right")


_JOINT, _JOINT_EM = " · ", 0.9
"""Between the parts of a title, and how wide it is drawn."""


def _title_width(canvas: Canvas, title: str, size: float) -> float:
    """Measure a title, mm."""
    parts = [canvas.fonts.clean(part) for part in title.split(_JOINT)]
    joints = (len(parts) - 1) * _JOINT_EM * size * MM_PER_PT
    return sum(canvas.fonts.width_mm(part, "name", size) for part in parts) + joints


def _cut(canvas: Canvas, title: str, size: float, room_mm: float) -> str:
    """Shorten a title that is too wide even in small letters."""
    if _title_width(canvas, title, size) <= room_mm:
        return title
    while title and _title_width(canvas, title + ELLIPSIS, size) > room_mm:
        title = title[:-1].rstrip(" ·")
    return title + ELLIPSIS


def _draw_title(canvas: Canvas, x: float, y: float, title: str, size: float) -> None:
    """Write a title whose parts are joined by middle dots.

    The dots are drawn: a Chinese title without Latin characters spares the file a font.
    """
    em = size * MM_PER_PT
    for number, part in enumerate(title.split(_JOINT)):
        if number:
            dot = circle(x + _JOINT_EM / 2 * em, y + 0.37 * em, 0.07 * em)
            canvas.path(dot, fill=palette.INK)
            x += _JOINT_EM * em
        x += canvas.text(x, y, part, face="name", size=size)


def draw_footer(canvas: Canvas, order: SheetOrder, epsgs: Sequence[int], *, page: str = "") -> None:
    """Write datum, projection and date at the foot, and the review number or that there is none.

    Characters that no font has are confessed here, too.
    """
    k, words = canvas.factor, order.words
    x, right, y = _MARGIN * k, canvas.width - _MARGIN * k, _MARGIN * k
    projections = dict.fromkeys(f"EPSG:{epsg} {metric_crs(epsg).name}" for epsg in epsgs)
    joint = "；" if order.is_zh else "; "
    parts = [
        f"{words['datum']} WGS-84",
        f"{words['projection']} {joint.join(projections)}",
        f"{words['drawn']} {order.date}",
    ]
    parts += [page] if page else []
    size = 6.4 * k
    canvas.text(x, y, "  ·  ".join(parts), size=size, colour=palette.SOFT)
    colour = palette.INK if order.is_reviewed else palette.CAUTION
    canvas.text(right, y, order.review, size=size * 1.1, colour=colour, align="right")
    if canvas.fonts.absent:
        codes = " ".join(f"U+{ord(char):04X}" for char in sorted(canvas.fonts.absent)[:12])
        text = f"{words['absent']} {codes}"
        canvas.text(right, y - 3.4 * k, text, size=size, colour=palette.CAUTION, align="right")


def _caption(
    canvas: Canvas, frame: Frame, catalogue: Catalogue, scene: Scene, order: SheetOrder
) -> None:
    """Name the city of one of several maps, in its upper left corner."""
    k, city = canvas.factor, catalogue.city(scene.city)
    name = order.text(city.name_zh, city.name_en)
    x, y = frame.rect.x + 4 * k, frame.rect.top - 8 * k
    canvas.text(x, y, name, face="name", size=13 * k, halo_px=2.5)
