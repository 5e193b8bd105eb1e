"""Compare: what is chosen stands side by side, differences are marked, mistakes are explained."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.catalogue import Catalogue
from webapp.reading import compare


@pytest.fixture(scope="module")
def frozen(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(ATLAS_FROZEN=True).test_client()


def columns(page: str) -> list[str]:
    return re.findall(r'<th scope="col" data-adcode="(\d+)"', page)


def verdicts(page: str) -> dict[str, str]:
    """Question → mark, by the text of the row's heading."""
    rows = re.findall(
        r'<tr[^>]*><th scope="row">(.*?)</th><td class="verdict is-(\w+)">', page, re.DOTALL
    )
    return {" ".join(re.sub(r"<[^>]+>", " ", name).split()): mark for name, mark in rows}


def chosen_paths(page: str) -> set[str]:
    found = re.findall(r"<path [^>]*>", page)
    return {
        match[1]
        for tag in found
        if "is-chosen" in tag and (match := re.search(r'data-adcode="(\d+)"', tag))
    }


@pytest.mark.parametrize(
    "query",
    [
        "d=310104,310105",
        "d=310104&d=310105",
        "d=310104&d=310105&d=&d=",
        "d=310104%2C310105,310104",
        "d= 310104 ， 310105",
    ],
)
def test_districts_are_named_once_or_with_commas(client: FlaskClient, query: str) -> None:
    page = client.get(f"/compare?{query}").text
    assert columns(page) == ["310104", "310105"]


def test_up_to_four_of_both_cities_stand_in_the_order_asked_for(client: FlaskClient) -> None:
    asked = ["440305", "310104", "440303", "310118"]
    page = client.get(f"/en/compare?d={','.join(asked)}").text
    assert columns(page) == asked
    assert page.count('class="locator"') == 2
    assert chosen_paths(page) == set(asked)
    badges = re.findall(r'class="badge" data-adcode="(\d+)">.*?<text[^>]*>(\d)</text>', page)
    assert {number: adcode for adcode, number in badges} == dict(zip("1234", asked, strict=True))


def test_differences_are_marked_by_sign_and_word(client: FlaskClient) -> None:
    page = client.get("/en/compare?d=310106,310109").text  # the same two specialisations
    found = verdicts(page)
    assert found["City"] == "same"
    assert found["Land area"] == "different"
    assert found["Intelligent chip design"] == "same"
    assert '<span aria-hidden="true">≠</span> <span class="word">different</span>' in page
    assert "2 / 2" in page
    assert "1.00" in page


def test_what_is_not_listed_is_neither_the_same_nor_different(client: FlaskClient) -> None:
    page = client.get("/en/compare?d=310104,310118").text
    found = verdicts(page)
    assert {found[name] for name in found if name.startswith("Intelligent")} == {"unknown"}
    unknown = re.findall(r'<td data-adcode="310118" data-value="\?">(.*?)</td>', page, re.DOTALL)
    assert len(unknown) == 3
    assert all("Not listed in the documents" in cell for cell in unknown)
    assert "have no index" in page
    assert "0.00" not in page


def test_two_districts_that_are_both_not_listed_have_no_industry_rows(client: FlaskClient) -> None:
    page = client.get("/en/compare?d=440305,310118").text
    assert "data-industry" not in page
    assert "Not listed in the documents" in page


def test_none_or_one_is_invited_with_pairs_that_exist(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    for path in ("/en/compare", "/en/compare?d=310104", "/en/compare?d="):
        answer = client.get(path)
        assert answer.status_code == 200
        assert columns(answer.text) == []
        links = re.findall(r'href="(/en/compare\?d=\d+,\d+)"', answer.text)
        assert len(links) >= 2
        for link in links:
            assert len(columns(client.get(link).text)) == 2
    one = client.get("/en/compare?d=310104").text
    assert "Xuhui District is chosen" in html.unescape(one)
    assert '<option value="310104" selected>' in one


def test_the_form_holds_what_is_chosen_and_works_as_a_plain_get(client: FlaskClient) -> None:
    page = client.get("/compare?d=310104,440305").text
    assert re.findall(r'<option value="(\d+)" selected>', page) == ["310104", "440305"]
    assert '<form class="picker" action="/compare" method="get">' in page
    assert page.count('<select name="d">') == 4


def test_a_district_can_be_taken_out(client: FlaskClient) -> None:
    page = client.get("/compare?d=310104,310105,310106").text
    assert 'href="/compare?d=310104,310106"' in page


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("d=310108,310104", 404, "310109 Hongkou District"),
        ("d=xuhui,310104", 400, "310104 Xuhui District"),
        ("d=徐汇区", 400, "310104 Xuhui District"),
        ("d=310104;310105", 400, "no district of this atlas"),
        ("d=310101,310104,310105,310106,310107", 400, "5 districts are too many"),
        ("d=%3Cscript%3E", 400, "&lt;script&gt;"),
    ],
)
def test_mistakes_are_explained(client: FlaskClient, query: str, status: int, said: str) -> None:
    answer = client.get(f"/en/compare?{query}")
    assert answer.status_code == status
    assert said in answer.text
    assert client.get(f"/compare?{query}").status_code == status


def test_errors_speak_the_page_s_language(client: FlaskClient) -> None:
    assert "不是本图中的区" in client.get("/compare?d=310199").text
    assert "个区太多" in client.get("/compare?d=310101,310104,310105,310106,310107").text


def test_the_other_language_shows_the_same_choice(client: FlaskClient) -> None:
    page = client.get("/compare?d=310104,310105").text
    (link,) = re.findall(r'<a class="tool" data-keep href="([^"]+)"', page)
    assert columns(client.get(html.unescape(link)).text) == ["310104", "310105"]


def test_what_depends_on_the_query_is_not_prepared(catalogue: Catalogue) -> None:
    assert compare.paths(catalogue) == []


def test_a_frozen_site_holds_every_district_whatever_is_asked(
    frozen: FlaskClient, catalogue: Catalogue
) -> None:
    page = frozen.get("/compare").text
    assert columns(page) == [row.adcode for row in catalogue.districts]
    assert frozen.get("/compare?d=310104").text == page
    assert "js/compare.js" in page
    assert page.count("data-pair=") == 15 * 14 // 2
    assert page.count("data-industry=") == len(catalogue.industries)


def test_the_served_page_needs_no_script(client: FlaskClient) -> None:
    assert "js/compare.js" not in client.get("/compare?d=310104,310105").text
