"""The contract of every canonical layer: its key, columns, kinds, units and ranges.

Readers deliver frames that obey these schemas; every other room may lean on them. Geometry is
EPSG:4326, text is NFC, codes are text, dates are timestamps at midnight without time zone.
`check` verifies a frame, sets bad rows aside and returns everything that is wrong in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from prosmed_gis.domain import vocabulary as v
from prosmed_gis.domain.numbers import Writing

Kind = Literal["text", "int", "float", "bool", "date"]
GeometryKind = Literal["MultiPolygon", "Point", "MultiLineString", "MultiLineString or MultiPolygon"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: kind, whether a value must be there, unit, range and allowed values."""

    name: str
    kind: Kind = "text"
    required: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    """Most decimals that a true value has: 0 for people, 2 for money. `1.234` then is no number but a doubt."""
    allowed: tuple[str, ...] = ()
    not_future: bool = False
    pcode_of: str = ""
    """Name of the layer (`cercles`, `communes`, ...) whose keys the value must be among."""

    @property
    def writing(self) -> Writing:
        """What is known of the column's numbers before they are read."""
        limits = (self.minimum, self.maximum)
        largest = None if self.maximum is None else max(abs(limit) for limit in limits if limit is not None)
        decimals = 0 if self.kind == "int" else self.decimals
        return Writing(largest, decimals, percent=self.unit.startswith("%"))


@dataclass(frozen=True, slots=True)
class Schema:
    """One layer: the index is `key` (unique text), then `columns`, then the geometry if any."""

    name: str
    key: str
    columns: tuple[Column, ...]
    geometry: GeometryKind | None = None
    whole: bool = False
    """All or nothing: a row that cannot stay stops the run, for everything else is laid over this layer."""

    @property
    def names(self) -> list[str]:
        """Names of the columns after the key, geometry last."""
        return [column.name for column in self.columns] + (["geometry"] if self.geometry else [])

    def column(self, name: str) -> Column:
        """Return one column's contract; raise KeyError where the layer has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _values(enum: type) -> tuple[str, ...]:
    return tuple(member.value for member in enum)  # type: ignore[attr-defined]


def _unit(name: str, parent: str) -> Schema:
    return Schema(
        name,
        "pcode",
        (
            Column("name", required=True),
            Column("parent_pcode", required=True, pcode_of=parent),
            Column("vintage", required=True),
            Column("area_km2", "float", required=True, unit="km2", minimum=0),
        ),
        "MultiPolygon",
        whole=True,
    )


REGIONS = _unit("regions", "")
CERCLES = _unit("cercles", "regions")
COMMUNES = _unit("communes", "cercles")

SETTLEMENTS = Schema(
    "settlements",
    "place_id",
    (
        Column("name", required=True),
        # national_seat, region_seat, cercle_seat, commune_seat, village
        Column(
            "place_class",
            required=True,
            allowed=("national_seat", "region_seat", "cercle_seat", "commune_seat", "village"),
        ),
        Column("cercle_pcode"),
        Column("commune_pcode"),
        Column("population", "float", unit="people", minimum=0, decimals=0),
    ),
    "Point",
)

EVENTS = Schema(
    "events",
    "event_id",
    (
        Column("date", "date", required=True, not_future=True),
        Column("date_precision", "int", required=True, minimum=1, maximum=3),
        Column(
            "geo_precision",
            "int",
            required=True,
            minimum=1,
            maximum=4,
            unit="1 exact, 2 near, 3 cercle, 4 region or less",
        ),
        Column("type", required=True, allowed=_values(v.EventType)),
        Column("sub_type"),
        Column("actor1"),
        Column("actor2"),
        Column("actor1_kind", allowed=_values(v.ActorKind)),
        Column("actor2_kind", allowed=_values(v.ActorKind)),
        Column("civilian_targeting", "bool", required=True),
        Column("fatalities", "int", required=True, minimum=0, unit="deaths, best estimate"),
        Column("fatalities_low", "int", minimum=0, unit="deaths"),
        Column("fatalities_high", "int", minimum=0, unit="deaths"),
        Column("source", required=True),
        Column("licence_class", required=True, allowed=("open", "restricted")),
    ),
    "Point",
)

EVENT_COUNTS = Schema(
    "event_counts",
    "count_id",
    (
        Column("cercle_pcode", required=True, pcode_of="cercles"),
        Column("month", "date", required=True, not_future=True, unit="first day of the month"),
        Column("event_class", required=True, allowed=_values(v.EventClass)),
        Column("events", "float", required=True, minimum=0, unit="events", decimals=2),
        Column("fatalities", "float", required=True, minimum=0, unit="deaths", decimals=2),
        Column("source", required=True),
    ),
)

CONFLICTS = Schema(
    "conflicts",
    "conflict_id",
    (
        Column("cercle_pcode", required=True, pcode_of="cercles"),
        Column("commune_pcode", pcode_of="communes"),
        Column("conflict_type", required=True),
        Column("intensity", "int", required=True, minimum=1, maximum=3, unit="1 latent, 2 open, 3 violent"),
        Column("year", "int", required=True, minimum=1990, maximum=2100),
        Column("source", required=True),
    ),
)

REDEPLOYMENT = Schema(
    "redeployment",
    "entry_id",
    (
        Column("plan", required=True),
        Column("level", required=True, allowed=("region", "cercle", "commune")),
        Column("pcode", required=True),
        Column("status", required=True, allowed=("listed", "planned", "started", "done")),
        Column("date", "date"),
        Column("document", required=True),
    ),
)

FACILITIES = Schema(
    "facilities",
    "facility_id",
    (
        Column("name"),
        Column("kind", required=True, allowed=_values(v.FacilityKind)),
        Column("status", required=True, allowed=_values(v.FacilityStatus)),
        Column("relocated_to_pcode", pcode_of="cercles"),
        Column("since", "date"),
        Column("owner"),
        Column("staff", "float", minimum=0, unit="people", decimals=0),
        Column("position_quality", required=True, allowed=("surveyed", "town", "unit_centre", "unknown")),
        Column("source", required=True),
    ),
    "Point",
)

INTERVENTIONS = Schema(
    "interventions",
    "row_id",
    (
        Column("project_id", required=True),
        Column("project", required=True),
        Column("actor"),
        Column("donor"),
        Column("theme", required=True, unit="peace, justice_security, corruption, pve, or the source's sector"),
        Column("activity"),
        Column("status", allowed=("planned", "ongoing", "completed", "suspended", "unknown")),
        Column("start", "date"),
        Column("end", "date"),
        Column("budget", "float", minimum=0, unit="in `currency`", decimals=2),
        Column("currency"),
        Column("level", required=True, allowed=_values(v.PlaceLevel)),
        Column("pcode", unit="the stated place; empty where unstated or national"),
        Column("source", required=True),
    ),
)

WORKS = Schema(
    "works",
    "work_id",
    (
        Column("kind", required=True, allowed=_values(v.WorkKind)),
        Column("action", required=True, allowed=_values(v.WorkAction)),
        Column("output", required=True),
        Column("cercle_pcode", pcode_of="cercles", unit="empty for an envelope whose places are not named"),
        Column("place"),
        Column("placed", "bool", required=True),
        Column("lon", "float", minimum=-180, maximum=180, unit="degrees"),
        Column("lat", "float", minimum=-90, maximum=90, unit="degrees"),
        Column("label_fr", required=True),
    ),
)

PAYMENTS = Schema(
    "payments",
    "payment_id",
    (
        Column("work_id", required=True),
        Column("year", "int", required=True, minimum=2000, maximum=2100),
        Column("cost_usd", "float", required=True, minimum=0, unit="USD", decimals=2),
    ),
)

PROGRESS = Schema(
    "progress",
    "observation_id",
    (
        Column("work_id", required=True),
        Column("date", "date", required=True, not_future=True),
        Column("stage", required=True, allowed=_values(v.WorkStage)),
        Column("percent", "float", minimum=0, maximum=100, unit="% of the building works"),
        Column("observer"),
        Column("lon", "float", minimum=-180, maximum=180, unit="degrees"),
        Column("lat", "float", minimum=-90, maximum=90, unit="degrees"),
        Column("note"),
        Column("photo"),
    ),
)

INDICATORS = Schema(
    "indicators",
    "target_id",
    (
        Column("code", required=True),
        Column("variant", required=True, allowed=("21", "17")),
        Column("label_fr", required=True),
        Column("label_en", required=True),
        Column("counts", required=True),
        Column("unit", required=True),
        Column("baseline", "float", required=True, minimum=0, decimals=2),
        Column("year", "int", required=True, minimum=2000, maximum=2100),
        Column("target", "float", required=True, minimum=0, unit="cumulative", decimals=2),
    ),
)

BUDGETS = Schema(
    "budgets",
    "line_key",
    (
        Column("output", required=True),
        Column("line_id", required=True),
        Column("label_fr", required=True),
        Column("year", "int", required=True, minimum=2000, maximum=2100),
        Column("amount_usd", "float", required=True, minimum=0, unit="USD", decimals=2),
        Column("level", required=True, allowed=("line", "subtotal")),
    ),
)

REFERENCE = Schema(
    "reference",
    "cercle_pcode",
    (
        Column("region_programme", required=True),
        Column("cercle", required=True),
        Column("communes", "int", required=True, minimum=0),
        Column("track", required=True, allowed=_values(v.Track)),
        Column("initiation_phase", "bool", required=True),
    ),
    # A list that shrinks with a fault would flatter every list that is held against it.
    whole=True,
)

INSTITUTIONS = Schema(
    "institutions",
    "institution_id",
    (
        Column("kind", required=True),
        Column("name"),
        Column("level", required=True),
        Column("pcode"),
        Column("place"),
        Column("status", required=True),
        Column("relocated_to_pcode"),
        Column("count", "float", minimum=0, decimals=0),
        Column("as_of"),
        Column("note"),
    ),
)

CONTRADICTIONS = Schema(
    "contradictions",
    "id",
    (
        Column("subject", required=True),
        Column("value_a", required=True),
        Column("value_b", required=True),
        Column("used", required=True),
        Column("lines_a"),
        Column("lines_b"),
        Column("note"),
    ),
)

POPULATION = Schema(
    "population",
    "pcode",
    (
        Column("people", "float", required=True, minimum=0, unit="people", decimals=0),
        Column("year", "int", required=True, minimum=1900, maximum=2100),
        Column("source", required=True),
    ),
)

ROADS = Schema(
    "roads",
    "road_id",
    (
        Column("road_class", required=True, allowed=("primary", "secondary", "tertiary", "track")),
        Column("state", required=True, allowed=("good", "fair", "poor", "unknown")),
        Column("speed_kmh", "float", minimum=1, maximum=130, unit="km/h, observed; empty = by class"),
        Column("source", required=True),
    ),
    "MultiLineString",
)

SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        REGIONS,
        CERCLES,
        COMMUNES,
        SETTLEMENTS,
        EVENTS,
        EVENT_COUNTS,
        CONFLICTS,
        REDEPLOYMENT,
        FACILITIES,
        INTERVENTIONS,
        WORKS,
        PAYMENTS,
        PROGRESS,
        INDICATORS,
        BUDGETS,
        REFERENCE,
        INSTITUTIONS,
        CONTRADICTIONS,
        POPULATION,
        ROADS,
    )
}
"""Every canonical layer by name (the population raster is a `Raster`, see `domain.layers`)."""
