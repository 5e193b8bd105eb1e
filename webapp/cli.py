"""Commands: ``flask --app webapp check``."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import Flask

from geo.catalogue import catalogue_root, read_catalogue
from geo.checks import check_catalogue
from layers.drawable import find_undrawable


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


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(check)
