"""What every product says of itself: illustrative or not, for whom, as of when, from which sources.

Files that can hold a sentence say it themselves (map, workbook, GeoPackage, project, GPX, KML, HXL, `run.json`). Plain
CSV tables cannot without a column that other tools do not expect: `datapackage.json` (Frictionless Data Package 1)
says it of every file of the folder, by its path and hash.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import may_see_sites
from prosmed_gis.outputs.manifest import FILE_NAME as MARK
from prosmed_gis.outputs.manifest import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Label, Products

FILE_NAME = "datapackage.json"

PLACES = {
    "lon", "lat", "place", "place_id", "facility_id", "court_id", "prison_id", "from_id", "to_id", "work_id",
    "suspended",
}  # fmt: skip
"""Columns that tell where a post or a site stands, more exactly than its cercle; ids carry the code of the place."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "gpx": "application/gpx+xml",
    "html": "text/html",
    "json": "application/json",
    "kml": "application/vnd.google-earth.kml+xml",
    "qgz": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

TEXTUAL = {"csv", "geojson", "gpx", "html", "json", "kml"}


def study_status(label: Label) -> str:
    """Return the word by which machines know whether the data are real: `illustrative` or `observed`."""
    return "illustrative" if label.illustrative else "observed"


def handling(label: Label, *, exact: bool) -> str:
    """Return for whom a file is and, where it holds exact places, that it is not to be published."""
    said = [text(f"audience.{label.audience}", label.language)]
    if exact and may_see_sites(label.audience):
        said.append(text("sheet.handle", label.language).rstrip("."))
    return ". ".join(_capital(part) for part in said)


def sentences(label: Label, *, exact: bool) -> list[str]:
    """Return what a file that can hold sentences says: illustrative, handling, boundaries, sources; no full stops."""
    limits = text("qgis.limits", label.language).rstrip(".")
    sources = [f"{text('marking.sources', label.language)} {' ; '.join(label.sources)}"] if label.sources else []
    return [comment(label, exact=exact), limits, *sources]


def comment(label: Label, *, exact: bool = True) -> str:
    """Return the least that a place or a table must say of itself: illustrative where so, and its handling."""
    illustrative = [text("illustrative", label.language)] if label.illustrative else []
    return ". ".join([*illustrative, handling(label, exact=exact)])


def marked(frame: pd.DataFrame, label: Label, *, exact: bool) -> pd.DataFrame:
    """Return a table with what it says of itself in its last columns, for it is made to be handed on alone.

    study_status (illustrative, observed), handling, data_as_of (date), source; the same in every row.
    """
    said = {
        "study_status": study_status(label),
        "handling": handling(label, exact=exact),
        "data_as_of": label.as_of.isoformat(),
        "source": " ; ".join(label.sources),
    }
    return frame.assign(**{name: pd.Series(value, index=frame.index, dtype="object") for name, value in said.items()})


def write_datapackage(products: Products, folder: Path) -> Path:
    """Write `datapackage.json` into a folder that already holds all products but `run.json`.

    `run.json` is listed too, without its hash, for it holds the hash of this file.

    Raises
    ------
    OutputError
        A product cannot be read, or the file cannot be written.
    """
    path = folder / FILE_NAME
    try:
        content = datapackage(products, folder)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"{FILE_NAME}: cannot be made ({error.strerror})"
        raise OutputError(msg) from error
    return path


def datapackage(products: Products, folder: Path) -> dict[str, Any]:
    """Return the content of `datapackage.json`: the study, its sources, and one resource for each file of a folder."""
    label, language = products.label, products.label.language
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / FILE_NAME)
    names = sorted({*(path.relative_to(folder).as_posix() for path in files), MARK})
    return {
        "profile": "data-package",
        "name": _slug(label.name) or "prosmed",
        "title": label.title,
        "description": ". ".join(sentences(label, exact=False)[: -1 if label.sources else None]) + ".",
        "version": label.version,
        **_marks(label, exact=any(_exact(folder, name) for name in names)),
        "tracking_as_of": label.tracking_as_of.isoformat(),
        "scenario": label.scenario,
        "language": str(language),
        "sources": _sources(products),
        "licenses": [{"name": "see-sources", "title": text("marking.licence", language)}],
        "resources": [_resource(label, folder, name) for name in names],
    }


def _sources(products: Products) -> list[dict[str, Any]]:
    """Return the sources with the layers that come from each; every product may rest on all of them."""
    layers: dict[str, list[str]] = {source: [] for source in products.label.sources}
    for layer, source in sorted(products.layers.provenance.items()):
        if source in layers:
            layers[source].append(layer)
    return [{"title": source, "layers": names} for source, names in layers.items()]


def _marks(label: Label, *, exact: bool) -> dict[str, Any]:
    return {
        "study_status": study_status(label),
        "study_status_label": text("illustrative" if label.illustrative else "marking.observed", label.language),
        "audience": label.audience.value,
        "publishable": not may_see_sites(label.audience),
        "handling": handling(label, exact=exact),
        "as_of": label.as_of.isoformat(),
    }


def _resource(label: Label, folder: Path, name: str) -> dict[str, Any]:
    ending = name.rpartition(".")[2]
    known: dict[str, Any] = {"name": _slug(name), "path": name, "profile": "data-resource", "format": ending}
    known["mediatype"] = MEDIA_TYPES.get(ending, "application/octet-stream")
    if ending in TEXTUAL:
        known["encoding"] = "utf-8"
    if name != MARK:
        found = fingerprint(folder / name)
        known |= {"bytes": found["bytes"], "hash": f"sha256:{found['sha256']}"}
    return {**known, **_marks(label, exact=_exact(folder, name)), "licenses": [{"name": "see-sources"}]}


def _exact(folder: Path, name: str) -> bool:
    """Return whether a product may hold places more exact than a cercle: a table by its columns, others always.

    (The notes in `run.json` name posts.)
    """
    if not name.endswith(".csv"):
        return True
    with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
        return not PLACES.isdisjoint(next(csv.reader(stream), []))


def _slug(name: str) -> str:
    """Return a name as the standard wants it: small letters and digits, `.`, `-`, `_` between."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
