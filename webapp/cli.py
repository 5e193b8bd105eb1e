"""Commands: ``flask --app webapp check``, ``… freeze``, ``… new-atlas`` and ``… accounts``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from geo.catalogue import catalogue_root, read_catalogue
from geo.checks import check_catalogue
from geo.errors import AtlasError
from geo.new_atlas import write_atlas
from geo.new_atlas_words import city_lines, written_lines
from layers.drawable import find_undrawable
from webapp.accounts_cli import accounts
from webapp.backup_cli import backup, restore
from webapp.freeze import MANIFEST, freeze
from webapp.synth_cli import synth


@click.command("check")
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("ATLAS_DOCUMENTS") or None,
    help="Folder with the documents' texts: proves each quotation [env: ATLAS_DOCUMENTS].",
)
@click.option(
    "--catalogue",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder with the tables [env: ATLAS_CATALOGUE; default: geo/data].",
)
def check(documents: Path | None, catalogue: Path | None) -> None:
    """Validate every table of the catalogue and say what is wrong where."""
    root = catalogue_root(catalogue)
    # What cannot be read cannot be drawn: one kind of problem at a time.
    problems = check_catalogue(root, documents=documents) or find_undrawable(read_catalogue(root))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise click.ClickException(f"{root}: {count}. Nothing was changed.")  # noqa: EM102
    proof = (
        f"quotations proved against {documents}"
        if documents
        else "quotations not proved: name the folder of the documents with --documents"
    )
    click.echo(f"{root}: no problem found; {proof}.")


@click.command("new-atlas")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), required=False)
@click.option("--city", help="Adcode, name or pinyin: 330100, 杭州 or hangzhou.")
@click.option("--list", "is_list", is_flag=True, help="List the cities that can be named.")
def new_atlas(folder: Path | None, city: str | None, is_list: bool) -> None:
    """Write a catalogue of another city to DIR: boundaries, tables to fill in, README."""
    try:
        if is_list:
            click.echo("\n".join(city_lines()))
        elif folder is None or not city:
            raise click.UsageError("name a folder and a city, or --list")  # noqa: EM101
        else:
            click.echo("\n".join(written_lines(write_atlas(folder, city), given=folder)))
    except AtlasError as error:
        raise click.ClickException(str(error)) from error


@click.command("freeze")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def freeze_command(folder: Path) -> None:
    """Write the public atlas to FOLDER, as a static site for any web server."""
    # This process serves nobody, so its addresses may become relative.
    current_app.config["ATLAS_FROZEN"] = True
    try:
        manifest = freeze(current_app, folder, told=click.echo)
    except AtlasError as error:
        raise click.ClickException(str(error)) from error
    files = cast(dict[str, dict[str, int]], manifest["files"])
    size = sum(entry["bytes"] for entry in files.values())
    click.echo(f"{folder}: {len(files)} files, {size / 1e6:.1f} MB, listed in {MANIFEST}.")
    click.echo(f"Look at it: python3 -m http.server --directory {folder} 8080")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(accounts)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(check)
    app.cli.add_command(freeze_command)
    app.cli.add_command(new_atlas)
    app.cli.add_command(synth)
