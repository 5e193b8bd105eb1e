"""Count a registry from the command line: ``python -m geo.enterprises FILE… --out FOLDER``."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from geo.catalogue import DEFAULT_ROOT, read_catalogue
from geo.datum import DATUMS
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.local_engine import run
from geo.enterprises.progress import Progress
from geo.enterprises.samples import Sample
from geo.enterprises.sampling import sample_file
from geo.enterprises.wish import Columns, is_address, read_wish
from geo.errors import AtlasError

_ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv", ".parquet")


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder of the result.")
@click.option("--city", "cities", multiple=True, help="Id of a city that counts; all by default.")
@click.option("--name", help="Column of names.")
@click.option("--lon", help="Column of longitudes.")
@click.option("--lat", help="Column of latitudes.")
@click.option("--address", help="Column of addresses in which a district is named.")
@click.option("--district", help="Column of districts: names or adcodes.")
@click.option("--industry", help="Column of industries: free text.")
@click.option("--weight", help="Column of weights, such as employees.")
@click.option("--year", help="Column of years.")
@click.option("--datum", type=click.Choice(DATUMS), default="WGS-84", show_default=True)
@click.option("--encoding", help="utf-8 or gb18030; found out if not given.")
@click.option("--mixed", is_flag=True, help="Leave out rows in another encoding one by one.")
@click.option("--delimiter", help="Found out if not given.")
@click.option("--sheet", help="Of workbooks; the first one with rows if not given.")
@click.option("--synthetic", is_flag=True, help="The enterprises are made up.")
@click.option("--words", type=click.Path(exists=True, path_type=Path), help="Your table of words.")
@click.option("--catalogue", type=click.Path(exists=True, path_type=Path), default=DEFAULT_ROOT)
@click.option("--cache", type=click.Path(path_type=Path), help="Keeps the index of districts.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True)
@click.option("--workers", type=click.IntRange(1), help="Processes of the local engine.")
@click.option("--afresh", is_flag=True, help="Do not go on from a checkpoint.")
@click.option("--scheduler", help="Address of the Dask cluster, such as tcp://10.0.0.1:8786.")
def main(files: tuple[str, ...], out: Path, **options: Any) -> None:
    """Count a registry: files, folders of parts, on a cluster also addresses (s3://…)."""
    try:
        found = _count(files, out.resolve(), options)
    except AtlasError as error:
        raise click.ClickException(str(error)) from error
    for name, number in found.tally.to_json().items():
        click.echo(f"{name}\t{number}")
    click.echo(f"not_mapped\t{found.tally.not_mapped}")


def _count(files: tuple[str, ...], out: Path, options: dict[str, Any]) -> Aggregates:
    is_dask = options["engine"] == "dask"
    if is_dask and not options["scheduler"]:
        msg = "--engine dask needs --scheduler, the address of the cluster"
        raise click.UsageError(msg)
    if not is_dask and any(map(is_address, files)):
        msg = f"{next(filter(is_address, files))} is read by --engine dask only, or as a file here"
        raise click.UsageError(msg)
    if options["mixed"] and not options["encoding"]:
        msg = "--mixed needs --encoding: rows that are not in that encoding are left out"
        raise click.UsageError(msg)
    paths = [part for file in files for part in expanded(file)]
    sample = _sample(paths[0], options)
    _tell_sheet(paths[0], sample, options["sheet"])
    catalogue = read_catalogue(options["catalogue"])
    wish = read_wish(
        {
            "files": paths,
            "form": sample.form,
            "encoding": sample.encoding or "utf-8",
            "delimiter": sample.delimiter or ",",
            "columns": {
                name: column_meant(options[name], sample, paths[0]) for name in Columns.model_fields
            },
            "datum": options["datum"],
            "cities": options["cities"] or [city.id for city in catalogue.cities],
            "sheet": options["sheet"],
            "is_mixed": options["mixed"],
            "is_synthetic": options["synthetic"],
        }
    )
    words = IndustryWords.default(catalogue)
    if options["words"] is not None:
        words = IndustryWords.from_csv(options["words"].read_bytes(), catalogue)
    common = {"progress": tell, "cache": options["cache"], "resume": not options["afresh"]}
    if not is_dask:
        return run(wish, catalogue, words, out, workers=options["workers"], **common)
    # Dask is installed where there is a cluster only.
    from geo.enterprises.dask_engine import run_dask

    return run_dask(wish, catalogue, words, out, scheduler=options["scheduler"], **common)


def expanded(file: str) -> list[str]:
    """Return a file, or the parts in a folder in the order of their names.

    Raises
    ------
    click.UsageError
        If there is none.
    EnterpriseError
        If nothing is at an address.
    """
    if is_address(file):
        # fsspec is installed where there is a cluster only.
        from geo.enterprises.storage import stored_parts

        return stored_parts(file, _ENDINGS)
    path = Path(file).resolve()
    if not path.exists():
        msg = f"{file} does not exist"
        raise click.UsageError(msg)
    if not path.is_dir():
        return [str(path)]
    parts = sorted(part for part in path.iterdir() if part.name.lower().endswith(_ENDINGS))
    if not parts:
        msg = f"{path} holds no part; allowed are files ending in {', '.join(_ENDINGS)}"
        raise click.UsageError(msg)
    return [str(part) for part in parts]


def column_meant(name: str | None, sample: Sample, path: str) -> str | None:
    """Return what the column is called that is named on the command line.

    Parameters
    ----------
    name : str or None
        Of columns that share a name, ``NAME (1)`` is the first, whose name stays as it is.
    sample : Sample
    path : str
        For messages.

    Raises
    ------
    click.UsageError
        If several columns have this name: which one is meant is not guessed.
    """
    if name in sample.doubled:
        copies = [one for one in sample.names if re.fullmatch(rf"{re.escape(name)} \(\d+\)", one)]
        meant = ", ".join(map(repr, (f"{name} (1)", *copies)))
        msg = (
            f"{name!r} is ambiguous: {Path(path).name} has several columns of this name. Write"
            f" which one is meant: {meant} (the pages of the atlas call the first one {name!r})"
        )
        raise click.UsageError(msg)
    firsts = {f"{one} (1)": one for one in sample.doubled}
    return name if name is None or name in sample.names else firsts.get(name, name)


def _tell_sheet(path: str, sample: Sample, wanted: str | None) -> None:
    """Say which sheet of a workbook is read, where nobody said and there are others."""
    if wanted is not None and sample.form != "xlsx":
        msg = f"--sheet {wanted}: {Path(path).name} is no workbook and has no sheets"
        raise click.UsageError(msg)
    if wanted is None and len(sample.sheets) > 1:
        others = ", ".join(repr(one) for one in sample.sheets if one != sample.sheet)
        text = f"{Path(path).name}: sheet {sample.sheet!r} is read (--sheet); others are {others}"
        click.echo(text, err=True)


def _sample(path: str, options: dict[str, Any]) -> Sample:
    """Look at how a file is written; of Parquet at an address there is nothing to find out."""
    asked = {name: options[name] or None for name in ("encoding", "delimiter", "sheet")}
    if not is_address(path):
        return sample_file(Path(path), **asked)
    if path.lower().endswith(".parquet"):
        return Sample("parquet", [], [], None)
    # As above.
    from geo.enterprises.storage import copy_head

    with tempfile.TemporaryDirectory(prefix="atlas-head-") as folder:
        return sample_file(copy_head(path, Path(folder)), **asked)


def tell(progress: Progress) -> None:
    """Say on the standard error how far it is."""
    share = progress.bytes_done / max(progress.bytes_total, 1)
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    text = f"{share:4.0%}  {progress.rows_done:,} rows, {progress.rows_per_second:,.0f}/s{left}"
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
