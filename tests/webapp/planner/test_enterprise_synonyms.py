import io

import pytest

from tests.webapp.planner.enterprise_sets import CHOSEN, bring


@pytest.fixture
def base(project_id):
    return f"/en/planner/{project_id}"


@pytest.fixture
def address(planner, base):
    return f"{bring(planner, base)}/words"


def test_words_are_shown_with_what_they_leave(planner, address):
    page = planner.get(address).text
    assert "editorial (added by the atlas, or by you)" in page
    assert "80 %</b> of the sample" in page
    assert "殡葬服务" in page
    assert "智能芯片" in page


def test_a_word_is_added_and_taken_away(planner, address):
    form = {"action": "add", "word": " 面包 ", "industry": "smart-retail"}
    industry = planner.get(address).text.split('<select name="industry"><option value="')[1]
    form["industry"] = industry.split('"')[0]
    assert planner.post(address, data=form).location == address
    page = planner.get(address).text
    assert "“面包” was added." in page
    assert "90 %</b> of the sample" in page
    assert "added here" in page
    planner.post(address, data={"action": "remove", "word": "面包"})
    assert "80 %</b> of the sample" in planner.get(address).text
    planner.post(address, data={"action": "reset"})
    assert "The atlas&#39;s own words count again." in planner.get(address).text


def test_a_table_is_edited_and_replaces_all(planner, address):
    table = planner.get(f"{address}.csv")
    assert table.data.startswith(b"\xef\xbb\xbfindustry,word")
    sent = {"action": "replace", "file": (io.BytesIO(b"industry,word\nnone,xx\n"), "w.csv")}
    assert planner.post(address, data=sent).location == address
    assert "0 %</b> of the sample" in planner.get(address).text
    sent = {"action": "replace", "file": (io.BytesIO(table.data), "w.csv")}
    planner.post(address, data=sent)
    assert "80 %</b> of the sample" in planner.get(address).text


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"industry,word\nnowhere,abc\n", "Row 2: “nowhere” is the id of no industry"),
        (b"industry,word\nnone,abc\nnone,abc\n", "Row 3: “abc” stands in row 2 already"),
        (b"industry,word\nnone,a\n", "Row 2: “a” is too short"),
        (b"word\nabc\n", "There is no column “industry”"),
        (b"\xff\xfe\x00", "no CSV table"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_row_by_row(planner, address, table, told):
    sent = {"action": "replace", "file": (io.BytesIO(table), "w.csv")}
    answer = planner.post(address, data=sent)
    assert answer.status_code == 400
    assert told in answer.text
    assert "Nothing was changed:" in answer.text


@pytest.mark.parametrize("form", [{}, {"action": "add"}, {"action": "replace"}, {"action": "else"}])
def test_nonsense_changes_nothing(planner, address, form):
    assert planner.post(address, data=form).status_code == 400


def test_the_next_set_has_the_words_of_the_last(planner, base, address):
    planner.post(address, data={"action": "add", "word": "面包", "industry": "none"})
    other = bring(planner, base)
    assert "added here" in planner.get(f"{other}/words").text


def test_changed_words_are_another_run(planner, address):
    home = address.removesuffix("/words")
    planner.post(f"{home}/start", data=CHOSEN)
    assert "Count again with these words" in planner.get(address).text
    planner.post(address, data={"action": "add", "word": "面包", "industry": "none"})
    assert planner.post(f"{home}/start").location == home
