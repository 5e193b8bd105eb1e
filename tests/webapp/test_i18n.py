"""Two languages by address; every string of the page has a Chinese translation."""

import os
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import webapp
from webapp.i18n import LANGUAGES, TRANSLATIONS, compile_stale, language
from webapp.strings import page_strings

WEBAPP = Path(webapp.__file__).parent
SCRIPTS = WEBAPP.parent / "static" / "js"
PO = TRANSLATIONS / "zh" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
# Names that are written in Latin letters in Chinese, too.
LATIN = {"WGS-84", "GCJ-02", "%(text)s (%(where)s)"}


def extracted():
    """Collect what ``pybabel extract`` would, with the project's own configuration."""
    with (WEBAPP / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    return {row[2] for row in extract_from_dir(WEBAPP, methods, options)}


@pytest.fixture(scope="module")
def po():
    with PO.open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def messages(po):
    return {message.id: message for message in po if message.id}


@pytest.fixture
def words(app):
    """Translate the scripts' strings as a page of a language does."""

    def words(path):
        with app.test_request_context(path):
            return page_strings()

    return words


def test_extraction_finds_the_strings_of_code_and_templates():
    found = extracted()

    assert {"Not listed in the documents", "Search", "Sources and citations"} <= found
    assert len(found) > 80


def test_every_string_is_in_the_catalogue_of_translations(messages):
    assert extracted() - messages.keys() == set()


def test_no_translation_has_lost_its_string(messages):
    assert messages.keys() - extracted() == set()


def test_every_string_is_translated(messages):
    assert [name for name, message in messages.items() if not message.string] == []


def test_no_translation_is_only_a_guess(po):
    assert [message.id for message in po if message.id and message.fuzzy] == []
    assert not po.obsolete


def test_translations_are_chinese(messages):
    for name, message in messages.items():
        if name not in LATIN:
            assert re.search(r"[\u4e00-\u9fff]", message.string), name


def test_translations_keep_the_places_for_values(messages):
    for name, message in messages.items():
        assert sorted(PLACE.findall(message.string)) == sorted(PLACE.findall(name)), name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "zh"),
        ("/atlas/shanghai", "zh"),
        ("/en", "en"),
        ("/en/", "en"),
        ("/en/atlas/shanghai", "en"),
        ("/english", "zh"),
        ("/nothing/en/", "zh"),
        ("/assets/0/x.js", "zh"),
    ],
)
def test_the_address_alone_decides_the_language(app, path, expected):
    headers = {"Accept-Language": "en" if expected == "zh" else "zh"}
    with app.test_request_context(path, headers=headers):
        assert language() == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_browser_s_preference_changes_nothing(client, lang):
    answer = client.get("/sources", headers={"Accept-Language": lang})

    assert "来源与引文" in answer.text or "来源" in answer.text
    assert "Sources and citations" not in answer.text


def test_the_chinese_page_shows_no_english_string(client, messages):
    """What a template says must come out translated (short words may stand in names)."""
    for path in ("/atlas/both", "/sources", "/nothing"):
        page = client.get(path).text
        assert [name for name in messages if len(name) > 18 and name in page] == [], path


def test_the_english_page_shows_no_translation(client, messages):
    long_ones = {message.string for message in messages.values() if len(message.string) > 10}
    for path in ("/en/atlas/both", "/en/sources", "/en/nothing"):
        page = client.get(path).text
        assert [text for text in long_ones if text in page] == [], path


def test_the_strings_of_the_scripts_follow_the_language(words):
    zh, en = words("/"), words("/en/")

    assert zh.keys() == en.keys()
    assert [key for key in zh if zh[key] == en[key]] == []


def test_the_scripts_ask_for_no_string_that_there_is_not(words):
    known = words("/").keys()
    asked = {
        (path.name, key)
        for path in SCRIPTS.glob("*.js")
        for key in re.findall(r"\bt\(\s*[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8"))
    }

    assert len(asked) > 40
    assert [(file, key) for file, key in sorted(asked) if key not in known] == []


def test_no_string_is_translated_for_nobody(words):
    """Keys that a script puts together are ``t(`prefix.${…}`)``."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    asked = set(re.findall(r"\bt\(\s*[\"']([^\"']+)[\"']", text))
    prefixes = tuple(re.findall(r"\bt\(`([a-z]+\.)\$\{", text))

    unused = [key for key in words("/") if key not in asked and not key.startswith(prefixes)]
    assert unused == []


def test_the_kinds_of_search_results_are_named(app, words, client):
    kinds = {entry[0] for entry in client.get(app.extensions["assets"].url("search.json")).json}

    assert {f"kind.{kind}" for kind in kinds} == {
        key for key in words("/") if key.startswith("kind.")
    }


@pytest.fixture
def stale(tmp_path):
    """A folder of translations that nobody compiled."""
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(PO, folder)
    return tmp_path


def test_compile_stale_compiles_what_is_new(stale):
    (written,) = compile_stale(stale)

    with written.open("rb") as file:
        assert read_mo(file).get("Search").string == "搜索"


def test_compile_stale_leaves_what_is_up_to_date(stale):
    compile_stale(stale)

    assert compile_stale(stale) == []


def test_compile_stale_sees_an_edit(stale):
    (written,) = compile_stale(stale)
    po = written.with_suffix(".po")
    po.write_text(po.read_text(encoding="utf-8").replace("搜索", "查找"), encoding="utf-8")
    newer = written.stat().st_mtime + 5
    os.utime(po, (newer, newer))

    assert compile_stale(stale) == [written]
    with written.open("rb") as file:
        assert read_mo(file).get("Search").string == "查找"


def test_compile_stale_leaves_nothing_half_written(stale):
    compile_stale(stale)

    assert sorted(path.name for path in stale.rglob("*.*")) == ["messages.mo", "messages.po"]
