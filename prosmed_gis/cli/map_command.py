"""`prosmed-gis map`: the offline map alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import output_options, study_options
from prosmed_gis.cli.session import Talk, guarded, open_run


@click.command("map", short_help="Write the offline map (one HTML file).")
@study_options
@output_options
@guarded
def command(*, out: Path | None, overwrite: bool, **options: Any) -> None:
    """Write one HTML file that opens by double click, with no network."""
    from prosmed_gis.pipeline.writing import write_one

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        tell = talk.telling(run.language)
        path = write_one(run, "map", out or Path("carte.html"), overwrite=overwrite, tell=tell)
    click.echo(path)
