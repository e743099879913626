"""`prosmed-gis robustness`: how firm the list is, and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("robustness", short_help="Say how firm the list is and what decides it.")
@study_options
@click.option("--draws", type=click.IntRange(min=1), help="Joint draws (targeting.firmness.draws).")
@click.option("--seed", type=int, help="Seed of the draws (targeting.firmness.seed).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Also write the tables into this folder.")
@click.option("--overwrite", is_flag=True, help="Replace the files that stand there.")
@json_option
@guarded
def command(
    *, draws: int | None, seed: int | None, out: Path | None, overwrite: bool, as_json: bool, **options: Any
) -> None:
    """Draw weights, goalposts, ceiling, methods and events anew many times, each time with the full choice."""
    from prosmed_gis.pipeline.defending import defence, sections
    from prosmed_gis.pipeline.writing import write_robustness

    settings = tuple(
        f"targeting.firmness.{name}={value}" for name, value in (("draws", draws), ("seed", seed)) if value is not None
    )
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options | {"settings": (*options["settings"], *settings)})
        answer = defence(run)
    if out is not None:
        write_robustness(run, out, overwrite=overwrite)
    if as_json:
        emit(answer, run)
        return
    for title, headings, rows in sections(run, answer):
        click.secho(f"\n{title}", bold=True)
        if headings:
            table(headings, rows)
    say_aside(run)
