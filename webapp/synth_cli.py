"""Command ``flask --app webapp synth``: a registry of enterprises that do not exist."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from geo.catalogue import read_catalogue
from geo.datum import Datum
from geo.enterprises.synth import form_of, synthesise
from geo.errors import AtlasError


@click.command("synth")
@click.option("--rows", type=int, required=True, help="How many enterprises.")
@click.option("--seed", type=int, required=True, help="The same seed gives the same file.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: .csv, .csv.gz or .parquet.",
)
@click.option("--city", "cities", multiple=True, help="Id of a city; by default all.")
@click.option("--faults", default=0.01, show_default=True, help="Share of faulty rows.")
@click.option("--unplaced", default=0.05, show_default=True, help="Share with an address only.")
@click.option("--datum", default="WGS-84", show_default=True, help="WGS-84, GCJ-02 or BD-09.")
def synth(
    rows: int,
    seed: int,
    out: Path,
    cities: tuple[str, ...],
    faults: float,
    unplaced: float,
    datum: str,
) -> None:
    """Write enterprises that do not exist, to try the atlas and to measure it."""
    try:
        made = synthesise(
            rows,
            seed,
            out,
            form_of(out),
            read_catalogue(),
            cities=cities,
            faults=faults,
            unplaced=unplaced,
            datum=cast(Datum, datum),
        )
    except (AtlasError, OSError) as error:
        raise click.ClickException(str(error)) from error
    wrong = sum(made.faults.values())
    size = out.stat().st_size / 1e6
    click.echo(
        f"{out}: {made.rows:,} synthetic enterprises, {size:,.1f} MB, {wrong:,} faulty rows."
    )
    click.echo("合成数据：这些企业并不存在。None of them exists; every name begins with 合成企业.")
