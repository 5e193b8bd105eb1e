"""A view of the atlas as one HTML file: nothing to load, nothing to install, layers and evidence.

The file's own policy (a ``<meta>`` with the hash of each script and style in it) forbids every
request, so that it does the same from a USB stick as on an intranet. It uses the fonts of the
machine that opens it: embedded ones would make it four times as large.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from geo.catalogue import Catalogue
from geo.tables import Source
from layers.assets import STATIC, Asset, script_text
from layers.atlas_figure import MapParts
from layers.atlas_map import AtlasMap
from layers.payload import to_json

_WORDS = {
    "zh": {
        "lang": "zh-CN",
        "product": "人形图",
        "all": "全部文件",
        "edition": "{} 年文件",
        "datum": "坐标系 WGS-84",
        "sketch": "示意图，未经审图，仅供内部使用",
        "saved": "保存于 {}",
        "data": "数据指纹 {}",
        "sources": "来源",
        "and": "、",
        "hint": "点选区、载体或产业带，可见文件原文。本文件不联网。",
    },
    "en": {
        "lang": "en",
        "product": "Renxing Atlas",
        "all": "All documents",
        "edition": "Documents of {}",
        "datum": "Datum WGS-84",
        "sketch": "Sketch map, not reviewed, for internal use only",
        "saved": "Saved {}",
        "data": "Data {}",
        "sources": "Sources",
        "and": ", ",
        "hint": "Click a district, place or belt to read the document's words. "
        "This file asks no network for anything.",
    },
}
_CLOSED = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Opening:
    """How the maps look when the file is opened.

    Attributes
    ----------
    visible : frozenset of str or None
        Ids of the layers that are on; None for those that start on.
    edition : int or None
        The year whose documents are read; None for all.
    selection : (str, str) or None
        Kind and id of what is selected.
    opacity : mapping of str to int
        Group of layers → percent, where it is not 100.
    viewpoints : sequence of (float, float, float)
        Latitude, longitude (WGS-84, degrees) and zoom of each map; empty for whole cities.
    """

    visible: frozenset[str] | None = None
    edition: int | None = None
    selection: tuple[str, str] | None = None
    opacity: Mapping[str, int] = field(default_factory=dict)
    viewpoints: Sequence[tuple[float, float, float]] = ()


def write_one_file(
    catalogue: Catalogue,
    cities: Sequence[str],
    *,
    language: str,
    title: str,
    opening: Opening,
    saved_on: date,
    review_number: str = "",
) -> str:
    """Write some cities' maps as one HTML document that needs no other file.

    Parameters
    ----------
    catalogue : Catalogue
    cities : sequence of str
        City ids; each gets a map.
    language : {"zh", "en"}
    title : str
        What the view is called.
    opening : Opening
        How it looks when opened.
    saved_on : date
        Printed in it.
    review_number : str
        审图号 to print in place of the note that it is a sketch map.

    Returns
    -------
    str

    Raises
    ------
    UnknownIdError
        If a city or a visible layer does not exist.
    ValueError
        If ``language`` is not one of the two.
    """
    maps = [
        AtlasMap(
            catalogue,
            cities=[city],
            language=language,
            visible=opening.visible,
            map_id=city.replace("-", "_"),
        )
        for city in cities
    ]
    words = _WORDS[language]
    parts = [each.parts() for each in maps]
    styles = [*parts[0].styles, Asset("css", "one-file", STATIC / "css/one-file.css")]
    scripts = [*parts[0].scripts, Asset("js", "one-file", STATIC / "leaflet-atlas/one-file.js")]
    drawing = [
        script_text(part.script) + _open(each, opening, place)
        for place, (each, part) in enumerate(zip(maps, parts, strict=True))
    ]
    name = f"{words['product']} · {title}"
    return _document(
        words["lang"],
        name,
        styles=[_plain(asset.inline()) for asset in styles],
        scripts=[_plain(asset.inline()) for asset in scripts],
        drawing=[_plain(text) for text in drawing],
        body=[
            *_head(words, name, opening.edition, catalogue),
            *_body(maps, parts),
            *_foot(words, catalogue, language, saved_on, review_number),
        ],
    )


def _document(
    language: str,
    name: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    drawing: Sequence[str],
    body: Sequence[str],
) -> str:
    """Put the texts into a document; the scripts of ``drawing`` run after the body is there."""
    policy = content_policy([*scripts, *drawing], styles)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(name)}</title>",
            *(f"<style>{text}</style>" for text in styles),
            *(f"<script>{text}</script>" for text in scripts),
            "</head>",
            "<body>",
            *body,
            *(f"<script>{text}</script>" for text in drawing),
            "</body>",
            "</html>",
            "",
        ]
    )


def content_policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Write a policy that admits exactly these inline scripts and styles, and no request."""
    admitted = (" ".join(map(_hashed, texts)) for texts in (scripts, styles))
    return "{}; script-src {}; style-src {}".format(_CLOSED, *admitted)


def _hashed(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _plain(text: str) -> str:
    """Normalise line ends as the browser does before it hashes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _open(atlas: AtlasMap, opening: Opening, place: int) -> str:
    """Write the call that shows a map as it was saved: numbers, slugs and nothing else."""
    view = {
        "edition": opening.edition,
        "opacity": dict(opening.opacity),
        "at": opening.viewpoints[place] if opening.viewpoints else None,
        "selection": _selection_in(atlas, opening.selection),
    }
    return f"\nL.atlas.open({atlas.get_name()}, {to_json(view)});\n"


def _selection_in(atlas: AtlasMap, selection: tuple[str, str] | None) -> tuple[str, str] | None:
    """Leave the selection to the map that shows it; an industry is outlined in all."""
    if selection is None:
        return None
    kind, key = selection
    catalogue = atlas.catalogue
    shown = {
        "district": {row.adcode for row in catalogue.districts if row.city in atlas.cities},
        "site": {row.id for row in catalogue.sites if row.city in atlas.cities},
        "belt": {row.id for row in catalogue.belts if row.city in atlas.cities},
        "industry": {row.id for row in catalogue.industries},
    }
    return selection if key in shown.get(kind, ()) else None


def _head(
    words: Mapping[str, str], name: str, edition: int | None, catalogue: Catalogue
) -> list[str]:
    years = words["and"].join(map(str, catalogue.editions))
    text = words["edition"].format(edition) if edition else f"{words['all']} {years}"
    return [
        '<header class="file-bar">',
        f'<h1><span aria-hidden="true">人</span> {escape(name)}</h1>',
        f"<p>{escape(text)}</p>",
        f"<p>{escape(words['hint'])}</p>",
        "</header>",
    ]


def _body(maps: Sequence[AtlasMap], parts: Sequence[MapParts]) -> list[str]:
    return [
        '<main class="file-maps">',
        *(part.html for part in parts),
        "</main>",
        *(
            f'<script type="application/json" id="atlas-data-{each._id}">'
            f"{to_json(each.data())}</script>"
            for each in maps
        ),
    ]


def _foot(
    words: Mapping[str, str],
    catalogue: Catalogue,
    language: str,
    saved_on: date,
    review_number: str,
) -> list[str]:
    facts = (words["saved"].format(saved_on), words["data"].format(catalogue.fingerprint[:12]))
    return [
        '<footer class="file-foot">',
        f"<p><span>{words['datum']}</span>"
        f'<span class="file-review">{escape(review_number or words["sketch"])}</span>',
        *(f"<span>{escape(fact)}</span>" for fact in facts),
        "</p>",
        f"<details><summary>{words['sources']} ({len(catalogue.sources)})</summary><ol>",
        *(_source(row, language) for row in catalogue.sources),
        "</ol></details>",
        "</footer>",
    ]


def _source(row: Source, language: str) -> str:
    title, issuer = (getattr(row, f"{name}_{language}") for name in ("title", "issuer"))
    more = " · ".join(str(part) for part in (issuer, row.edition, row.licence) if part)
    return f"<li>{escape(title)}{f' <small>{escape(more)}</small>' if more else ''}</li>"
