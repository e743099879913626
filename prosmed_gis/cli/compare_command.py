"""`prosmed-gis compare A B`: why the list changed between two runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, kept_results, request_of, table, today


@click.command("compare", short_help="Say why the list changed between two runs.")
@click.argument("a")
@click.argument("b")
@study_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write every cercle to this CSV.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@click.option("--all", "show_all", is_flag=True, help="Show every cercle, with its moves split.")
@json_option
@guarded
def command(
    *, a: str, b: str, out: Path | None, overwrite: bool, show_all: bool, as_json: bool, **options: Any
) -> None:
    """Split every entry, exit and move between A and B into data, boundaries, weights and rules.

    \b
    A and B are each one of:
      a configuration file          config/mali-cod.yaml
      a scenario of --config        17-cercles
      either of these at a date     config/mali-cod.yaml@2020-12-31, 17-cercles@2020-12-31
      --config itself at a date     @2020-12-31
      a folder written by `run`     outputs/latest

    The shares are exact (Shapley 1953): they sum to the change, and what is equal in A and B has none.
    """  # noqa: D301 - click needs the character itself
    from prosmed_gis.outputs.tables import write_table
    from prosmed_gis.pipeline.answers import records
    from prosmed_gis.pipeline.comparing import answer, compare, lines, plain, table_columns
    from prosmed_gis.pipeline.sides import side
    from prosmed_gis.pipeline.writing import free

    if out is not None:
        free(out, overwrite=overwrite)
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    request = request_of(options)
    with talk.stages() as notify:
        found = compare(
            side(a, request), side(b, request), today=today(), notify=notify, warn=talk.problems, results=kept_results()
        )
    if out is not None:
        write_table(plain(found), out)
    if as_json:
        emit(answer(found))
        return
    for line in lines(found):
        click.echo(line)
    if show_all:
        shown = plain(found)[list(table_columns(found))]
        table(list(shown.columns), (map(_cell, row.values()) for row in records(shown)))


def _cell(value: object) -> object:
    return f"{round(value, 2) + 0.0:g}" if isinstance(value, float) else value
