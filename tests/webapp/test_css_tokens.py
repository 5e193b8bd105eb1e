"""The style sheets name the colours that ``layers.palette`` names, and mean the same."""

import re
from pathlib import Path

import pytest

from layers import palette
from layers.palette import TOKENS, contrast

STATIC = Path(__file__).parents[2] / "static"
SHEETS = {"page": STATIC / "css/page.css", "map": STATIC / "leaflet-atlas/leaflet-atlas.css"}
# Names of the style sheets for what the palette calls otherwise.
ALIASES = {"accent": "west", "quote": "panel"}


def variables(sheet):
    """Read the custom properties of ``:root``, without the map's prefix."""
    text = SHEETS[sheet].read_text(encoding="utf-8")
    (root,) = re.findall(r"^:root \{(.*?)\}", text, re.DOTALL | re.MULTILINE)
    return {
        name.removeprefix("atlas-"): value.strip()
        for name, value in re.findall(r"--([a-z-]+):\s*([^;]+);", root)
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_colours_are_those_of_the_palette(sheet):
    named = {
        name: value for name, value in variables(sheet).items() if ALIASES.get(name, name) in TOKENS
    }

    assert len(named) >= 6
    assert named == {name: TOKENS[ALIASES.get(name, name)] for name in named}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_variable_in_use_is_defined(sheet):
    text = SHEETS[sheet].read_text(encoding="utf-8")
    prefix = "atlas-" if sheet == "map" else ""
    used = set(re.findall(r"var\(--([a-z-]+)", text))
    # Set on the element by the script.
    dynamic = {"hue", "belt"}

    assert used - dynamic <= {prefix + name for name in variables(sheet)}


def test_both_sheets_agree():
    page, drawn = variables("page"), variables("map")

    shared = page.keys() & drawn.keys()
    assert {"ink", "soft", "line", "paper", "water", "accent", "serif", "sans"} <= shared
    squeezed = {
        name: (" ".join(page[name].split()), " ".join(drawn[name].split())) for name in shared
    }
    assert {name: pair for name, pair in squeezed.items() if pair[0] != pair[1]} == {}


def test_the_theme_of_the_browser_is_paper(client):
    assert f'<meta name="theme-color" content="{palette.PAPER}">' in client.get("/sources").text


def test_the_hatch_is_the_palette_s():
    rule = re.search(r"\.atlas-hatch \{([^}]*)\}", SHEETS["map"].read_text(encoding="utf-8"))

    assert f"stroke: {palette.NOT_LISTED_LINE};" in rule[1]


@pytest.mark.parametrize(
    ("name", "least"), [("ink", 7), ("soft", 4.5), ("accent", 4.5), ("focus", 3)]
)
@pytest.mark.parametrize("ground", ["paper", "water", "quote"])
def test_text_stands_out_from_every_ground(name, least, ground):
    found = variables("page")

    assert contrast(found[name], found[ground]) >= least


def test_print_has_rules_of_its_own():
    text = "".join(path.read_text(encoding="utf-8") for path in SHEETS.values())

    assert "@media print" in text
