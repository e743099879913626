"""`prosmed-gis place`: where to build, in which year, with which money; `place compare`: how two plans differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, stacked, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, kept_results, open_run, request_of, say_aside, table, today

wishes = stacked(
    click.option("--force", multiple=True, metavar="SITE[@YEAR]", help="Build this, by that year if one is said."),
    click.option("--forbid", multiple=True, metavar="SITE", help="Do not build this."),
    click.option(
        "--budget", multiple=True, metavar="NAME@YEAR=USD", help="Add (or, with a minus, take) money of an envelope."
    ),
)
"""What is laid on the configured plan; SITE is a work id of the plan or the id of a settlement."""


@click.group("place", invoke_without_command=True, short_help="Plan works over years and budgets.")
@study_options
@wishes
@click.option("--what-if", is_flag=True, help="Plan twice, with --force, --forbid, --budget and without; say both.")
@click.option("--worth", is_flag=True, help="Say also what each site is worth and what else the money could do.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write plan.csv here.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@json_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    *,
    what_if: bool,
    worth: bool,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Place the open works of the selected cercles within budgets, sequence and yearly targets.

    \b
    prosmed-gis place --worth
    prosmed-gis place --what-if --forbid OPEN-BRIGADE-PL00003 --budget ENV-SECURITY@2023=-100000
    prosmed-gis place compare 21-cercles 17-cercles
    """  # noqa: D301 - click needs the character itself
    if context.invoked_subcommand is not None:
        return
    from prosmed_gis.pipeline.placing import answer, lines, placed, plan_rows, wished, without, write_plan
    from prosmed_gis.pipeline.reaching import road_lines
    from prosmed_gis.pipeline.writing import free

    if out is not None:
        free(out, overwrite=overwrite)
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    request = wished(request_of(options), options["force"], options["forbid"], options["budget"], worth=worth)
    with talk.stages() as notify:
        run = open_run(talk, notify, request)
        plan = placed(run)
        before = placed(without(run, request)) if what_if else None
    if out is not None:
        write_plan(plan, out, overwrite=overwrite)
    if as_json:
        emit(answer(plan, before), run)
        return
    for line in road_lines(run):
        click.echo(line)
    table(*plan_rows(plan))
    for line in lines(plan, before):
        click.echo(line)
    say_aside(run)


@command.command("compare", short_help="Say how two plans differ.")
@click.argument("a")
@click.argument("b")
@study_options
@wishes
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write every difference to this CSV.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@json_option
@guarded
def compare(*, a: str, b: str, out: Path | None, overwrite: bool, as_json: bool, **options: Any) -> None:
    """Say which works enter, leave or move in time from plan A to plan B, and what that does to people and money.

    \b
    A and B are each one of:
      a configuration file          config/mali-cod.yaml
      a scenario of --config        17-cercles
      either of these at a date     config/mali-cod.yaml@2020-12-31, 17-cercles@2020-12-31
      --config itself at a date     @2020-12-31
      a folder written by `run`     outputs/latest

    --force, --forbid and --budget are laid on both.
    """  # noqa: D301 - click needs the character itself
    from prosmed_gis.pipeline.placing import compared, difference_lines, difference_rows, wished, write_differences
    from prosmed_gis.pipeline.sides import side
    from prosmed_gis.pipeline.writing import free

    if out is not None:
        free(out, overwrite=overwrite)
    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    request = wished(request_of(options), options["force"], options["forbid"], options["budget"], worth=False)
    with talk.stages() as notify:
        found = compared(
            side(a, request), side(b, request), today=today(), notify=notify, warn=talk.problems, results=kept_results()
        )
    if out is not None:
        write_differences(found, out, overwrite=overwrite)
    if as_json:
        emit(found.answer())
        return
    table(*difference_rows(found))
    for line in difference_lines(found):
        click.echo(line)


@command.command("views", short_help="Hold the plan against sites chosen by one rule alone.")
@study_options
@click.option("--service", type=click.Choice(["security", "justice", "prison"]), required=True)
@click.option("--sites", type=click.IntRange(min=1), help="New sites to place (default: as many places as the plan).")
@json_option
@guarded
def views(*, service: str, sites: int | None, as_json: bool, **options: Any) -> None:
    """Place the sites of one service by the named rules of location, whatever the years, the money and the sequence.

    Least mean time (p-median), least worst time (p-center), most people within the standard (maximal cover) and the
    fewest sites that bring everybody within it (full cover), each proved, with what stands and is decided in place.
    """
    from prosmed_gis.domain.vocabulary import Service
    from prosmed_gis.pipeline.reaching import road_lines
    from prosmed_gis.pipeline.viewing import answer, view_rows
    from prosmed_gis.pipeline.viewing import views as named

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        found = run.timed("place", lambda: named(run, Service(service), sites))
    if as_json:
        emit(answer(found), run)
        return
    for line in road_lines(run):
        click.echo(line)
    table(*view_rows(run, found))
    say_aside(run)
