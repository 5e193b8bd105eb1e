"""Commands: ``flask --app webapp backup DIR`` and ``… restore DIR``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from geo.errors import AtlasError
from webapp.backup import BackupError, back_up, bring_back
from webapp.store.engine import Store


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Write the projects, accounts, short links and figures to DIR, while the atlas runs."""
    try:
        manifest = back_up(_store(), current_app.config["ATLAS_STATE"], folder)
    except AtlasError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder}: {_size(manifest)}. Keep it where only you can read it.")


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def restore(folder: Path) -> None:
    """Bring a backup in DIR back into an atlas that holds nothing yet; the server is stopped."""
    state = current_app.config["ATLAS_STATE"]
    try:
        manifest = bring_back(_store(), state, folder)
    except AtlasError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder} of {manifest['made_at']}: {_size(manifest)} brought back to {state}.")


def _store() -> Store:
    store: Store | None = current_app.extensions.get("store")
    if store is None:
        msg = "ATLAS_PLANNER=off: there is no planner to back up"
        raise BackupError(msg)
    return store


def _size(manifest: dict[str, Any]) -> str:
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    return f"{len(manifest['files'])} files, {size / 1e6:.1f} MB"
