"""`prosmed-gis layers`: what the study reads."""

from __future__ import annotations

from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, table


@click.group("layers", short_help="What the study reads.")
def command() -> None:
    """List the input layers and the forms that can be read."""


@command.command("list")
@study_options
@click.option("--formats", is_flag=True, help="List the readable formats instead.")
@json_option
@guarded
def list_layers(*, formats: bool, as_json: bool, **options: Any) -> None:
    """List every configured layer: format, file, whether it is there, source."""
    from prosmed_gis.pipeline.answers import format_list, layer_list

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    run = open_run(talk, lambda _stage: None, options)
    rows = format_list() if formats else layer_list(run)
    if as_json:
        emit(rows)
        return
    headings = list(rows[0]) if rows else []
    table(headings, (row.values() for row in rows))
