"""`prosmed-gis run`: the main job, from input layers to every product."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, output_options, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside


@click.command("run", short_help="Do everything and write outputs/NAME/.")
@study_options
@output_options
@click.option("--until", metavar="STAGE", help="Stop after this stage and write nothing.")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@json_option
@guarded
def command(
    *, out: Path | None, overwrite: bool, until: str | None, dry_run: bool, as_json: bool, **options: Any
) -> None:
    """Read, check, overlay, score, select, place, track, and write all products.

    The products go to --out (default outputs/NAME of the study), written aside first and then put in
    place: a run that fails leaves the previous products whole. With --overwrite, files that no run wrote
    stay where they are, and files that someone changed are kept beside, in OUT.archive-DATE.
    """
    from prosmed_gis.outputs.publish import claimed
    from prosmed_gis.pipeline import NAMES
    from prosmed_gis.pipeline.answers import summary, summary_lines
    from prosmed_gis.pipeline.writing import write_run

    if until is not None and until not in NAMES:
        msg = f"{until!r} is no stage; the stages are {', '.join(NAMES)}"
        raise click.BadParameter(msg, param_hint="--until")
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        folder = None if until or dry_run else out or run.default_folder
        written, tell = None, talk.telling(run.language)
        with nullcontext() if folder is None else claimed(folder, overwrite=overwrite, tell=tell):
            run.advance(until or NAMES[-1])
            if folder is not None:
                written = write_run(run, folder, overwrite=overwrite, tell=tell)
    answer = summary(run, written)
    if as_json:
        emit(answer, run)
    else:
        for line in summary_lines(run, answer):
            click.echo(line)
        say_aside(run)
