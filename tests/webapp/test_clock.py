"""Moments in the time zone of the readers' city."""

from datetime import UTC, date, datetime

import pytest

from webapp.clock import day_text, moment_text, time_zone, today, zone_text
from webapp.listening import SettingError

LATE = datetime(2026, 3, 31, 17, 5, tzinfo=UTC)
"""Already the first of April in Shanghai."""


@pytest.mark.parametrize(
    ("zone", "moment", "told"),
    [
        ("", "2026-04-01 01:05", "UTC+08:00"),
        ("UTC", "2026-03-31 17:05", "UTC+00:00"),
        ("America/St_Johns", "2026-03-31 14:35", "America/St_Johns"),
    ],
)
def test_moments_are_told_in_the_readers_zone(make_app, zone, moment, told):
    app = make_app(ATLAS_TIMEZONE=zone)
    with app.test_request_context("/"):
        assert moment_text(LATE) == moment
        assert day_text(LATE) == moment[:10]
        assert zone_text() == told


def test_today_is_the_day_of_the_reader(make_app, monkeypatch):
    class Late(datetime):
        @classmethod
        def now(cls, tz=None):
            return LATE

    monkeypatch.setattr("webapp.clock.datetime", Late)
    with make_app(ATLAS_TIMEZONE="").test_request_context("/"):
        assert today() == date(2026, 4, 1)


def test_a_zone_that_there_is_not_is_named():
    with pytest.raises(SettingError, match="ATLAS_TIMEZONE='Asia/Atlantis' is no time zone"):
        time_zone("Asia/Atlantis")
