"""Every file that is made to do harm gets its clear page, in both languages, and nothing happens.

The files are those of ``tests/faults/test_imports.py``, sent as a browser sends them.
"""

from __future__ import annotations

import pytest

from geo.errors import ImportRefusedError
from geo.imports.messages import WORDS
from tests.faults.test_imports import FILES, POINTERS, SECRET, VRT
from tests.webapp.planner.bringing import bring, looked_at, sent, text_of
from webapp.planner.import_refusals import READ_OTHERWISE
from webapp.planner.import_words import refusal_text
from webapp.planner.uploads import MOST_WAITING

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
    assert any(begin.lower() in text_of(page).lower() for begin in begins)


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


CSV = "经度,纬度\n121.47,31.23\n".encode()


@pytest.fixture
def full(planner, project_id):
    """The addresses of as many files as may wait; whatever is left of them goes."""
    addresses = [bring(planner, project_id, CSV, f"{n}.csv") for n in range(MOST_WAITING)]
    yield addresses
    for address in addresses:
        give_up(planner, address)


def give_up(planner, address):
    """Cancel a file once it was read."""
    looked_at(planner, address)
    planner.post(f"{address}/cancel")


def test_where_too_many_wait_they_are_listed_and_can_be_given_up(planner, project_id, full):
    page = sent(planner, project_id, CSV, "one-more.csv")
    assert page.status_code == 400
    assert f"{MOST_WAITING} of at most {MOST_WAITING}" in text_of(page)
    for address in full:
        assert f'href="{address}"' in page.text
        assert f'action="{address}/cancel"' in page.text
    give_up(planner, full[0])
    answer = sent(planner, project_id, CSV, "one-more.csv")
    assert answer.status_code == 303
    give_up(planner, answer.location)


def test_they_are_listed_where_people_sign_in_too(signed_in, project_id):
    editor = signed_in("editor")
    addresses = [bring(editor, project_id, CSV, f"{n}.csv") for n in range(MOST_WAITING)]
    page = sent(editor, project_id, CSV, "one-more.csv")
    assert page.status_code == 400
    assert all(f'href="{address}"' in page.text for address in addresses)
    for address in addresses:
        give_up(editor, address)


def test_the_data_page_says_before_that_no_more_can_be_brought(planner, project_id, full):
    text = text_of(planner.get(f"/en/planner/{project_id}/data"))
    assert text.index("Before more can be brought") < text.index("Pasted rows")
    assert "0.csv" in text
    give_up(planner, full[0])
    text = text_of(planner.get(f"/en/planner/{project_id}/data"))
    assert f"{MOST_WAITING - 1} of at most {MOST_WAITING}" in text
    assert "Before more can be brought" not in text


def test_pasted_rows_take_the_place_of_a_file_that_is_given_up(planner, project_id, full):
    address = f"/en/planner/{project_id}/data/import"
    fields = {
        "how": "pasted",
        "text": "经度\t纬度\n121.4\t31.2",
        "title": "A & B",
        "kind": "reference",
    }
    page = planner.post(address, data=fields)
    assert page.status_code == 400
    assert f">\n{fields['text']}</textarea>" in page.text
    assert 'name="title" value="A &amp; B"' in page.text
    looked_at(planner, full[3])
    token = full[3].rpartition("/")[2]
    assert f'form="again" name="instead" value="{token}"' in page.text
    # What cannot be read gives nothing up.
    assert planner.post(address, data={**fields, "text": " ", "instead": token}).status_code == 400
    assert planner.get(full[3]).status_code == 200
    answer = planner.post(address, data={**fields, "instead": token})
    assert answer.status_code == 303
    assert planner.get(full[3]).status_code == 404
    give_up(planner, answer.location)


def test_text_that_was_refused_is_still_there_to_be_mended(planner, project_id):
    fields = {"how": "typed", "text": "no place & nothing"}
    page = planner.post(f"/en/planner/{project_id}/data/import", data=fields)
    assert page.status_code == 400
    assert ">\nno place &amp; nothing</textarea>" in page.text
    assert 'name="how" value="typed"' in page.text


@pytest.mark.parametrize("rule", ["layers/L1/remove", "candidates/1", "data/import"])
def test_a_form_that_is_too_old_is_no_refused_file(planner, project_id, rule):
    fields = {"how": "pasted", "text": "from elsewhere"}
    page = planner.post(f"/planner/{project_id}/{rule}", data=fields, csrf=False)
    assert page.status_code == 400
    assert "<h1>无法理解此请求</h1>" in page.text
    assert "这个无法取用" not in page.text
    assert "from elsewhere" not in page.text
