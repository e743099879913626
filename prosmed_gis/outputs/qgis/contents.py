"""The tables of the GeoPackage: which ones there are for a run, their rows, columns and geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from prosmed_gis.crs import STORED
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import STANDING_COLUMNS
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, Audience, FacilityKind, WorkKind
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import may_see_events
from prosmed_gis.outputs.communes import commune_fields
from prosmed_gis.outputs.marking import handling
from prosmed_gis.outputs.qgis.cercles import ascii_name, cercle_frame
from prosmed_gis.outputs.qgis.renderers import number
from prosmed_gis.outputs.qgis.siting import (
    catchment_frame,
    other_site_frame,
    reach_frame,
    site_columns,
    state_rows,
)

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products

RESERVED = ("fid", "geom")
"""Column names that the GeoPackage keeps for itself."""


@dataclass(frozen=True, eq=False)
class Table:
    """One table: its rows (positional index), its kind of geometry (empty for a table of attributes), its titles."""

    name: str
    frame: pd.DataFrame
    geometry: str
    """`MultiPolygon`, `MultiLineString`, `Point`, or empty."""
    title: str
    abstract: str

    @property
    def columns(self) -> list[str]:
        """Names of the columns in the order in which they are written, geometry left out."""
        return [column for column in self.frame.columns if column != "geometry"]


def tables(products: Products) -> dict[str, Table]:
    """Return the tables of a run by name, in the order in which they are written.

    `products` are already as the audience may see them. A table whose layer the study lacks, or that the audience may
    not see, is not there, nor is a layer without a single feature; cercles, regions and the tables of results always
    are. Columns are ASCII lower-case names; texts are `str`; dates are
    timestamps; whole numbers with gaps are `Int64`.
    """
    frames: dict[str, tuple[pd.DataFrame | None, str]] = {
        "cercles": (cercle_frame(products), "MultiPolygon"),
        "communes": (_communes(products), "MultiPolygon"),
        "regions": (_regions(products), "MultiPolygon"),
        "works": (work_frame(products), "Point"),
        "other_sites": (other_site_frame(products), "Point"),
        "facilities": (_facilities(products), "Point"),
        "events": (_events(products), "Point"),
        "settlements": (_seats(products.layers.settlements), "Point"),
        "roads": (_keyed(products.layers.roads), "MultiLineString"),
        "rivers": (_keyed(products.layers.rivers), "MultiLineString"),
        "outline": (_keyed(products.layers.outline), "MultiPolygon"),
        "within_standard": (reach_frame(products), "MultiPolygon"),
        "catchments": (catchment_frame(products), "MultiPolygon"),
        "selection": (products.selection, ""),
        "plan": (products.plan.works, ""),
        "shortfalls": (products.plan.shortfalls, ""),
        "spending": (products.plan.spending, ""),
        "coverage": (products.plan.coverage, ""),
        "access_states": (state_rows(products), ""),
        "tracking": (products.tracked.states, ""),
        "partners": (products.partners, ""),
        "violence_mensuelle": (_monthly(products), ""),
        "problems": (products.problems if products.label.audience == Audience.INTERNAL else None, ""),
        "metadata": (_metadata(products), ""),
    }
    return {
        name: _table(products, name, frame, geometry)
        for name, (frame, geometry) in frames.items()
        if frame is not None and not (geometry and frame.empty)
    }


def _table(products: Products, name: str, frame: pd.DataFrame, geometry: str) -> Table:
    language = products.label.language
    abstract = text(f"qgis.about.{name}", language)
    source = products.layers.provenance.get(name, "")
    return Table(
        name=name,
        frame=_tidy(frame),
        geometry=geometry,
        title=text(f"qgis.table.{name}", language),
        abstract=f"{abstract} {text('qgis.source', language, source=source)}" if source else abstract,
    )


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ASCII lower-case names, plain kinds and a positional index."""
    names = {column: ascii_name(str(column)) for column in frame.columns if column != "geometry"}
    tidy = frame.rename(columns={column: f"{name}_" if name in RESERVED else name for column, name in names.items()})
    twice = tidy.columns[tidy.columns.duplicated()]
    if len(twice):
        msg = f"two columns would bear the name '{twice[0]}' in the GeoPackage; rename a group or an indicator"
        raise OutputError(msg)
    for column in tidy.columns:
        if column != "geometry":
            tidy[column] = _plain(tidy[column])
    return tidy.reset_index(drop=True)


def _plain(values: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean")
    if pd.api.types.is_integer_dtype(values):
        return values.astype("Int64")
    if pd.api.types.is_float_dtype(values):
        return values.astype(float)
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.astype("datetime64[ms]")
    return values.map(str, na_action="ignore").astype("str")


def _keyed(frame: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    return None if frame is None else frame.sort_index(kind="stable").reset_index()


def _regions(products: Products) -> gpd.GeoDataFrame:
    frame = products.layers.regions.rename(columns={"name": "region"}).drop(columns="parent_pcode", errors="ignore")
    chosen = products.selection[products.selection["selected"].astype(bool)]
    frame["selected_n"] = frame.index.map(chosen["pcode"].map(products.layers.cercles["parent_pcode"]).value_counts())
    frame["selected_n"] = frame["selected_n"].fillna(0).astype("int64")
    return _keyed(frame)


def _communes(products: Products) -> gpd.GeoDataFrame:
    frame = products.layers.communes.rename(columns={"name": "commune", "parent_pcode": "cercle_pcode"})
    frame.insert(2, "cercle", frame["cercle_pcode"].map(products.layers.cercles["name"]))
    return _keyed(frame if products.communes is None else frame.join(commune_fields(products.communes)))


def _facilities(products: Products) -> gpd.GeoDataFrame | None:
    if products.layers.facilities is None:
        return None
    frame = products.layers.facilities.sort_index(kind="stable").reset_index()
    services = {kind.value: service.value for kind, service in SERVICE_OF_KIND.items()}
    frame.insert(3, "service", frame["kind"].map(services))
    frame = frame[~frame.geometry.is_empty & frame.geometry.notna()]
    service = frame["service"].fillna("")
    return _side_by_side(frame, [service, frame.geometry.x, frame.geometry.y])


def _side_by_side(frame: gpd.GeoDataFrame, keys: list[pd.Series]) -> gpd.GeoDataFrame:
    """Count off the rows that stand at the very same point, so that their symbols can be drawn side by side."""
    at_place = frame.groupby(keys, sort=True)
    slots = at_place.cumcount()
    return frame.assign(slot=slots, slots=at_place[frame.columns[0]].transform("size").astype(slots.dtype))


def _seats(settlements: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    return None if settlements is None else _keyed(settlements[settlements["place_class"] != "village"])


def _events(products: Products) -> gpd.GeoDataFrame | None:
    if products.events is None or not may_see_events(products.label.audience):
        return None
    frame: gpd.GeoDataFrame = products.events.sort_index(kind="stable").reset_index()
    return frame[~frame.geometry.is_empty & frame.geometry.notna()]


def _monthly(products: Products) -> pd.DataFrame | None:
    if products.counts.empty:
        return None
    frame = products.counts.copy()
    if "cercle_pcode" in frame:
        frame.insert(1, "cercle", frame["cercle_pcode"].map(products.layers.cercles["name"]))
    order = [column for column in ("cercle_pcode", "event_class", "month", "until") if column in frame]
    return frame.sort_values(order, kind="stable", ignore_index=True)


def work_frame(products: Products) -> gpd.GeoDataFrame:
    """Return one point per work of known place: what, where, when, how much, and how far it has come.

    `cost_usd` and `people_gained` are sums over the years of payment. Works that the tool placed bear what the plan
    would be without them, where that is known (`qgis.siting.SITE_COLUMNS`). `slot` and `slots` count off the works that
    stand at the very same point, so that their symbols can be drawn side by side. Works without coordinates are in
    the table `plan` only.
    """
    frame = _planned(products.plan.works).join(_observed(products.tracked.works), how="outer")
    for column in SHARED:
        frame[column] = frame[column].fillna(frame.pop(f"{column}_observed"))
    services = {kind.value: service.value for kind, service in SERVICE_OF_WORK.items()}
    frame.insert(2, "service", frame["kind"].map(services))
    frame["cercle"] = frame["cercle"].fillna(frame["cercle_pcode"].map(products.layers.cercles["name"]))
    frame["state"] = frame["state"].fillna("no_data")
    if products.meaning is not None:
        frame = frame.join(site_columns(products))
    frame = frame.dropna(subset=["lon", "lat"]).sort_index(kind="stable").rename_axis("work_id").reset_index()
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"], crs=STORED))
    return _side_by_side(points, [points["lon"], points["lat"]])


SHARED = ("kind", "action", "cercle_pcode", "place", "lon", "lat")
"""Columns that both the plan and the tracking state of a work; the plan's word goes first."""


OBSERVED = ("stage", "percent", "expected_percent", "state", "last_date", "n_observations", "flags")
"""Columns that only the tracking states."""


def _planned(plan: pd.DataFrame) -> pd.DataFrame:
    rows = plan.sort_values(["work_id", "year"], kind="stable").groupby("work_id", sort=True)
    found = rows.agg(
        kind=("kind", "first"),
        action=("action", "first"),
        cercle_pcode=("cercle_pcode", "first"),
        cercle=("cercle", "first"),
        place=("place", "first"),
        lon=("lon", "first"),
        lat=("lat", "first"),
        status=("status", "first"),
        opens_year=("opens_year", "first"),
        first_year=("year", "min"),
    ).join(rows[["cost_usd", "people_gained"]].sum(min_count=1))
    found = found.join(rows[[name for name in STANDING_COLUMNS if name in plan]].first())
    return found.astype({"opens_year": "Int64", "first_year": "Int64", "lon": float, "lat": float})


def _observed(tracked: pd.DataFrame) -> pd.DataFrame:
    found = tracked.reindex(columns=[*SHARED, *OBSERVED]).sort_index(kind="stable")
    return found.rename(columns={column: f"{column}_observed" for column in SHARED})


def _metadata(products: Products) -> pd.DataFrame:
    label, language = products.label, products.label.language
    day = "%d/%m/%Y" if language == "fr" else "%Y-%m-%d"
    rows = [
        ("title", label.title),
        ("name", label.name),
        ("scenario", label.scenario),
        ("as_of", label.as_of.strftime(day)),
        ("tracking_as_of", label.tracking_as_of.strftime(day)),
        ("audience", label.audience.value),
        ("handling", handling(label, exact=True)),
        ("version", label.version),
        ("illustrative", text("yes" if label.illustrative else "no", language)),
        ("selected", str(int(products.selection["selected"].astype(bool).sum()))),
        ("plan_status", products.plan.status),
        ("plan_gap", f"{number(products.plan.gap * 100, 2, language)} %"),
        ("limits", text("qgis.limits", language)),
        *(("source", source) for source in label.sources),
        *(("note", note) for note in products.every_note),
    ]
    frame = pd.DataFrame(rows, columns=["key", "value"])
    frame.insert(1, "subject", [text(f"qgis.meta.{key}", language) for key in frame["key"]])
    return frame


def present_kinds(table: Table | None, kinds: type[FacilityKind | WorkKind]) -> list[str]:
    """Return the kinds that the table holds, in the order of their vocabulary."""
    found = set() if table is None else set(table.frame["kind"].dropna())
    return [kind.value for kind in kinds if kind.value in found]
