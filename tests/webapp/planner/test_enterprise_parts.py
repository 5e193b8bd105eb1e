"""What is said of parts that have other columns than the first one."""

import pytest

from geo.enterprises.headers import Difference
from webapp.planner.enterprise_parts import said_of_parts
from webapp.planner.enterprise_wish import Choices

CHOICES = Choices("csv", columns={"lon": "经度", "lat": "纬度"})


@pytest.mark.parametrize(
    ("part", "wrong", "other"),
    [
        (Difference("b.csv", "", ("经度",), ("lon",)), "b.csv has no “经度”, but “lon”.", ""),
        (Difference("b.csv", "", ("经度", "备注"), ()), "b.csv has no “经度”, “备注”.", ""),
        (Difference("b.csv", "", ("备注",), ()), "", "b.csv has no “备注”."),
        (Difference("b.csv", "", (), ("电话",)), "", "b.csv also has “电话”."),
        (Difference("b.csv", "", (), ()), "", "b.csv has the columns in another order."),
        (Difference("b.csv", "empty_file", (), ()), "b.csv is empty.", ""),
        (Difference("b.csv", "other-form", (), ()), "another kind of file", ""),
        (Difference("b.csv", "unknown_kind", (), ()), "cannot be read", ""),
        (
            Difference("b.csv", "other-encoding", (), (), "gb18030"),
            "b.csv seems to be gb18030, but is to be read as utf-8 as the first one.",
            "",
        ),
    ],
)
def test_a_part_is_wrong_only_if_it_lacks_what_was_chosen(app, part, wrong, other):
    with app.test_request_context("/en/planner"):
        said = said_of_parts([part], CHOICES)
    assert len(said.wrong) == bool(wrong)
    assert wrong in "".join(said.wrong)
    assert other == "".join(said.other)


def test_many_columns_are_cut(app):
    with app.test_request_context("/planner"):
        said = said_of_parts(
            [Difference("b.csv", "", (), tuple("甲乙丙丁戊己庚辛壬癸子丑寅卯"))], CHOICES
        )
    assert said.other[0].startswith("b.csv 另有列“甲”、“乙”")
    assert "…" in said.other[0]
    assert "卯" not in said.other[0]
