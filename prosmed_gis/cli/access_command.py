"""`prosmed-gis access`: how far people are from the services, in every state of the roads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("access", short_help="Say how far people are from police, courts and prisons.")
@study_options
@click.option(
    "--level",
    type=click.Choice(["country", "cercle", "commune"]),
    default="country",
    show_default=True,
    help="Units that the table shows; --json and --out tell all.",
)
@click.option("--service", type=click.Choice(["security", "justice", "prison"]), help="Show one service only.")
@click.option("--network", is_flag=True, help="Show travel along the lines of roads in place of the surface.")
@click.option("--chain", is_flag=True, help="Show the chain police, court, prison by cercle instead.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Also write the tables into this folder.")
@click.option("--overwrite", is_flag=True, help="Replace tables that stand there.")
@json_option
@guarded
def command(
    *,
    level: str,
    service: str | None,
    network: bool,
    chain: bool,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Count the people within the standards of each service as things stand at the study's date.

    One row for each unit, service, standard and state: dry season or rains, calm or with the incidents of the last
    months, by vehicle or on foot. People whom no path reaches are counted apart. With --network the same along the
    roads as lines, calm and by vehicle, with straight walks to them.
    """
    from prosmed_gis.pipeline.reaching import (
        answer,
        chain_rows,
        network_states,
        notes_today,
        reached_today,
        road_lines,
        state_rows,
        write_access,
    )

    if network and chain:
        raise click.UsageError("--network and --chain show different tables: give one of them")
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        found = reached_today(run)
    if out is not None:
        write_access(run, found, out, overwrite=overwrite)
    if as_json:
        emit(answer(run, found), run)
        return
    for line in road_lines(run):
        click.echo(line)
    if chain:
        table(*chain_rows(run, found))
    else:
        states = network_states(run, found) if network else found.states
        table(*state_rows(run, states, level=level, service=service))
    for note in notes_today(run, found):
        click.echo(note)
    say_aside(run)
