from pathlib import Path

from geo.boundary_source import source_cities
from geo.new_atlas import NewAtlas
from geo.new_atlas_words import city_lines, written_lines


def said(adcode: str, *, epsg: int = 4549, scale_error: float = 0.0003) -> str:
    made = NewAtlas(Path("/x"), source_cities()[adcode], epsg, scale_error)
    return "\n".join(written_lines(made, given=Path("my atlas")))


def test_city_lines_list_all_but_a_mere_outline() -> None:
    lines = list(city_lines())
    assert len(lines) == len(source_cities()) - 1
    assert "330100  杭州市  Hangzhou  (13 districts)" in lines
    assert "441900  东莞市  Dongguan  (not divided)" in lines
    assert not any("台湾" in line for line in lines)


def test_written_lines_of_an_ordinary_city() -> None:
    text = said("330100")
    assert text.startswith("my atlas: atlas of 杭州市 (13 districts); metres in EPSG:4549, ")
    assert "Note" not in text
    assert "  .venv/bin/flask --app webapp check --catalogue 'my atlas'\n" in text
    assert text.endswith("  ATLAS_CATALOGUE='my atlas' make serve")


def test_written_lines_warn() -> None:
    assert "东莞市 has no districts" in said("441900", epsg=4547)
    assert "up to 0.16% too long and areas twice that" in said("620900", scale_error=0.0016)
    assert "not the official ones here" in said("810000", epsg=4547)
