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
    table(["year", "work", "kind", "cercle", "place", "USD", "people gained", "status"], map(_row, records(plan.works)))
    click.echo(f"status: {plan.status}, gap {plan.gap:.4%}")
    for line in records(plan.shortfalls):
        if line["missing"] > 0:
            click.echo(f"{line['indicator']} {line['year']}: {line['planned']:.0f} / {line['target']:.0f}")
    for note in plan.notes:
        click.echo(note)


def _row(work: dict[str, Any]) -> list[object]:
    cost, gained = ("-" if work[name] is None else f"{work[name]:,.0f}" for name in ("cost_usd", "people_gained"))
    return [work["year"], work["work_id"], work["kind"], work["cercle"], work["place"], cost, gained, work["status"]]
