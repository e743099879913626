"""`prosmed-gis track`: expected, done and state of each indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("track", short_help="State of the indicators and of the works.")
@study_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write tracking.csv here.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@click.option("--by-cercle", is_flag=True, help="Show the rows of every cercle too.")
@json_option
@guarded
def command(*, out: Path | None, overwrite: bool, by_cercle: bool, as_json: bool, **options: Any) -> None:
    """Tell what should be done by the date, what is, and whether it is on time."""
    from prosmed_gis.pipeline.answers import records
    from prosmed_gis.pipeline.writing import tracked, write_tracking

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        found = tracked(run)
    if out is not None:
        write_tracking(found, out, overwrite=overwrite)
    states = found.states
    if as_json:
        emit({"states": records(states), "works": records(found.works.reset_index())}, run)
        return
    shown = states if by_cercle else states[states["cercle_pcode"].fillna("") == ""]
    table(list(shown.columns), (row.values() for row in records(shown)))
    say_aside(run)
