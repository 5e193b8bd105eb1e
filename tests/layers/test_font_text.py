"""Which characters are collected from a project folder."""

from pathlib import Path

import pytest

from layers import font_text
from layers.font_subset import FontError


@pytest.fixture(autouse=True)
def _own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATLAS_CATALOGUE", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    data = tmp_path / "geo" / "data"
    data.mkdir(parents=True)
    (data / "sites.csv").write_text(
        "\ufeffid,name_zh,quote,basis\na,漕河泾,徐汇滨江,质心\n", encoding="utf-8"
    )
    for name, text in {
        "webapp/templates/page.html": "<h1>矩阵</h1>",
        "webapp/translations/zh/LC_MESSAGES/messages.po": 'msgstr "选址"',
        "static/js/map.js": "const label = '图例';",
        "static/css/page.css": "p::before { content: '注'; }",
        "layers/belts.py": 'TITLE = "西带"',
        "geo/exports/columns.py": '"lat": ("纬度",)',
        "static/vendor/x.js": "'龘'",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_needed_for_names_reads_names_quotes_and_interface(project: Path) -> None:
    found = font_text.needed(project, "names")
    assert set("漕河泾徐汇滨江矩阵选址图例注西带纬度") <= found
    assert not found & set("质心龘")


def test_needed_for_all_reads_every_column(project: Path) -> None:
    assert set("质心漕河泾") <= font_text.needed(project, "all")


def test_needed_holds_ascii_pinyin_and_chinese_punctuation(tmp_path: Path) -> None:
    assert set("Az09~ǖ，。“”—…±²") <= font_text.needed(tmp_path, "names")


def test_needed_leaves_out_what_is_not_drawn(project: Path) -> None:
    (project / "static" / "js" / "map.js").write_text("a\tb\r\n\u200b\u2028\ue000", "utf-8")
    found = font_text.needed(project, "all")
    assert not found & set("\t\r\n\u200b\u2028\ufeff\ue000")


def test_needed_refuses_an_unknown_collection(project: Path) -> None:
    with pytest.raises(ValueError, match="'quotes'"):
        font_text.needed(project, "quotes")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_needed_holds_the_names_of_the_catalogue_that_is_served(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    mine = tmp_path / "hangzhou"
    mine.mkdir()
    (mine / "districts.csv").write_text("adcode,name_zh,note\n330106,西湖区,坞\n", encoding)
    before = font_text.needed(project, "names")
    monkeypatch.setenv("ATLAS_CATALOGUE", str(mine))

    assert font_text.needed(project, "names") - before == set("湖区") - before != set()
    assert set("坞漕河泾") <= font_text.needed(project, "all")


def test_needed_refuses_a_catalogue_without_tables(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_CATALOGUE", str(tmp_path / "nowhere"))

    with pytest.raises(FontError, match="nowhere"):
        font_text.needed(project, "all")
