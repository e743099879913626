"""`prosmed-gis place`: where to build, in which year, with which money."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, table


@click.command("place", short_help="Plan works over years and budgets.")
@study_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write plan.csv here.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@json_option
@guarded
def command(*, out: Path | None, overwrite: bool, as_json: bool, **options: Any) -> None:
    """Place the open works of the selected cercles within budgets, sequence and yearly targets."""
    from prosmed_gis.pipeline.answers import records
    from prosmed_gis.pipeline.writing import visible, write_one_table

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        plan = visible(run).plan
    if out is not None:
        write_one_table(visible(run), "plan.csv", out, overwrite=overwrite)
    if as_json:
        emit(
            {
                "status": plan.status,
                "gap": plan.gap,
                "objective": plan.objective,
                "works": records(plan.works),
                "shortfalls": records(plan.shortfalls),
            }
        )
        return
    works = plan.works
    table(
        ["year", "work", "kind", "cercle", "place", "USD", "people gained", "status"],
        (
            (
                row.year,
                row.work_id,
                row.kind,
                row.cercle,
                row.place,
                f"{row.cost_usd:,.0f}" if row.cost_usd == row.cost_usd else "-",
                f"{row.people_gained:,.0f}",
                row.status,
            )
            for row in works.itertuples()
        ),
    )
    click.echo(f"status: {plan.status}, gap {plan.gap:.4%}")
    for row in plan.shortfalls.itertuples():
        if row.missing > 0:
            click.echo(f"{row.indicator} {row.year}: {row.planned:.0f} / {row.target:.0f}")
    for note in plan.notes:
        click.echo(note)
