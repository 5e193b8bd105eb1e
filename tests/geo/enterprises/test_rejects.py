import csv

import pytest

from geo.enterprises import rejects
from geo.enterprises.rejects import Reject, RejectFile, reject_table

TABLE = reject_table(
    [
        Reject(0, "经度", "=1+1", "not-a-number"),
        Reject(3, "区", '某"区,\n\0', "unknown-district"),
        Reject(9, "", "x" * 300, "wrong-number-of-cells"),
        Reject(10, "人数", "\u3000＝A1", "unread-weight"),
    ]
)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_reject_file_lists_rows_harmlessly(tmp_path):
    file = RejectFile(tmp_path / "r.csv")
    file.add("=a.csv", 2, TABLE)
    file.close()

    assert rows(tmp_path / "r.csv")[1:] == [
        ["'=a.csv", "2", "经度", "'=1+1", "not-a-number"],
        ["'=a.csv", "5", "区", '某"区,\n\ufffd', "unknown-district"],
        ["'=a.csv", "11", "", "x" * 199 + "…", "wrong-number-of-cells"],
        ["'=a.csv", "12", "人数", "'\u3000＝A1", "unread-weight"],
    ]


def test_reject_file_is_cut_back_to_where_it_was(tmp_path):
    path = tmp_path / "r.csv"
    file = RejectFile(path)
    file.add("a", 2, TABLE)
    kept = file.length, file.listed, file.noted
    file.add("b", 2, TABLE)
    file.close()

    file = RejectFile(path, *kept)
    file.add("c", 2, TABLE)
    file.close()

    assert [row[0] for row in rows(path)[1:]] == ["a"] * 4 + ["c"] * 4
    assert (file.listed, file.noted) == (6, 2)


def test_reject_file_lists_no_more_than_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr(rejects, "LISTED", 4)
    monkeypatch.setattr(rejects, "NOTED", 2)
    file = RejectFile(tmp_path / "r.csv")
    for _ in range(3):
        file.add("a", 2, TABLE)
    file.close()

    reasons = [row[4] for row in rows(tmp_path / "r.csv")[1:]]
    assert (len(reasons), reasons.count("unread-weight")) == (6, 2)


@pytest.mark.parametrize("value", [None, 1.5, "a\r\nb"])
def test_shown_is_text(value):
    assert rejects.shown(value) in ("", "1.5", "a\nb")
