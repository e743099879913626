"""`prosmed-gis track`: expected, done and state of each indicator."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options_with
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, request_of, say_aside, table


@click.command("track", short_help="State of the indicators and of the works.")
@study_options_with("Judge progress at that day, whatever it is; the plan stays that of the study's own date")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write tracking.csv here.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@click.option("--by-cercle", is_flag=True, help="Show the rows of every cercle too.")
@json_option
@guarded
def command(*, out: Path | None, overwrite: bool, by_cercle: bool, as_json: bool, **options: Any) -> None:
    """Tell what should be done by the date, what is, and whether it is on time.

    Works are held against one plan, that of the study's own date (`study.as_of` of the configuration), whatever the
    day of --as-of: what is judged must not move with the day of judging. Works that the tool itself placed are told
    as proposals.
    """
    from prosmed_gis.pipeline.answers import records
    from prosmed_gis.pipeline.following import answer, notes, tracked
    from prosmed_gis.pipeline.writing import write_tracking

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    request = request_of(options | {"as_of": None})
    # How firm the list is does not touch the plan; its draws would be thrown away.
    request = replace(request, options=(*request.options, ("track", "targeting.firmness.draws", 0)))
    if options["as_of"] is not None:
        request = replace(request, options=(*request.options, ("--as-of", "study.tracking_as_of", options["as_of"])))
    with talk.stages() as notify:
        run = open_run(talk, notify, request)
        found = tracked(run)
    if out is not None:
        write_tracking(found, out, overwrite=overwrite)
    states = found.states
    if as_json:
        emit(answer(run, found), run)
        return
    shown = states if by_cercle else states[states["cercle_pcode"].fillna("") == ""]
    table(list(shown.columns), (row.values() for row in records(shown)))
    for line in notes(run, found):
        click.echo(line)
    say_aside(run)
