"""``flask check`` names what is wrong and where; ``flask new-atlas`` writes a folder or nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.catalogue import DEFAULT_ROOT

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    for name in ("ATLAS_CATALOGUE", "ATLAS_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def check(app):
    """Run the command and never let a traceback pass."""

    def check(*args, env=None):
        result = app.test_cli_runner().invoke(args=["check", *map(str, args)], env=env)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return check


def test_the_real_catalogue_has_no_problem(check):
    result = check()

    assert result.exit_code == 0
    assert result.output.startswith(f"{DEFAULT_ROOT}: no problem found; quotations not proved")


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_real_catalogue_is_proved_by_its_documents(check, documents, way):
    """Skipped where ``ATLAS_DOCUMENTS`` names no folder."""
    if way == "option":
        result = check("--documents", documents)
    else:
        result = check(env={"ATLAS_DOCUMENTS": str(documents)})

    proved = f"no problem found; quotations proved against {documents}."
    assert (result.exit_code, result.output) == (0, f"{DEFAULT_ROOT}: {proved}\n")


BREAKAGES = {
    "unknown district": ("sites.csv", 3, "district", "310199", "no such row in districts.csv"),
    "unknown industry": ("specialisations.csv", 2, "industry", "chips", "allowed: brain-inspired"),
    "unknown source": ("targets.csv", 4, "source", "005.txt", "no such row in sources.csv"),
    "wrong code": ("districts.csv", 5, "adcode", "31010", "a division code of six digits"),
    "no slug": ("structures.csv", 2, "id", "Ren Xing", "a slug of lower-case letters"),
    "no colour": ("industries.csv", 2, "colour", "#4080C8", "a colour such as #b23a2e"),
    "no number": ("sites.csv", 2, "lon", "121,588", "must be a valid number"),
    "out of range": ("belt_members.csv", 2, "lat", "131.4", "must be less than or equal to 90"),
    "not a number": ("sites.csv", 2, "precision_m", "nan", "must be a finite number"),
    "no status": ("scenarios.csv", 8, "status", "sure", "allowed: 'stated' or 'editorial'"),
    "no quote": ("belts.csv", 2, "quote", "", "a stated row needs a quote"),
    "long quote": ("belts.csv", 2, "quote", "人" * 41, "at most 40 characters, but has 41"),
    "empty name": ("units.csv", 3, "name_zh", "", "must not be empty"),
    "same id twice": ("scenarios.csv", 3, "id", "sh-demo-large", "row 2 has it already"),
    "gap in numbers": ("measures.csv", 4, "number", "30", "must run from 1 to 18 without a gap"),
    "no boundary": ("districts.csv", 24, "adcode", "440399", "there is no boundary"),
    "wrong place": ("sites.csv", 2, "district", "310151", "m away from this district"),
    "unknown pattern": ("industries.csv", 3, "pattern", "zigzag", "allowed: "),
    "no year": ("sources.csv", 2, "edition", "", "needs the year of its edition"),
    "no date": ("sources.csv", 2, "date", "May 2018", "a date such as 2023"),
    "no flag": ("belts.csv", 3, "is_open", "maybe", "allowed: true or false"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_cell_is_named(check, folder, edit, name):
    file, row, column, value, message = BREAKAGES[name]
    edit(file, row, column, value)
    result = check("--catalogue", folder)

    assert result.exit_code == 1
    # Where only maps stumble (see layers.drawable), rows are named by their value.
    place = [f"{file}, row {row}, column {column}", f"{file}, column {column}"]
    lines = [line for line in result.output.splitlines() if line.startswith(tuple(place))]
    assert lines, result.output
    assert any(f'"{value[:30]}' in line and message in line for line in lines), lines
    assert "Nothing was changed." in result.output


def test_a_site_in_the_wrong_city_is_named(check, folder, edit):
    edit("sites.csv", 2, "city", "shenzhen")
    result = check("--catalogue", folder)

    assert result.exit_code == 1
    assert 'sites.csv, row 2, column district: "310115" — lies in shanghai' in result.output


FILES = {
    "missing": (lambda path: path.unlink(), "sites.csv — the file is missing"),
    "empty": (lambda path: path.write_bytes(b""), "sites.csv — the file is empty"),
    "UTF-16": (
        lambda path: path.write_bytes(path.read_text(encoding="utf-8-sig").encode("utf-16")),
        "sites.csv — saved as UTF-16",
    ),
    "damaged": (
        lambda path: path.write_bytes(path.read_bytes().replace("张江".encode(), b"\xe5\xbc", 1)),
        "sites.csv, row ",
    ),
    "binary": (lambda path: path.write_bytes(b"PK\x03\x04\0\0\xff\xff"), "sites.csv"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "sites.csv — the file is missing"),
    "semicolons": (
        lambda path: path.write_text(
            path.read_text(encoding="utf-8-sig").replace(",", ";"), encoding="utf-8"
        ),
        "sites.csv, row 1, column",
    ),
    "a column less": (
        lambda path: path.write_text(
            path.read_text(encoding="utf-8-sig").replace("name_en,", "", 1), encoding="utf-8"
        ),
        "sites.csv, row 1, column name_en — this column is missing",
    ),
    "a cell more": (
        lambda path: path.write_text(
            path.read_text(encoding="utf-8-sig").replace("\n", ",x\n", 2), encoding="utf-8"
        ),
        "sites.csv",
    ),
    "an open quotation": (
        lambda path: path.write_text(
            path.read_text(encoding="utf-8-sig") + '"never closed\n', encoding="utf-8"
        ),
        "sites.csv, row ",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_named(check, folder, name):
    change, message = FILES[name]
    change(folder / "sites.csv")
    result = check("--catalogue", folder)

    assert result.exit_code == 1
    assert any(line.startswith(message) for line in result.output.splitlines()), result.output


def test_a_table_saved_by_excel_on_chinese_windows_is_read(check, folder):
    for file in ("sites.csv", "industries.csv", "specialisations.csv"):
        text = (folder / file).read_text(encoding="utf-8-sig")
        (folder / file).write_bytes(text.replace("\n", "\r\n").encode("gb18030"))

    assert check("--catalogue", folder).exit_code == 0


def test_a_problem_in_such_a_table_is_named_in_chinese(check, folder):
    path = folder / "sites.csv"
    text = path.read_text(encoding="utf-8-sig").replace(
        ",310115,four-plus-x", ",浦东,four-plus-x", 1
    )
    path.write_bytes(text.encode("gb18030"))
    result = check("--catalogue", folder)

    assert result.exit_code == 1
    assert 'sites.csv, row 2, column district: "浦东"' in result.output


def test_problems_of_several_tables_come_together(check, folder, edit):
    edit("sites.csv", 3, "district", "310199")
    edit("industries.csv", 2, "colour", "blue")
    edit("belts.csv", 2, "quote", "")
    result = check("--catalogue", folder)

    assert "Error: " in result.output
    assert f"{folder}: 3 problems. Nothing was changed." in result.output


def test_one_problem_is_counted_as_one(check, folder, edit):
    edit("industries.csv", 2, "colour", "blue")

    assert ": 1 problem. Nothing" in check("--catalogue", folder).output


def test_altered_boundaries_are_named(check, folder):
    (folder / "boundaries" / "full.topojson").write_text("{}", encoding="utf-8")
    result = check("--catalogue", folder)

    assert result.exit_code == 1
    assert "full.topojson was altered" in result.output


def test_an_unknown_catalogue_folder_is_named(check, tmp_path):
    result = check("--catalogue", tmp_path / "none")

    assert result.exit_code == 1
    assert f"{tmp_path / 'none'} — there is no such catalogue folder" in result.output


@pytest.mark.parametrize("way", ["option", "environment"])
def test_an_unknown_documents_folder_is_named(check, tmp_path, way):
    missing = str(tmp_path / "none")
    args, env = (
        (["--documents", missing], {}) if way == "option" else ([], {"ATLAS_DOCUMENTS": missing})
    )
    result = check(*args, env=env)

    assert result.exit_code == 2
    assert missing in result.output
    assert "does not exist" in result.output


def test_a_document_that_is_not_there_is_named(check, tmp_path):
    result = check("--documents", tmp_path)

    assert result.exit_code == 1
    assert 'sources.csv, row 2, column key: "003_d047bc0bd23c11a9.txt"' in result.output
    assert "cannot be read" in result.output


def test_words_that_no_document_has_are_named(check, folder, edit, tmp_path, catalogue):
    """Empty documents state nothing at all."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for source in catalogue.sources:
        if source.kind == "policy":
            (documents / source.key).write_text("", encoding="utf-8")
    edit("belts.csv", 2, "quote", "火星产业带")
    result = check("--catalogue", folder, "--documents", documents)

    source = catalogue.belts[0].source
    assert f'belts.csv, row 2, column quote: "火星产业带" — these words are not in {source}' in (
        result.output
    )


def test_the_environment_names_the_catalogue(check, folder, edit):
    edit("industries.csv", 2, "colour", "blue")
    result = check(env={"ATLAS_CATALOGUE": str(folder)})

    assert result.exit_code == 1
    assert 'industries.csv, row 2, column colour: "blue"' in result.output


def test_the_command_works_over_a_broken_catalogue_from_a_shell(folder, edit):
    """``flask --app webapp check`` must not die while it makes the application."""
    edit("sites.csv", 3, "district", "310199")
    environ = {**os.environ, "ATLAS_CATALOGUE": str(folder), "PYTHONUTF8": "1"}
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "webapp", "check"],
        capture_output=True, text=True, cwd=ROOT, env=environ, check=False, timeout=120,
    )  # fmt: skip

    assert result.returncode == 1
    assert 'sites.csv, row 3, column district: "310199"' in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


# --- new-atlas


@pytest.fixture
def new_atlas(app):
    """Run the command and never let a traceback pass."""

    def new_atlas(*args):
        result = app.test_cli_runner().invoke(args=["new-atlas", *map(str, args)])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return new_atlas


def test_new_atlas_writes_a_catalogue_without_problems(new_atlas, check, tmp_path):
    result = new_atlas(tmp_path / "atlas", "--city", "杭州")

    assert result.exit_code == 0
    assert f"{tmp_path / 'atlas'}: atlas of 杭州市 (13 districts)" in result.output
    assert check("--catalogue", tmp_path / "atlas").exit_code == 0


def test_new_atlas_lists_cities(new_atlas):
    result = new_atlas("--list")

    assert result.exit_code == 0
    assert "330100  杭州市  Hangzhou  (13 districts)\n" in result.output


@pytest.mark.parametrize("args", [[], ["--city", "330100"], ["folder"]])
def test_new_atlas_says_what_it_needs(new_atlas, args):
    result = new_atlas(*args)

    assert result.exit_code == 2
    assert "name a folder and a city, or --list" in result.output


@pytest.mark.parametrize(
    ("city", "message"),
    [
        ("330106", "330106 is 西湖区"),
        ("atlantis", "no city 'atlantis'"),
        ("台湾", "only the outline"),
    ],
)
def test_new_atlas_explains_and_writes_nothing(new_atlas, tmp_path, city, message):
    result = new_atlas(tmp_path / "atlas", "--city", city)

    assert result.exit_code == 1
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


def test_new_atlas_leaves_a_folder_in_use_alone(new_atlas, folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    result = new_atlas(folder, "--city", "330100")

    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_new_atlas_works_while_the_catalogue_is_broken(folder, edit, tmp_path):
    edit("sites.csv", 3, "district", "310199")
    environ = {**os.environ, "ATLAS_CATALOGUE": str(folder), "PYTHONUTF8": "1"}
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "webapp", "new-atlas", str(tmp_path / "new"),
         "--city", "820000"],
        capture_output=True, text=True, cwd=ROOT, env=environ, check=False, timeout=120,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr
    assert (tmp_path / "new" / "districts.csv").is_file()
