"""Every file that is made to do harm gets its clear page, in both languages, and nothing happens.

The files are those of ``tests/faults/test_imports.py``, sent as a browser sends them.
"""

from __future__ import annotations

import pytest

from geo.errors import ImportRefusedError
from geo.imports.messages import WORDS
from tests.faults.test_imports import FILES, POINTERS, SECRET, VRT
from tests.webapp.planner.bringing import looked_at, sent, text_of
from webapp.planner.import_refusals import READ_OTHERWISE
from webapp.planner.import_words import refusal_text

NOTHING = ("Nothing of it was stored", "Nothing was stored or changed")


def refused(planner, project, data, name):
    """Send a file that is refused; return its page."""
    before = planner.get(f"/en/planner/{project}/project.json").data
    answer = sent(planner, project, data, name)
    page = looked_at(planner, answer.location) if answer.status_code == 303 else answer
    text = text_of(page)
    assert any(told in text for told in NOTHING)
    assert f"/en/planner/{project}/data" in page.text  # the way back
    assert "Traceback" not in page.text
    # What is too large is not even read as far as its name.
    assert name in text or page.status_code == 413
    assert planner.get(f"/en/planner/{project}/project.json").data == before
    if answer.status_code == 303:
        planner.post(f"{answer.location}/cancel")
    return page


@pytest.mark.parametrize("case", FILES)
def test_a_file_made_to_do_harm(planner, planner_app, project_id, case):
    name, make, codes = FILES[case]
    page = refused(planner, project_id, make(), name)
    assert page.status_code == (413 if codes == "too_large" else 400)
    with planner_app.test_request_context("/en/planner"):
        # The beginning of the sentence, up to its first value.
        begins = [WORDS[code].partition("{")[0].strip() for code in codes.split()]
    assert any(begin in text_of(page) for begin in begins)


@pytest.mark.parametrize("case", POINTERS)
def test_a_file_that_points_at_another(planner, project_id, tmp_path, case):
    secret = tmp_path / "secret.csv"
    secret.write_text(f"a,b\n{SECRET},1\n", encoding="utf-8")
    name, make = POINTERS[case]
    page = refused(planner, project_id, make(VRT.format(target=str(secret))), name)
    assert page.status_code == 400
    assert SECRET not in page.text


def test_who_was_refused_may_come_again(planner, project_id):
    refused(planner, project_id, b"a,b\n1,\x00\n", "a.csv")
    data = "经度,纬度\n121.47,31.23\n".encode()
    answer = sent(planner, project_id, data, "a.csv")
    assert looked_at(planner, answer.location).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_speaks_the_reader_s_language(planner, project_id, lang):
    answer = sent(planner, project_id, b"a,b\n1,\x00\n", "a.csv")
    page = looked_at(planner, answer.location.replace("/en/", "/" if lang == "zh" else "/en/"))
    told = "第 2 行有 NUL 字节" if lang == "zh" else "line 2 holds a NUL byte"
    assert told in page.text


def test_what_can_be_read_otherwise_is_a_refusal_that_there_is(app):
    with app.test_request_context("/planner"):
        for code in READ_OTHERWISE:
            names = ("line", "row", "value", "detail", "chars", "allowed", "columns", "what")
            values = dict.fromkeys((*names, "share", "byte", "encodings"), "x")
            assert refusal_text(ImportRefusedError(code, "", values))
