"""`prosmed-gis select`: the list of cercles, and how it stands to the programme's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, say_aside, table


@click.command("select", short_help="Choose N cercles.")
@study_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write selection.csv here.")
@click.option("--overwrite", is_flag=True, help="Replace the file that stands there.")
@click.option("--all", "show_all", is_flag=True, help="Show every cercle, not only the selected.")
@json_option
@guarded
def command(*, out: Path | None, overwrite: bool, show_all: bool, as_json: bool, **options: Any) -> None:
    """Score every cercle and choose N of them exactly, within the rules of the configuration."""
    from prosmed_gis.pipeline.answers import records, reference_lines

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        selection = run.chosen.selection
    if out is not None:
        # With it come the makers of every product; an answer on the screen needs none of them.
        from prosmed_gis.pipeline.writing import write_selection

        write_selection(run, out, overwrite=overwrite)
    chosen = selection[selection["selected"]].sort_values("rank", kind="stable")
    reference = run.chosen.reference
    if as_json:
        emit({"n": len(chosen), "selected": sorted(chosen["pcode"]), "reference": reference}, run)
        return
    shown = selection.sort_values("rank", kind="stable", na_position="last") if show_all else chosen
    heading = "rang" if run.language == "fr" else "rank"
    table([heading, "pcode", "cercle", "region", "score", "firmness", ""], map(_row, records(shown)))
    for line in reference_lines(run):
        click.echo(line)
    say_aside(run)


def _row(cercle: dict[str, Any]) -> list[object]:
    score, firmness = cercle["score"], cercle["firmness"]
    return [
        cercle["rank"],
        cercle["pcode"],
        cercle["cercle"],
        cercle["region"],
        None if score is None else f"{score:.2f}",
        None if firmness is None else f"{firmness:.0%}",
        "*" if cercle["selected"] else "",
    ]
