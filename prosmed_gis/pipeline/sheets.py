"""Sheets of sites: from a run to their content, by the audience's rights, and to files."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from prosmed_gis.domain.ground import GroundState
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.names import fold
from prosmed_gis.domain.vocabulary import Season, TravelMode
from prosmed_gis.errors import ConfigError, OutputError
from prosmed_gis.outputs.audience import may_see_sites
from prosmed_gis.outputs.keeping import archive_for
from prosmed_gis.outputs.publish import Tell, silent
from prosmed_gis.outputs.sheets.audience import sheet_for
from prosmed_gis.outputs.sheets.index import index_page
from prosmed_gis.outputs.sheets.page import sheet_page
from prosmed_gis.outputs.sheets.points import points_csv, points_gpx
from prosmed_gis.pipeline.writing import free
from prosmed_gis.siting.sheets.reasons import service_of
from prosmed_gis.siting.sheets.routes import terrain
from prosmed_gis.siting.sheets.sheet import Findings, site_sheets
from prosmed_gis.siting.sites import existing_services, given_works, partner_works
from prosmed_gis.siting.suitability.measures import measures_around
from prosmed_gis.siting.suitability.plane import Plane
from prosmed_gis.siting.suitability.ranking import Ranked, rank_points

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from prosmed_gis.pipeline.run import Run
    from prosmed_gis.siting.sheets.content import Sheet

NEAREST = 5
"""Ids told where none is as asked for."""

STATES = {
    "dry": GroundState(Season.DRY),
    "rains": GroundState(Season.RAINS),
    "dry_foot": GroundState(Season.DRY, mode=TravelMode.FOOT),
    "rains_foot": GroundState(Season.RAINS, mode=TravelMode.FOOT),
}
"""Grounds of which the sheets tell."""

PREFIX = "fiche-"
"""Names of the sheets' files begin so."""

INDEX = "index.html"


def find_site(run: Run, name: str) -> str:
    """Return the work id that a user asked for; case does not matter.

    Raises
    ------
    ConfigError
        The plan has no work of that id; the nearest ids are told.
    """
    works = run.plan.works.drop_duplicates("work_id")
    ids = {str(work).casefold(): str(work) for work in works["work_id"]}
    if name.casefold() in ids:
        return ids[name.casefold()]
    near = ", ".join(nearest_sites(name, works)) or "-"
    raise ConfigError(text("sheet.no_site", run.language, name=name, near=near))


def nearest_sites(name: str, works: pd.DataFrame) -> list[str]:
    """Return at most `NEAREST` ids that resemble a name, then those of the works in a place or cercle of that name."""
    ids = [str(work) for work in works["work_id"]]
    folded = {work.casefold(): work for work in ids}
    alike = [folded[key] for key in get_close_matches(name.casefold(), list(folded), n=NEAREST, cutoff=0.5)]
    words = [fold(word) for word in name.replace("_", "-").split("-") if fold(word)]
    longest = max(words, key=len, default="")
    where = works["place"].map(_folded) + " " + works["cercle"].map(_folded) + " " + works["work_id"].map(_folded)
    there = works["work_id"][where.str.contains(longest, regex=False)] if longest else works["work_id"][:0]
    return list(dict.fromkeys([*alike, *(str(work) for work in there)]))[:NEAREST]


def _folded(value: object) -> str:
    return fold(value) if isinstance(value, str) else ""


def sheets(run: Run, work_ids: list[str], *, suitability: bool = False, worth: bool = False) -> list[Sheet]:
    """Return the sheets of works as the run's audience may see them, in the order given.

    With `suitability` points for the building are proposed; with `worth` each sheet tells what the plan loses without
    its site, for which the plan is made anew for every site.

    Raises
    ------
    ConfigError
        The audience may not see sites.
    """
    check_audience(run)
    found = findings(run, worth=worth)
    ranked = {work_id: ranked_points(run, work_id) for work_id in work_ids} if suitability else {}
    return [sheet_for(sheet, run.config.study.audience) for sheet in site_sheets(found, work_ids, ranked)]


def check_audience(run: Run) -> None:
    """Raise ConfigError where the run's audience may not see sites; nothing needs to be computed for it."""
    if not may_see_sites(run.config.study.audience):
        raise ConfigError(text("sheet.not_public", run.language), "study.audience")


def findings(run: Run, *, worth: bool = False) -> Findings:
    """Return what the run knows that sheets are made of, for the internal audience."""
    done, config = run.overlaid, run.config
    layers, as_of = done.layers, config.study.as_of
    known = {name: state for name, state in STATES.items() if state in run.access.frictions}
    return Findings(
        label=run.label(),
        layers=layers,
        plan=run.plan.works,
        surveyed=_surveyed(run.layers.works),
        selection=run.chosen.selection,
        events=done.events,
        counts=done.counted.counts,
        partners=done.partners,
        tracked=run.tracked,
        terrain=terrain(
            run.access.grid,
            {name: run.access.frictions[state] for name, state in known.items()},
            layers.roads,
            layers.rivers,
            snap_cells=config.access.snap_cells,
            moves={name: run.access.moves[state] for name, state in known.items()},
        ),
        people=run.access.people,
        existing=existing_services(layers, config.access, as_of),
        partner_works=partner_works(layers, given_works(layers, config.siting), config.siting, as_of=as_of),
        sites=run.meaning.sites if worth and run.meaning is not None else None,
        seen_km=config.suitability.seen_km,
        config=config.sheets,
        rules=config.overlay,
        road_note=run.road_sentence(),
        snap_km=config.access.snap_cells * config.access.cell_size_m / 1000.0,
    )


def _surveyed(works: pd.DataFrame | None) -> frozenset[str]:
    """Return the works that come with a position of their own."""
    if works is None:
        return frozenset()
    return frozenset(str(name) for name in works.index[works["lon"].notna() & works["lat"].notna()])


def ranked_points(run: Run, work_id: str) -> Ranked | None:
    """Return points for the building around a work; None for a work without a position."""
    row = run.plan.works.set_index("work_id").loc[[work_id]].iloc[0]
    if row[["lon", "lat"]].isna().any():
        return None
    config = run.config.suitability
    plane = Plane(float(row["lon"]), float(row["lat"]), config.radius_km, config.cell_size_m)
    service = service_of(str(row["kind"]))
    measures = measures_around(plane, run.overlaid.layers, config, service=service)
    return rank_points(measures, plane, config)


def write_sheet(sheet: Sheet, out: Path, *, rows: int, overwrite: bool) -> list[Path]:
    """Write one sheet to `out` (a file, or an existing folder that takes it under its usual name), and its points.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    target = out / file_name(sheet) if out.is_dir() else out
    documents = {target: sheet_page(sheet, rows=rows).encode()}
    if sheet.suitability is not None:
        documents[target.with_name(f"{target.stem}-points.gpx")] = points_gpx(sheet)
        documents[target.with_name(f"{target.stem}-points.csv")] = points_csv(sheet)
    return _written(documents, overwrite=overwrite)


def write_sheets(made: list[Sheet], folder: Path, *, rows: int, overwrite: bool, tell: Tell = silent) -> list[Path]:
    """Write sheets and their index into a folder.

    With `overwrite`, sheets of works that are no more leave it for an archive beside (a person may have written in
    them, or named files of their own so), which is told.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    documents = {folder / INDEX: index_page(made, file_name).encode()}
    for sheet in made:
        path = folder / file_name(sheet)
        documents[path] = sheet_page(sheet, rows=rows, index=INDEX).encode()
        if sheet.suitability is not None:
            documents[path.with_name(f"{path.stem}-points.gpx")] = points_gpx(sheet)
            documents[path.with_name(f"{path.stem}-points.csv")] = points_csv(sheet)
    old = set(folder.glob(f"{PREFIX}*")) - set(documents) if overwrite else set()
    written = _written(documents, overwrite=overwrite)
    try:
        for path in sorted(old):
            archive = archive_for(folder.resolve(), path.name)
            path.rename(archive / path.name)
            tell("publish.sheets", folder=archive.name, files=path.name)
    except OSError as error:
        msg = f"{error.filename}: cannot be moved to an archive beside {folder} ({error.strerror})"
        raise OutputError(msg) from error
    return written


def file_name(sheet: Sheet) -> str:
    """Return the name of a sheet's file; an id's characters that a file system may refuse become hyphens."""
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in sheet.work.work_id)
    return f"{PREFIX}{safe}.html"


def _written(documents: dict[Path, bytes], *, overwrite: bool) -> list[Path]:
    for path in documents:
        free(path, overwrite=overwrite)
    for path, content in documents.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.partial")
            aside.write_bytes(content)
            aside.replace(path)
        except OSError as error:
            msg = f"{path}: cannot be written ({error.strerror})"
            raise OutputError(msg) from error
    return list(documents)
