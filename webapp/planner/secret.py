"""The key that signs sessions and forms: from the environment, or kept beside the database."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask

from webapp.listening import SettingError

_NAME = "secret.key"
_LEAST = 32
_DAYS = 7  # after which a session that was never renewed is worth nothing, wherever it is kept


def init_app(app: Flask) -> None:
    """Set the key, and how the session's cookie travels.

    Where the key cannot be kept, the public pages must not suffer: the reason stands in
    ``app.extensions["planner_error"]``, and the planner answers with it.

    Raises
    ------
    SettingError
        If ``ATLAS_SECRET_KEY`` is too short to be a secret.
    """
    given = str(app.config.get("ATLAS_SECRET_KEY") or os.environ.get("ATLAS_SECRET_KEY", ""))
    if given and len(given) < _LEAST:
        msg = f"ATLAS_SECRET_KEY has {len(given)} characters; at least {_LEAST} are needed"
        raise SettingError(msg)
    is_secure = app.config["ATLAS_PUBLIC_URL"].startswith("https:")
    app.config.update(
        # With this prefix browsers take the cookie from this very host and over TLS only.
        SESSION_COOKIE_NAME="__Host-renxing" if is_secure else "renxing",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        PERMANENT_SESSION_LIFETIME=timedelta(days=_DAYS),
        WTF_CSRF_CHECK_DEFAULT=False,  # the planner asks for it itself, see ``access``
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open over lunch; it ends with the session
    )
    try:
        app.secret_key = given or kept_key(app.config["ATLAS_STATE"])
    except SettingError as error:
        app.logger.error("%s", error)
        app.extensions["planner_error"] = error


def kept_key(folder: Path) -> str:
    """Return the key that a folder holds, making it when there is none.

    Raises
    ------
    SettingError
        If it cannot be kept there, or is no key.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not a text"
        msg = f"{path} cannot be kept: {reason}; set ATLAS_SECRET_KEY or ATLAS_STATE"
        raise SettingError(msg) from error
    if len(key) < _LEAST:
        msg = f"{path} holds no key; delete the file, and everybody signs in again"
        raise SettingError(msg)
    return key


def _make(path: Path) -> None:
    """Make the file, readable to us alone: whole or not at all, by one of several processes."""
    part = path.with_name(f"{_NAME}.{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_hex(32))
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
