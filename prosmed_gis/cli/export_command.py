"""`prosmed-gis export FORMAT`: one product in one format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import output_options, study_options
from prosmed_gis.cli.session import Talk, guarded, open_run

DEFAULT_NAMES = {
    "qgis": "prosmed.qgz",
    "gpkg": "prosmed.gpkg",
    "xlsx": "classeur.xlsx",
    "hxl": "hxl",
    "gpx": "sites.gpx",
    "kml": "sites.kml",
    "geojson": "cercles.geojson",
}
"""Format -> file (or folder) that is written where --out is not given."""


@click.command("export", short_help="Write one product: qgis, gpkg, xlsx, hxl, gpx, kml, geojson.")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(DEFAULT_NAMES)))
@study_options
@output_options
@guarded
def command(*, form: str, out: Path | None, overwrite: bool, **options: Any) -> None:
    """Write one product: qgis (project and its GeoPackage), gpkg, xlsx, hxl, gpx, kml or geojson."""
    from prosmed_gis.pipeline.writing import write_one

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    with talk.stages() as notify:
        run = open_run(talk, notify, options)
        target, tell = out or Path(DEFAULT_NAMES[form]), talk.telling(run.language)
        path = write_one(run, form, target, overwrite=overwrite, tell=tell)
    click.echo(path)
