"""Two languages: Chinese at the root, English under ``/en``; the URL alone decides."""

from __future__ import annotations

from flask import Flask, g, request
from flask_babel import Babel

LANGUAGES = ("zh", "en")


def language() -> str:
    """Return the language of the page that is being made."""
    found = g.get("language")
    if found:
        return str(found)
    return "en" if request.path == "/en" or request.path.startswith("/en/") else "zh"


def init_app(app: Flask) -> None:
    """Let Flask-Babel and the templates follow the URL."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
