"""`prosmed-gis calibrate`: which weights explain a list that was agreed on, or how much of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("calibrate", short_help="Say which weights explain a given list.")
@study_options
@click.option(
    "--reference",
    metavar="FILE",
    default="layer",
    show_default=True,
    help="The list: `layer`, the study's own; or a file with the columns of layers/programme/selection.csv.",
)
@click.option(
    "--level",
    type=click.Choice(["groups", "indicators"]),
    default="groups",
    show_default=True,
    help="Weights that are sought: of the criteria, or of every indicator.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write one row a cercle here (CSV).")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@json_option
@guarded
def command(
    *,
    reference: str,
    level: Literal["groups", "indicators"],
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Find the weights under which the choice gives the reference list, or the largest part of it.

    The largest part is proved over all weights and all lists. Cercles that no weights select are named, with who is
    ahead of them. The weights found change nothing in the configuration.
    """
    from prosmed_gis.pipeline.calibrating import calibration, calibration_lines, weight_rows, write_calibration

    if reference != "layer":
        options["layers"] = (*options["layers"], f"reference={reference}")
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        answer, cercles = calibration(run, level)
    if out is not None:
        write_calibration(cercles, out, overwrite=overwrite)
    if as_json:
        emit(answer, run)
        return
    before, after = calibration_lines(run, answer)
    for line in before:
        click.echo(line)
    table(*weight_rows(run, answer))
    for line in after:
        click.echo(line)
    say_aside(run)
