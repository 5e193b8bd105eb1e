"""What no file of ours may hold: machines, registries, addresses that are loaded, Jinja."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 400

REGISTRIES = re.compile(
    r"registry\.npmjs|npmmirror|pythonhosted\.org|pypi\.org|proxy\.golang\.org"
    r"|--(?:extra-)?index-url|--registry\b|\bregistry\s*=\s*[\"']?https?:",
    re.IGNORECASE,
)
PLACES = re.compile(r"(?<![\w./~-])/(?:home|root|Users|mnt|work)/\w")
LOADED = {
    "html": re.compile(r"""(?:src|href|action|data|poster)\s*=\s*["']?\s*(?:https?:)?//""", re.I),
    "css": re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""", re.I),
    "js": re.compile(r"""["'`](?:https?:|wss?:)?//(?!www\.w3\.org/)""", re.I),
}


def texts(*patterns: str) -> dict[str, str]:
    """Read our own files, by their path from the project's root."""
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    names = sorted(path.relative_to(ROOT) for path in paths)
    kept = [name for name in names if "vendor" not in name.parts]
    assert kept, patterns
    return {name.as_posix(): (ROOT / name).read_text(encoding="utf-8") for name in kept}


def code() -> dict[str, str]:
    """Read everything that people write: code, styles, templates, texts and settings."""
    folders = ("geo", "layers", "webapp", "static", "tests")
    kinds = ("py", "js", "css", "html", "md", "toml", "cfg", "txt", "json")
    found = texts(*(f"{folder}/**/*.{kind}" for folder in folders for kind in kinds))
    found |= texts(
        "*.md", "*.toml", "*.txt", "Makefile", "NOTICE", "LICENSE", ".ci/*", ".gitignore"
    )
    return found


def offenders(found: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in found.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_files_are_short():
    long = {
        path: text.count("\n")
        for path, text in code().items()
        if path.endswith((".py", ".js", ".css", ".html")) and text.count("\n") > LONGEST
    }

    assert long == {}


def test_no_file_names_a_package_registry():
    """Where packages come from is the business of whoever installs them."""
    everything = code() | texts("geo/**/*.csv", "docs/**/*.md")
    rest = {path: text for path, text in everything.items() if path != "tests/test_contents.py"}

    assert offenders(rest, REGISTRIES) == []


def test_no_file_names_a_folder_of_one_machine():
    rest = {path: text for path, text in code().items() if path != "tests/test_contents.py"}

    assert offenders(rest, PLACES) == []


@pytest.mark.parametrize(
    ("kind", "patterns"),
    [
        ("html", ["webapp/**/templates/**/*.html"]),
        ("css", ["static/**/*.css", "webapp/**/templates/**/*.html"]),
        ("js", ["static/js/**/*.js", "static/leaflet-atlas/*.js"]),
    ],
)
def test_nothing_is_loaded_from_elsewhere(kind, patterns):
    assert offenders(texts(*patterns), LOADED[kind]) == []


def test_static_files_are_no_templates():
    """They are served as they are; Jinja in them would reach the browser."""
    found = texts("static/js/**/*.js", "static/leaflet-atlas/*.js", "static/css/*.css")

    assert offenders(found, re.compile(r"\{%|\{\{")) == []


def test_leaflet_s_global_is_read_in_one_module_a_part():
    found = offenders(texts("static/js/**/*.js"), re.compile(r"\bwindow\.L\b|\bglobalThis\.L\b"))

    names = sorted(line.partition(":")[0] for line in found)
    assert names == ["static/js/dom.js", "static/js/planner/map.js"]  # of the atlas, of the planner


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "pip install --index-url https://x/simple folium"),
        (REGISTRIES, "npm install --registry=https://registry.npmjs.org"),
        (REGISTRIES, "see https://pypi.org/project/folium"),
        (PLACES, 'open("/home/me/data.csv")'),
        (LOADED["html"], '<script src="https://cdn.example/x.js">'),
        (LOADED["html"], "<link href='//cdn.example/x.css'>"),
        (LOADED["css"], "@font-face { src: url(https://fonts.example/x.woff2); }"),
        (LOADED["js"], 'import x from "https://cdn.example/x.js";'),
        (LOADED["js"], "fetch(`//elsewhere.example/`)"),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern, line):
    assert pattern.search(line)
