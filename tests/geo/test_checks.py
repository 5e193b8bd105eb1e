from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from geo.catalogue import DEFAULT_ROOT, Catalogue
from geo.checks import RIVERSIDE_M, check_catalogue
from geo.datum import wgs84_to_gcj02


@pytest.fixture
def extracts(catalogue: Catalogue, tmp_path: Path) -> Path:
    """Documents that hold nothing but the quotations."""
    quotes: dict[str, set[str]] = defaultdict(set)
    for table in ("cities", "industries", "specialisations", "structures", "belts", "sites"):
        for row in getattr(catalogue, table):
            quotes[row.source].add(row.quote)
    for table in ("units", "place_types", "scenarios", "targets", "measures", "fund_rules"):
        for row in getattr(catalogue, table):
            quotes[row.source].add(row.quote)
    folder = tmp_path / "documents"
    folder.mkdir()
    for source in catalogue.sources:
        if source.kind == "policy":
            text = "\n\n".join(sorted(quotes[source.key]))
            (folder / source.key).write_text(text, encoding="utf-8")
    return folder


def said(folder: Path, documents: Path | None = None, *, column: str | None = None) -> list[str]:
    found = check_catalogue(folder, documents=documents)
    return [str(problem) for problem in found if column in (None, problem.column)]


def test_check_catalogue_real_tables_and_polygons() -> None:
    assert said(DEFAULT_ROOT) == []


def test_check_catalogue_real_documents(documents: Path) -> None:
    assert said(DEFAULT_ROOT, documents) == []


def test_check_catalogue_no_folder(tmp_path: Path) -> None:
    assert said(tmp_path / "no") == [f"{tmp_path / 'no'} — there is no such catalogue folder"]


def test_check_catalogue_reports_what_stops_reading(
    folder: Path, edit: Callable[..., None]
) -> None:
    edit("sites.csv", 3, "lon", "east")
    edit("measures.csv", 4, "units", "sz-nobody")
    found = said(folder)
    assert [text.split(":")[0] for text in found] == [
        "sites.csv, row 3, column lon",
        "measures.csv, row 4, column units",
    ]


@pytest.mark.parametrize(
    ("file", "row", "quote", "rule"),
    [
        (
            "specialisations.csv",
            2,
            "宝山区 智能识别",
            "these words are not in 003_d047bc0bd23c11a9.txt",
        ),
        (
            "measures.csv",
            19,
            "（十九）加强安全监管。",
            "these words are not in 004_d3517e55d1d493e5.txt",
        ),
        ("specialisations.csv", 2, "寶山區 智能硬件", "store it clean: 宝山区 智能硬件"),
        ("units.csv", 2, "1 公共服務(wù) 民生诉求办理", "store it clean: 1 公共服务 民生诉求办理"),
        (
            "targets.csv",
            2,
            "打造**6个**左右创新应用示范区",
            "store it clean: 打造6个左右创新应用示范区",
        ),
    ],
)
def test_check_catalogue_wrong_quote(
    folder: Path,
    extracts: Path,
    edit: Callable[..., None],
    file: str,
    row: int,
    quote: str,
    rule: str,
) -> None:
    edit(file, row, "quote", quote)
    assert said(folder, extracts, column="quote") == [
        f'{file}, row {row}, column quote: "{quote}" — {rule}'
    ]


def test_check_catalogue_quote_with_other_punctuation(
    folder: Path, extracts: Path, edit: Callable[..., None]
) -> None:
    edit("structures.csv", 2, "quote", "人形分布,多点联动")
    assert said(folder, extracts, column="quote") == []


def test_check_catalogue_quotes_need_the_folder(folder: Path, edit: Callable[..., None]) -> None:
    edit("specialisations.csv", 2, "quote", "宝山区 智能识别")
    assert said(folder) == []


def test_check_catalogue_document_missing(folder: Path, extracts: Path) -> None:
    (extracts / "004_d3517e55d1d493e5.txt").unlink()
    (found,) = said(folder, extracts)
    assert found.startswith('sources.csv, row 6, column key: "004_d3517e55d1d493e5.txt" — the doc')
    assert "cannot be read" in found


def test_check_catalogue_wrong_mentions(
    folder: Path, documents: Path, edit: Callable[..., None]
) -> None:
    edit("sites.csv", 2, "mentions", "5")
    assert said(folder, documents) == [
        'sites.csv, row 2, column mentions: "5" — the documents write “张江” 4 times'
    ]


def rows_of(folder: Path, file: str) -> list[dict[str, str]]:
    text = (folder / file).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def number_of(folder: Path, site: str) -> int:
    return [row["id"] for row in rows_of(folder, "sites.csv")].index(site) + 2


def test_check_catalogue_point_in_another_district(folder: Path, edit: Callable[..., None]) -> None:
    row = number_of(folder, "sh-shibei")
    edit("sites.csv", row, "district", "310101")
    (found,) = said(folder)
    assert found.startswith(f'sites.csv, row {row}, column district: "310101" — 121.4515, 31.3 is')
    assert "is in 310106, " in found
    assert found.endswith("m away from this district")


def test_check_catalogue_point_in_no_district(folder: Path, edit: Callable[..., None]) -> None:
    edit("belt_members.csv", 2, "lat", "35")
    (found,) = said(folder)
    assert "belt_members.csv, row 2, column district" in found
    assert "is in no district of the catalogue, " in found


def west_of_the_border(catalogue: Catalogue, metres: float) -> tuple[float, float]:
    """Find a point so far outside 金山区, due west of it, by arithmetic on the sphere."""
    west, south, east, north = catalogue.boundaries.full.geometry["310116"].bounds
    shape = catalogue.boundaries.full.geometry["310116"]
    tip = min(shapely.get_coordinates(shape), key=lambda point: point[0])
    return float(tip[0]) - metres / 95_700, float(tip[1])


@pytest.mark.parametrize(
    ("metres", "precision", "is_right"),
    [
        (RIVERSIDE_M - 20, "500", True),
        (RIVERSIDE_M - 20, "100", False),
        (RIVERSIDE_M + 20, "500", False),
    ],
)
def test_check_catalogue_riverside_rule(
    catalogue: Catalogue,
    folder: Path,
    edit: Callable[..., None],
    metres: float,
    precision: str,
    is_right: bool,
) -> None:
    lon, lat = west_of_the_border(catalogue, metres)
    row = number_of(folder, "sh-shibei")
    for column, value in {"district": "310116", "lon": lon, "lat": lat}.items():
        edit("sites.csv", row, column, str(value))
    edit("sites.csv", row, "precision_m", precision)
    assert (said(folder) == []) is is_right


def test_check_catalogue_sees_positions_in_the_wrong_datum(
    catalogue: Catalogue, folder: Path, edit: Callable[..., None]
) -> None:
    for row, site in enumerate(catalogue.sites, start=2):
        lon, lat = wgs84_to_gcj02(site.lon, site.lat)
        edit("sites.csv", row, "lon", f"{lon:.6f}")
        edit("sites.csv", row, "lat", f"{lat:.6f}")
    (found,) = said(folder)
    assert f'row {number_of(folder, "sz-hetao")}, column district: "440304"' in found


def test_check_catalogue_district_without_boundary(folder: Path, edit: Callable[..., None]) -> None:
    edit("districts.csv", 26, "adcode", "440399")
    assert said(folder) == [
        'districts.csv, row 26, column adcode: "440399" — there is no boundary of this district'
    ]


def test_check_catalogue_no_boundaries(folder: Path) -> None:
    (folder / "boundaries" / "registry.json").unlink()
    (found,) = said(folder)
    assert found.startswith("boundaries — ")
    assert "registry.json cannot be read" in found


def test_check_catalogue_unknown_epsg(folder: Path, edit: Callable[..., None]) -> None:
    edit("cities.csv", 3, "metric_epsg", "3857")
    (found,) = said(folder)
    assert found.startswith('cities.csv, row 3, column metric_epsg: "3857" — ')
