"""The content of one site's sheet: numbers and geometry, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.domain.products import Label
    from prosmed_gis.domain.vocabulary import Service
    from prosmed_gis.siting.suitability.ranking import Ranked


@dataclass(frozen=True)
class Work:
    """What is built, where it belongs, and with which money."""

    work_id: str
    kind: str
    action: str
    status: str
    """given, planned or partner."""
    service: Service | None
    place: str
    commune: str
    cercle: str
    cercle_pcode: str
    region: str
    opens_year: int
    payments: tuple[tuple[int, float | None], ...]
    """(year, USD) in order of years; None where no money is printed or may be shown."""
    people_gained: float | None
    """People newly within the standard when it opens; None for works outside the three services."""
    known_standing: str = ""
    """Whether a building of the service is known to stand there: yes, no, unknown, or empty where none is needed."""
    nearest_same_km: float | None = None
    """To the nearest known building of the service, whatever its state."""
    warning_fr: str = ""
    """Where none is known to stand, what a reader must verify; empty otherwise."""
    warning_en: str = ""

    @property
    def cost_usd(self) -> float | None:
        """Sum of the payments; None where one of them is not known."""
        known = [cost for _, cost in self.payments if cost is not None]
        return sum(known) if known and len(known) == len(self.payments) else None


@dataclass(frozen=True)
class Angle:
    """Degrees, minutes, seconds and the letter of the hemisphere (N, S, E, W)."""

    degrees: int
    minutes: int
    seconds: float
    hemisphere: str


@dataclass(frozen=True)
class Position:
    """One place in every form that a map or a receiver may want (WGS 84)."""

    lon: float
    lat: float
    lon_dms: Angle
    lat_dms: Angle
    utm_zone: int
    utm_north: bool
    epsg: int
    easting_m: float
    northing_m: float
    mgrs: str
    """Grid square and 10 digits: a metre."""


@dataclass(frozen=True)
class Leg:
    """The quickest way over the ground of one season."""

    minutes: float
    """inf where no way leads there."""
    km_by_class: tuple[tuple[str, float], ...]
    """(road class, km), best class first, over the cells of the grid."""
    off_road_km: float
    """On foot: where no road is, a vehicle is no faster."""
    cut_km: float | None
    """On roads that a vehicle does not pass in that season, walked along; None without a ground for people on foot."""
    crossings: int
    """Rivers crossed where no road does."""

    @property
    def km(self) -> float:
        """Length of the whole way."""
        return sum(km for _, km in self.km_by_class) + self.off_road_km

    @property
    def walked_km(self) -> float:
        """What no vehicle passes: off the road, and where the road is cut as far as is known."""
        return self.off_road_km + (self.cut_km or 0.0)


@dataclass(frozen=True)
class Route:
    """Access from one place to the site."""

    origin: str
    """cercle_seat, region_seat, main_road, security, justice or prison."""
    name: str
    """Name of the place; the class of a main road; empty for a facility without a name."""
    kind: str
    """Kind of facility for a service; else empty."""
    cercle: str
    """Cercle of the facility for a service; else empty."""
    straight_km: float
    within_cell: bool
    """Nearer than the side of a cell: the grid knows no way between the two."""
    legs: Mapping[str, Leg | None]
    """Season -> way; None where the ground of that season was not computed."""


@dataclass(frozen=True)
class Reached:
    """People within a time of the site."""

    state: str
    """Key of the ground: dry, rains, dry_foot, rains_foot."""
    minutes: float
    people: float | None
    """None where that ground was not computed."""


@dataclass(frozen=True)
class Ring:
    """Events around the site; the class (0-4, `symbology.COUNT_LIMITS`) stays where numbers may not be shown."""

    radius_km: float
    months: int
    events: int | None
    deaths: int | None
    events_class: int


@dataclass(frozen=True)
class Violence:
    """What happened around the site up to the date of the study."""

    rings: tuple[Ring, ...]
    """Empty where single events are not known."""
    unplaced: Mapping[int, int | None]
    """Months -> events of the cercle without a place of their own: in no ring."""
    cercle: Mapping[int, float | None]
    """Months -> events of the whole cercle; None without counts."""


@dataclass(frozen=True)
class NearWork:
    """A dated work of a partner near the site."""

    name: str
    kind: str
    owner: str
    status: str
    year: int | None
    """Year of opening; None where nobody has said it."""
    distance_km: float


@dataclass(frozen=True)
class NearProject:
    """A partner's project that names a commune of the cercle, the cercle or its region (`level`)."""

    project: str
    actor: str
    themes: tuple[str, ...]
    level: str
    start: date | None
    end: date | None
    status: str


@dataclass(frozen=True)
class Ground:
    """Water and relief."""

    water: str
    """Name of the nearest water; empty without one near or without a layer."""
    water_km: float | None
    """None without a layer of rivers; inf where none is in sight."""
    seen_km: float
    flood_check: bool | None
    """True where water is near enough to ask; None without a layer."""
    elevation_m: float | None
    slope_percent: float | None
    """None without a layer of heights."""


@dataclass(frozen=True)
class Link:
    """One service of the criminal-justice chain in the cercle."""

    service: Service
    working: int
    """Facilities that give it at the date of the study."""
    year: int | None
    """Year in which the plan or a partner brings it, where none works; None where nobody does."""


@dataclass(frozen=True)
class Reasons:
    """Why here."""

    selected: bool
    score: float | None
    rank: int | None
    ranked: int
    track: str
    sentence_fr: str
    sentence_en: str
    chain: tuple[Link, ...]
    completes_chain: bool
    """With its opening the cercle has all three services, and not a year before."""
    loss_people: float | None
    """People left uncovered at the end where it may not be built and all else is planned anew; None where that was
    not asked for."""
    core: bool | None
    """In every plan within a small distance of the best; None likewise."""


@dataclass(frozen=True)
class Observation:
    """One visit."""

    day: date
    stage: str
    percent: float | None
    note: str


@dataclass(frozen=True)
class Progress:
    """State of the work at the date of tracking."""

    stage: str
    percent: float | None
    state: str
    last_day: date | None
    flags: str
    observations: tuple[Observation, ...]
    """The newest first."""


@dataclass(frozen=True, eq=False)
class SiteMap:
    """What the small map draws: geometry in km east and north of the site, cut at `radius_km`."""

    radius_km: float
    cercle: gpd.GeoSeries
    """Area of the site's cercle."""
    borders: gpd.GeoDataFrame
    """`level` (region, cercle, commune): lines."""
    communes: pd.DataFrame
    """`name`, `x`, `y`: a place for the name inside each commune."""
    roads: gpd.GeoDataFrame
    """`road_class`."""
    rivers: gpd.GeoDataFrame
    """`name`."""
    settlements: pd.DataFrame
    """`name`, `place_class`, `x`, `y`, the most important first."""
    facilities: pd.DataFrame
    """`kind`, `status`, `x`, `y`."""
    works: pd.DataFrame
    """`work_id`, `kind`, `status`, `x`, `y`: the other works."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """All that the sheet of one site says."""

    label: Label
    work: Work
    position: Position | None
    """None where nobody knows where the work stands: then nothing is told of its surroundings."""
    surveyed: bool
    """True where the position is the work's own; else it is that of its town."""
    cell_km: float
    """Side of the cells over which ways are measured."""
    routes: tuple[Route, ...]
    reach: tuple[Reached, ...]
    violence: Violence | None
    near_works: tuple[NearWork, ...]
    near_projects: tuple[NearProject, ...] | None
    """None where no layer says who does what where."""
    ground: Ground | None
    reasons: Reasons
    progress: Progress
    map: SiteMap | None
    suitability: Ranked | None
    notes: tuple[str, ...]
    """Keys of the catalogue (`sheet.note.*`): what could not be computed."""
    sources: tuple[str, ...]
    """Sources of the layers that the sheet rests on."""
    road_note: str = ""
    """What must stand above every travel time, in the sheet's language; empty where the roads lead to all seats."""
    doubtful_walk_km: float | None = None
    """Where there is such a note: a way with more than so many km off the roads is marked with it."""
