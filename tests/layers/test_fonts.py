"""The committed fonts: complete, unaltered, small, and known to the style sheet."""

import json
import re
import shutil
from pathlib import Path

import pytest

from layers import fonts
from layers.font_subset import FontError

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "static" / "fonts"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a project of fonts only, without tables and pages."""
    shutil.copytree(FOLDER, tmp_path / "static" / "fonts")
    return tmp_path


def test_check_finds_every_character_in_use() -> None:
    assert fonts.check() == [], "texts have changed: run `make fonts`"


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.file)
def test_files_are_small(face: fonts.Face) -> None:
    assert (FOLDER / face.file).stat().st_size <= 250_000


def test_style_sheet_declares_each_font_once() -> None:
    css = (ROOT / "static" / "css" / "fonts.css").read_text(encoding="utf-8")
    blocks = re.findall(r"@font-face \{(.*?)\}", css, re.DOTALL)
    declared = [
        (
            re.search(r'url\("\.\./fonts/([^"]+)"\)', block)[1],
            re.search(r'font-family: "([^"]+)"', block)[1],
            int(re.search(r"font-weight: (\d+)", block)[1]),
        )
        for block in blocks
    ]
    assert declared == [(face.file, face.family, face.weight) for face in fonts.FACES]
    assert css.count("font-display: swap") == len(blocks)


def test_licence_stands_beside_the_fonts() -> None:
    text = (FOLDER / fonts.LICENCE_FILE).read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert text.count("Adobe") >= 2


def test_check_names_a_character_that_a_font_lacks(copy: Path) -> None:
    (copy / "static" / "js").mkdir()
    (copy / "static" / "js" / "x.js").write_text("'龘'", encoding="utf-8")
    problems = fonts.check(copy)
    assert len(problems) == len(fonts.FACES)
    assert all("lacks 1 character" in problem and "龘" in problem for problem in problems)


def test_check_accepts_what_the_typeface_itself_lacks(copy: Path) -> None:
    manifest = copy / "static" / "fonts" / fonts.MANIFEST
    data = json.loads(manifest.read_text(encoding="utf-8"))
    for entry in data["fonts"]:
        entry["absent"] = "龘"
    manifest.write_text(json.dumps(data), encoding="utf-8")
    (copy / "static" / "js").mkdir()
    (copy / "static" / "js" / "x.js").write_text("'龘'", encoding="utf-8")
    assert fonts.check(copy) == []


def test_check_notices_an_altered_font(copy: Path) -> None:
    face, other = fonts.FACES[0], fonts.FACES[1]
    folder = copy / "static" / "fonts"
    shutil.copy(folder / other.file, folder / face.file)
    assert fonts.check(copy) == [f"{face.file} is not the file of manifest.json (sha256 differs)"]


def test_check_notices_a_font_without_an_entry(copy: Path) -> None:
    manifest = copy / "static" / "fonts" / fonts.MANIFEST
    manifest.write_text('{"fonts": []}', encoding="utf-8")
    assert fonts.check(copy) == [f"{face.file} is not in manifest.json" for face in fonts.FACES]


def test_check_says_how_to_get_a_missing_file(copy: Path) -> None:
    (copy / "static" / "fonts" / fonts.FACES[0].file).unlink()
    with pytest.raises(FontError, match=r"renxing-serif-400.woff2 is missing.*layers\.fonts"):
        fonts.check(copy)


def test_fetch_refuses_an_archive_that_is_not_the_pinned_one(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "fonts"
    folder.mkdir(parents=True)
    (folder / "fontsource-noto-serif-sc-5.3.0.tgz").write_bytes(b"something else")
    with pytest.raises(FontError, match="pinned is sha512-0/zaEFk"):
        fonts.build(tmp_path)


def test_main_check_succeeds_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    assert fonts.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_main_reports_problems(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "check", lambda: ["a font lacks 1 character in use: 龘"])
    assert fonts.main(["--check"]) == 1
    assert "make fonts" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "codepoints"),
    [("U+20", {0x20}), ("U+41-43,U+4e00", {0x41, 0x42, 0x43, 0x4E00})],
)
def test_parse_ranges(text: str, codepoints: set[int]) -> None:
    assert fonts.parse_ranges(text) == codepoints
