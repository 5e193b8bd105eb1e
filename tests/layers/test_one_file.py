import base64
import dataclasses
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from geo.errors import UnknownIdError
from layers.one_file import Opening, content_policy, write_one_file

DAY = date(2026, 11, 21)


def written(catalogue, cities=("shanghai",), *, opening=None, **options):
    options = {"language": "zh", "title": "上海", "saved_on": DAY, **options}
    return write_one_file(catalogue, cities, opening=opening or Opening(), **options)


class Reader(HTMLParser):
    """Collects elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.inline, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inline.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        if self.cdata_elem:
            tag, attributes, text = self.inline[-1]
            self.inline[-1] = (tag, attributes, text + data)
        else:
            self.words.append(data)


def opened_with(text):
    """Return how each map is opened, by its id."""
    calls = re.findall(r"L\.atlas\.open\(map_(\w+), (\{.*?\})\);\n", text)
    return {name: json.loads(view) for name, view in calls}


@pytest.fixture(scope="module")
def plain(catalogue):
    return written(catalogue)


def test_it_refers_to_no_other_file(plain):
    elements = Reader(plain).elements

    assert [a for tag, a in elements if "src" in a or "href" in a or "srcset" in a] == []
    assert [tag for tag, _ in elements if tag in ("link", "iframe", "object", "img", "base")] == []


def test_its_policy_forbids_requests_and_admits_its_own_scripts_and_styles_only(plain):
    found = Reader(plain)
    (policy,) = (
        a["content"] for _, a in found.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}

    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    running = [(tag, text) for tag, a, text in found.inline if a.get("type") != "application/json"]
    for tag in ("script", "style"):
        hashes = [
            "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
            for kind, text in running
            if kind == tag
        ]
        assert rules[f"{tag}-src"] == hashes
        assert len(hashes) > 2
    assert "unsafe" not in policy


def test_content_policy_hashes_what_it_is_given():
    # printf '%s' 'alert(1)' | openssl dgst -sha256 -binary | base64
    policy = content_policy(["alert(1)"], [])

    assert "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policy


def test_no_element_has_a_handler_or_a_style_of_its_own(plain):
    attributes = {name for _, found in Reader(plain).elements for name in found}

    assert [name for name in attributes if name.startswith("on") or name == "style"] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ("全部文件 2018、2021、2023", "示意图，未经审图，仅供内部使用", "保存于 2026-11-21"),
        ),
        ("en", ("All documents 2018, 2021, 2023", "Sketch map, not reviewed", "Saved 2026-11-21")),
    ],
)
def test_it_says_what_it_is(catalogue, language, words):
    found = Reader(written(catalogue, language=language, title="T & <b>"))
    text = "\n".join(found.words)

    assert all(word in text for word in words)
    assert "WGS-84" in text
    assert catalogue.fingerprint[:12] in text
    for source in catalogue.sources:
        assert getattr(source, f"title_{language}") in text
    assert "T & <b>" in text
    tags = [tag for tag, _ in found.elements]
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1


def test_a_review_number_takes_the_place_of_the_note(catalogue):
    text = written(catalogue, review_number="审图号 GS(2026)1号 <i>")

    assert "审图号 GS(2026)1号 &lt;i&gt;" in text
    assert "仅供内部使用" not in text


def test_it_opens_as_it_was_saved(catalogue):
    opening = Opening(
        visible=frozenset({"districts", "industry-healthcare"}),
        edition=2018,
        selection=("district", "310104"),
        opacity={"industries": 40},
        viewpoints=((31.2, 121.5, 11.25),),
    )
    text = written(catalogue, opening=opening)

    assert opened_with(text) == {
        "shanghai": {
            "edition": 2018,
            "opacity": {"industries": 40},
            "at": [31.2, 121.5, 11.25],
            "selection": ["district", "310104"],
        }
    }
    assert "2018 年文件" in text


def test_only_the_layers_that_were_on_are_on(catalogue):
    text = written(catalogue, opening=Opening(visible=frozenset({"districts"})))

    assert re.findall(r"(\w+)\.addTo\(map_shanghai\)", text) == ["atlas_districts"]


@pytest.mark.parametrize(
    ("selection", "shown"),
    [
        (("district", "440305"), {"shenzhen"}),
        (("site", "sh-zhangjiang"), {"shanghai"}),
        (("belt", "west"), {"shanghai"}),
        (("industry", "healthcare"), {"shanghai", "shenzhen"}),
        (("scenario", "sh-demo-large"), set()),
        (("district", "999999"), set()),
    ],
)
def test_a_selection_belongs_to_the_map_that_shows_it(catalogue, selection, shown):
    text = written(catalogue, ("shanghai", "shenzhen"), opening=Opening(selection=selection))
    views = opened_with(text)

    assert {city for city, view in views.items() if view["selection"]} == shown
    assert views.keys() == {"shanghai", "shenzhen"}


def test_each_map_carries_the_data_of_its_own_city(catalogue):
    found = Reader(written(catalogue, ("shanghai", "shenzhen")))
    data = {a["id"]: json.loads(text) for tag, a, text in found.inline if "id" in a}

    assert data.keys() == {"atlas-data-shanghai", "atlas-data-shenzhen"}
    for city in ("shanghai", "shenzhen"):
        (row,) = data[f"atlas-data-{city}"]["payload"]["cities"]
        assert row["id"] == city


def test_hostile_names_stay_data(catalogue):
    text = "</script><script>window.fired=1</script>{{ 7*191 }}"
    sources = tuple(row.model_copy(update={"title_zh": text}) for row in catalogue.sources)
    districts = tuple(row.model_copy(update={"name_zh": text}) for row in catalogue.districts)
    spoiled = dataclasses.replace(catalogue, sources=sources, districts=districts)
    page, harmless = written(spoiled, title=text), written(catalogue)

    assert "window.fired" in page
    assert len(re.findall("(?i)<script", page)) == len(re.findall("(?i)<script", harmless))
    assert page.count("{{ 7*191 }}") > 20


def test_the_same_view_on_the_same_day_is_the_same_file(catalogue, plain):
    assert written(catalogue) == plain
    assert "\r" not in plain


def test_it_is_small_enough_to_send(plain):
    assert len(plain.encode()) < 450_000


def test_unknown_cities_layers_and_languages_are_refused(catalogue):
    with pytest.raises(UnknownIdError, match="hangzhou"):
        written(catalogue, ("hangzhou",))
    with pytest.raises(UnknownIdError, match="unknown layer 'x'"):
        written(catalogue, opening=Opening(visible=frozenset({"x"})))
    with pytest.raises(ValueError, match="language"):
        written(catalogue, language="fr")
