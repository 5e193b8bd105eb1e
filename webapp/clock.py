"""Moments as readers see them: in the time zone of the atlas's cities, ``ATLAS_TIMEZONE``.

What is stored and what machines read (``datetime`` of ``<time>``) stays UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from babel.dates import get_timezone
from flask import Flask
from flask_babel import get_timezone as reader_zone
from flask_babel import to_user_timezone

from webapp.listening import SettingError

DEFAULT_ZONE = "Asia/Shanghai"
"""Both cities of the atlas lie in it."""


def time_zone(text: str) -> str:
    """Read the name of a time zone, such as ``Asia/Shanghai`` or ``UTC``.

    Raises
    ------
    SettingError
        If there is no such zone.
    """
    name = text.strip() or DEFAULT_ZONE
    try:
        get_timezone(name)
    except LookupError as error:
        msg = f"ATLAS_TIMEZONE={text!r} is no time zone; allowed: a name such as Asia/Shanghai"
        raise SettingError(msg) from error
    return name


def init_app(app: Flask) -> None:
    """Let templates write moments."""
    app.jinja_env.globals.update(moment_text=moment_text, day_text=day_text, zone_text=zone_text)


def moment_text(moment: datetime) -> str:
    """Write a moment to the minute; where it stands, ``zone_text`` says once in which zone."""
    return f"{_local(moment):%Y-%m-%d %H:%M}"


def day_text(moment: datetime) -> str:
    """Write the day of a moment."""
    return f"{_local(moment):%Y-%m-%d}"


def today() -> date:
    """Return which day it is where the readers are."""
    return _local(datetime.now(UTC)).date()


def zone_text() -> str:
    """Name the zone: by its offset, or by its name where the offset changes with the season.

    Returns
    -------
    str
        Such as ``UTC+08:00`` or ``Europe/Berlin``.
    """
    year = datetime.now(UTC).year
    offsets = {f"{_local(datetime(year, month, 1, tzinfo=UTC)):%z}" for month in (1, 7)}
    if len(offsets) > 1:
        return str(reader_zone())
    (offset,) = offsets
    return f"UTC{offset[:3]}:{offset[3:5]}"


def _local(moment: datetime) -> datetime:
    found: datetime = to_user_timezone(moment)
    return found
