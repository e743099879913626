"""Products to files: a whole run's folder, or one product alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from prosmed_gis.config.study import Outputs
from prosmed_gis.domain.digits import filed
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.products import Products, Tracked
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience, site_ids
from prosmed_gis.outputs.field import write_field
from prosmed_gis.outputs.geojson import write_cercles_geojson
from prosmed_gis.outputs.geopackage import write_geopackage
from prosmed_gis.outputs.hxl import write_hxl
from prosmed_gis.outputs.manifest import Record, write_manifest
from prosmed_gis.outputs.marking import write_datapackage
from prosmed_gis.outputs.publish import Tell, silent, spare, staged
from prosmed_gis.outputs.qgis.project import write_project
from prosmed_gis.outputs.robustness_tables import robustness_tables, write_robustness_tables
from prosmed_gis.outputs.tables import fine, tracking_table, write_table, write_tables
from prosmed_gis.outputs.web import write_map
from prosmed_gis.outputs.workbook import write_workbook
from prosmed_gis.pipeline.aside import set_aside
from prosmed_gis.pipeline.run import Run

GEOPACKAGE = "prosmed.gpkg"


@dataclass(frozen=True)
class Form:
    """One product: the files it is made of, and how to write them into a folder."""

    files: tuple[str, ...]
    write: Callable[[Products, Path, Outputs], object]


FORMS = {
    "map": Form(("carte.html",), lambda p, folder, settings: write_map(p, folder / "carte.html", settings)),
    "gpkg": Form((GEOPACKAGE,), lambda p, folder, _: write_geopackage(p, folder / GEOPACKAGE)),
    "qgis": Form(("prosmed.qgz",), lambda p, folder, _: write_project(p, folder / "prosmed.qgz", GEOPACKAGE)),
    "xlsx": Form(("classeur.xlsx",), lambda p, folder, _: write_workbook(p, folder / "classeur.xlsx")),
    "gpx": Form(("sites.gpx",), lambda p, folder, _: write_field(p, folder)),
    "kml": Form(("sites.kml",), lambda p, folder, _: write_field(p, folder)),
    "geojson": Form(("cercles.geojson",), lambda p, folder, _: write_cercles_geojson(p, folder / "cercles.geojson")),
    "hxl": Form(("hxl",), lambda p, folder, _: write_hxl(p, folder / "hxl")),
}
"""Name of an export -> the product."""

OF_PRODUCT = {
    "map": ("map",),
    "geopackage": ("gpkg",),
    "qgis": ("gpkg", "qgis"),
    "workbook": ("xlsx",),
    "field": ("gpx",),
    "hxl": ("hxl",),
}
"""Value of `outputs.products` -> the exports that it asks for."""


def write_run(run: Run, folder: Path, *, overwrite: bool, tell: Tell = silent) -> Path:
    """Write every product of a run for its audience; the old folder is replaced only when all are there.

    `tell` is told what a person had put into the old folder or changed in it, and where that is now.

    Raises
    ------
    OutputError
        The folder may not be replaced, or a file cannot be written; the old folder is then whole.
    """
    settings = run.config.outputs
    seen = visible(run)
    wanted = dict.fromkeys(export for product in settings.products for export in OF_PRODUCT[product])
    with staged(folder, overwrite=overwrite, tell=tell) as aside:
        write_tables(seen, aside)
        (aside / "robustness").mkdir()
        write_robustness_tables(seen, aside / "robustness")
        for export in wanted:
            run.timed(f"write {export}", partial(FORMS[export].write, seen, aside, settings))
        write_datapackage(seen, aside)
        write_manifest(record_of(run, seen), aside)
    return folder


def visible(run: Run) -> Products:
    """Return the products of a run as its audience may see them, numbers cut to the digits that hold.

    Layers are written as they were read.
    """
    seen = for_audience(run.products)
    return replace(seen, **{part: filed(getattr(seen, part)) for part in vars(seen) if part != "layers"})


def record_of(run: Run, seen: Products) -> Record:
    """Return what `run.json` says of a run besides its products, from what its audience may see (`visible`).

    Of the run itself come counts, paths, settings (without those that name a place) and timings alone.
    """
    grades = seen.problems["severity"]
    told = seen.problems[grades == Severity.WARNING.value]
    rows = run.reading.rows.groupby("layer")[["rows_in", "rows_out"]].sum()
    return Record(
        loaded=run.loaded,
        label=seen.label,
        inputs=run.input_paths(),
        rows={
            "read": {str(name): int(count) for name, count in rows["rows_in"].items()},
            "check": {str(name): int(count) for name, count in rows["rows_out"].items()},
            "overlay": {"event_counts": len(run.overlaid.counted.counts), "partners": len(seen.partners)},
            "select": {
                "scored": int(seen.selection["score"].notna().sum()),
                "selected": int(seen.selection["selected"].sum()),
            },
            "place": {"works": int(seen.plan.works["work_id"].nunique())},
            "track": {"states": len(seen.tracked.states)},
        },
        results={
            "reference": seen.reference,
            "plan": {"status": seen.plan.status, "gap": seen.plan.gap, "objective": seen.plan.objective},
            "problems": {grade.value: int((grades == grade.value).sum()) for grade in Severity},
            "set_aside": set_aside(run.reading),
            "notes": list(seen.every_note),
        },
        # What an audience may not read has one sentence for many problems.
        warnings=tuple(
            dict.fromkeys(f"{row['layer']}: {row['rule']} {row['remedy']}" for row in told.to_dict("records"))
        ),
        timings=run.timings,
        unseen=site_ids(run.products.layers, run.products.plan),
    )


def write_selection(run: Run, out: Path, *, overwrite: bool) -> Path:
    """Write `selection.csv` alone, without planning anything.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    free(out, overwrite=overwrite)
    return write_table(fine(run.chosen.selection, run.config.study.audience), out)


def write_tracking(found: Tracked, out: Path, *, overwrite: bool) -> Path:
    """Write `tracking.csv` alone; see `write_selection`."""
    free(out, overwrite=overwrite)
    return write_table(tracking_table(found), out)


def write_robustness(run: Run, folder: Path, *, overwrite: bool) -> list[Path]:
    """Write the tables of `robustness` into a folder, without planning anything.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    chosen = run.chosen
    found = robustness_tables(run.robustness, chosen.firmness, chosen.selection.set_index("pcode")["cercle"])
    for name in found:
        free(folder / f"{name}.csv", overwrite=overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    return [write_table(frame, folder / f"{name}.csv") for name, frame in found.items()]


def free(path: Path, *, overwrite: bool) -> None:
    """Raise OutputError where something stands at `path` that may not be replaced."""
    if path.exists() and not overwrite:
        msg = f"{path}: stands there already; give --overwrite to replace it, or another --out"
        raise OutputError(msg)


def write_one(run: Run, export: str, out: Path, *, overwrite: bool, tell: Tell = silent) -> Path:
    """Write one product to `out` (a file, or an existing folder that takes it under its usual name).

    A QGIS project brings its GeoPackage along, for it is of no use without. In a run's folder, a product that someone
    changed since is kept beside it, which is told.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    form = FORMS[export]
    target = out / form.files[0] if out.is_dir() and form.files[0] != "hxl" else out
    free(target, overwrite=overwrite)
    if export == "qgis":
        free(target.parent / GEOPACKAGE, overwrite=overwrite)
    seen, settings = visible(run), run.config.outputs
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".prosmed-", dir=target.parent) as name:
            aside = Path(name)
            if export == "qgis":
                write_geopackage(seen, aside / GEOPACKAGE)
                spare(target.parent / GEOPACKAGE, tell)
                (aside / GEOPACKAGE).replace(target.parent / GEOPACKAGE)
            form.write(seen, aside, settings)
            spare(target, tell)
            _put(aside / form.files[0], target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        msg = f"{target}: cannot be written ({error.strerror})"
        raise OutputError(msg) from error
    return target


def _put(made: Path, target: Path) -> None:
    if target.is_dir() and made.is_dir():
        shutil.copytree(made, target, dirs_exist_ok=True)
    else:
        made.replace(target)
