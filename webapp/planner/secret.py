"""The key that signs sessions and forms: from the environment, or kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask

from webapp.listening import SettingError

_NAME = "secret.key"
_LEAST = 32


def init_app(app: Flask) -> None:
    """Set the key and how the session's cookie travels.

    Raises
    ------
    SettingError
        If ``ATLAS_SECRET_KEY`` is too short to be a secret.
    """
    given = os.environ.get("ATLAS_SECRET_KEY", "")
    if given and len(given) < _LEAST:
        msg = f"ATLAS_SECRET_KEY has {len(given)} characters; at least {_LEAST} are needed"
        raise SettingError(msg)
    app.config.setdefault("ATLAS_SECRET_KEY", given)
    app.config.update(
        SESSION_COOKIE_NAME="renxing",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["ATLAS_PUBLIC_URL"].startswith("https:"),
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # the planner asks for it itself, see ``access``
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open over lunch; it ends with the session
    )


def key_of(app: Flask) -> str:
    """Return the key, making the file that holds it when there is none."""
    if app.config["ATLAS_SECRET_KEY"]:
        return str(app.config["ATLAS_SECRET_KEY"])
    path: Path = app.config["ATLAS_STATE"] / _NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Several processes may start at once: one of them makes the file, whole or not at all.
        part = path.with_name(f"{_NAME}.{os.getpid()}-{secrets.token_hex(4)}")
        if not path.exists():
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_hex(32))
            try:
                os.link(part, path)
            except FileExistsError:
                pass
            finally:
                part.unlink()
        return path.read_text().strip()
    except OSError as error:
        msg = f"{path} cannot be kept: {error.strerror}; set ATLAS_SECRET_KEY or ATLAS_STATE"
        raise SettingError(msg) from error
