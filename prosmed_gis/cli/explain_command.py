"""`prosmed-gis explain CERCLE`: why it is in or out."""

from __future__ import annotations

from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("explain", short_help="Say why a cercle is in or out.")
@click.argument("cercle")
@study_options
@json_option
@guarded
def command(*, cercle: str, as_json: bool, **options: Any) -> None:
    """Say what speaks for and against CERCLE (a P-code or a name), with its numbers."""
    from prosmed_gis.pipeline.answers import explain
    from prosmed_gis.pipeline.calibrating import what_it_takes

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        answer = explain(run, cercle)
        answer["what_it_takes"] = what_it_takes(run, answer["pcode"])
    if as_json:
        emit(answer, run)
        return
    click.echo(f"{answer['cercle']} ({answer['pcode']}), {answer['region']}")
    click.echo(answer[f"reason_{run.language}"])
    for sentence in answer["what_it_takes"].get(f"sentences_{run.language}", []):
        click.echo(f"- {sentence}")
    table(
        ["", "valeur" if run.language == "fr" else "value", "0-1", "points"],
        ((line["label"], line["value"], line["worth"], line["points"]) for line in answer["indicators"]),
    )
    say_aside(run)
