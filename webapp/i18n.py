"""Two languages: Chinese at the root, English under ``/en``; the URL alone decides."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request
from flask_babel import Babel

LANGUAGES = ("zh", "en")
TRANSLATIONS = Path(__file__).with_name("translations")


def language() -> str:
    """Return the language of the page that is being made."""
    found = g.get("language")
    if found:
        return str(found)
    return "en" if request.path == "/en" or request.path.startswith("/en/") else "zh"


def compile_stale(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile the catalogues whose ``.po`` is newer than its ``.mo``.

    ``make`` does so beforehand; this serves those who start with plain ``flask run``, where a
    forgotten step would silently show English on the Chinese pages.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OSError
        If a stale catalogue cannot be written.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            messages = read_po(file)
        # Several workers may start at once, and none may read half a file.
        part = target.with_name(f"{target.name}.{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, messages)
        part.replace(target)
        written.append(target)
    return written


def init_app(app: Flask) -> None:
    """Let Flask-Babel and the templates follow the URL."""
    compile_stale()
    # The texts in the code are English, so that language needs no catalogue.
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
