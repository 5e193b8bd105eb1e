"""Industries in a cell: ids or names, whatever stands between them."""

import dataclasses

import pytest

from geo.study.industries import Industries


@pytest.mark.parametrize(
    ("text", "ids", "strange"),
    [
        ("", (), ()),
        (" ; ，", (), ()),
        ("chip-design", ("chip-design",), ()),
        ("智能芯片设计；智能医疗", ("chip-design", "healthcare"), ()),
        ("智能芯片设计、智能医疗,security/retail", (
            "chip-design", "healthcare", "security", "retail"), ()),
        ("智能医疗\r\n智能安防", ("healthcare", "security"), ()),
        ("Intelligent  Chip design;CHIP-DESIGN", ("chip-design",), ()),
        ("智能医疗；人工智能", ("healthcare",), ("人工智能",)),
        ("chip; design", (), ("chip", "design")),
    ],
)  # fmt: skip
def test_a_cell_is_read(catalogue, text, ids, strange):
    assert Industries.of(catalogue).read(text) == (ids, strange)


def test_a_name_may_hold_a_sign_itself(catalogue):
    first = catalogue.industries[0].model_copy(update={"name_en": "Chips, software"})
    other = dataclasses.replace(catalogue, industries=(first, *catalogue.industries[1:]))

    assert Industries.of(other).read("chips, software") == (("chip-design",), ())
