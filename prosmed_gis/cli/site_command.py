"""`prosmed-gis site`: what an engineer takes to the field, one page a site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, output_options, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run


@click.command("site", short_help="Write the sheet of a site, to print.")
@click.argument("site_id", required=False)
@click.option("--all", "everything", is_flag=True, help="Write the sheets of all sites and an index into a folder.")
@click.option("--suitability", is_flag=True, help="Propose ranked points for the building around the site.")
@click.option(
    "--worth", is_flag=True, help="Tell what the plan loses without a site that it placed (it is planned anew)."
)
@study_options
@output_options
@json_option
@guarded
def command(
    *,
    site_id: str | None,
    everything: bool,
    suitability: bool,
    worth: bool,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Write one HTML page for the work SITE_ID of the plan (given, planned or a partner's).

    With --json the content is told on stdout, and a file is written only where --out says so.
    """
    if site_id is None and not everything:
        raise click.UsageError("give a SITE_ID of the plan (see `prosmed-gis place`), or --all")
    from prosmed_gis.outputs.sheets.answer import answer
    from prosmed_gis.pipeline.sheets import check_audience, file_name, find_site, sheets, write_sheet, write_sheets
    from prosmed_gis.pipeline.writing import free

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        check_audience(run)
        if out is not None and not out.is_dir():
            free(out, overwrite=overwrite)
        chosen = [find_site(run, site_id)] if site_id is not None else []
        if everything:
            chosen = [str(work) for work in run.plan.works["work_id"].drop_duplicates()]
        made = sheets(run, chosen, suitability=suitability, worth=worth)
    rows, written = run.config.sheets.rows_shown, []
    if everything and (out is not None or not as_json):
        tell = talk.telling(run.language)
        written = write_sheets(made, out or Path("fiches"), rows=rows, overwrite=overwrite, tell=tell)
    elif out is not None or not as_json:
        written = write_sheet(made[0], out or Path(file_name(made[0])), rows=rows, overwrite=overwrite)
    if as_json:
        told = [answer(sheet) for sheet in made]
        emit({"sites": told} if everything else told[0], run)
        return
    for path in written[:1] if everything else written:
        click.echo(path)
