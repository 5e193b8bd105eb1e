"""Why no sites were found, as the page says it in both languages."""

import pytest

from tests.webapp.planner.solving import FORM, PLAN, answered, job_of

TOGETHER = [
    {"constraint": "forbidden", "value": None, "points": []},
    {"constraint": "count", "value": 14.0, "points": []},
]


@pytest.mark.parametrize(
    ("obstacle", "zh", "en"),
    [
        ({"weightless": ["甲", "乙"]}, "甲、乙", "甲, 乙"),
        ({"weightless": []}, "没有找到任何方案", "time was up"),
        ({"weightless": [], "stopped": True}, "停止时还没有找到", "stopped before any solution"),
        ({"relaxations": []}, "同时放宽几项", "relaxed together"),
        (
            {"relaxations": [], "together": TOGETHER},
            "这些约束不能同时满足：不选（14）、选址数（40）。须一并放宽：",
            "These constraints fail together: Not to be opened (14), Number of sites (40). Relax",
        ),
        ({"relaxations": [], "together": TOGETHER}, "改为选 14 处", "Ask for 14 sites instead."),
        (
            {"relaxations": TOGETHER[1:]},
            "放宽这一项即可：",
            "This is enough by itself:",
        ),
        ({"problems": {"zh": "太多", "en": "too many"}}, "太多", "too many"),
    ],
)
def test_what_is_in_the_way_is_told_in_the_language_of_the_page(
    planner, planner_app, store, catalogue, asked, quiet, obstacle, zh, en
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    folder = job_of(planner_app, store, catalogue, asked)
    plan = {**PLAN, "count": 40, "forbidden": [str(number) for number in range(14)]}
    answered(folder, {"plan": plan, "error": "only for logs", **obstacle})
    page = planner.get(address).text
    assert zh in page
    assert "only for logs" not in page
    assert en in planner.get(f"/en{address}").text
