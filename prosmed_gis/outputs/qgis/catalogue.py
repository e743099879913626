"""Which layers a project shows, in which group, over which others, and which are on in each theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, FacilityKind, Service
from prosmed_gis.outputs.access_states import USUAL
from prosmed_gis.outputs.qgis import looks
from prosmed_gis.outputs.qgis.cercles import ascii_name
from prosmed_gis.outputs.qgis.contents import present_kinds
from prosmed_gis.outputs.qgis.fields import alias
from prosmed_gis.outputs.qgis.labels import Label
from prosmed_gis.outputs.qgis.markup import quoted
from prosmed_gis.outputs.qgis.styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.outputs.qgis.contents import Table
    from prosmed_gis.outputs.qgis.fields import Names

STATE_OPACITY = 0.65
"""States of whole cercles lie under the works' own and must not drown them."""

GROUPS = ("targeting", "coverage", "infrastructure", "follow_up", "partners", "base", "tables")
"""Groups of the layer tree from top to bottom (texts `qgis.group.*`)."""

TOP, POINTS, NAMES, LIMITS, LINES, CIRCLES, REACH, AREAS, GROUND = range(9)
"""Floors of the map from top to bottom: areas never hide points, whatever the tree's order."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of the project: `key` is unique, `floor` says what it lies over, `subset` is an SQL filter."""

    key: str
    title: str
    group: str
    table: str
    floor: int
    style: Style
    subset: str = ""

    @property
    def identifier(self) -> str:
        """Id inside the project; QGIS replaces ids of ten characters or fewer."""
        return f"prosmed_layer_{self.key}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A named choice of layers that are on."""

    title: str
    layers: tuple[str, ...]


COMMUNE_SEAT = "commune_seat"

SETTLEMENT_SCALE = 2_500_000
COMMUNE_SCALE = 1_200_000
"""Denominators of the scales from which names of settlements and communes are written."""


def layers(products: Products, tables: Mapping[str, Table], known: Names) -> list[Layer]:
    """Return the layers of the project in the order of the tree.

    The same table of the GeoPackage stands in several layers with different renderers. A layer whose column or
    table is not there (audience, or the study lacks it) is left out.
    """
    language = products.label.language
    found = [
        *_targeting(products, tables["cercles"], known, language),
        *_coverage(tables["cercles"], known, language),
        *_access(tables, known, language),
        *_infrastructure(tables, language),
        *_follow_up(tables, known, language),
        *_partners(tables["cercles"], language),
        *_base(tables, language),
        *_attribute_tables(tables),
    ]
    return sorted(found, key=lambda layer: GROUPS.index(layer.group))


def _title(key: str, language: Language) -> str:
    return text(f"qgis.layer.{key}", language)


def _area(key: str, group: str, style: Style, title: str) -> Layer:
    return Layer(key, title, group, "cercles", AREAS, style)


def _targeting(products: Products, table: Table, known: Names, language: Language) -> Iterator[Layer]:
    frame = table.frame
    yield _area("selection", "targeting", Style(looks.selection(language)), _title("selection", language))
    if "firmness_class" in frame:
        yield _area("firmness", "targeting", Style(looks.firmness(language)), _title("firmness", language))
    for key, ramp in (("score", "score"), ("data_coverage", "data_coverage"), ("people", "people")):
        if _is_number(table, key):
            style = Style(looks.ramp(ramp, key, frame[key], language))
            yield _area(key, "targeting", style, _title(key, language))
    for group in dict.fromkeys(products.criteria.definitions["group"].astype(str)):
        column = f"{ascii_name(group)}_worth"
        if _is_number(table, column):
            style = Style(looks.ramp("criterion", column, frame[column], language))
            yield _area(f"criterion_{column}", "targeting", style, alias(column, known))
    if "events_class" in frame:
        style = Style(looks.violence())
        yield Layer("violence", _title("violence", language), "targeting", "cercles", CIRCLES, style)


def _is_number(table: Table, column: str) -> bool:
    """Return whether the column is there as numbers with a value; an audience may see classes as text."""
    frame = table.frame
    return column in frame and frame[column].dtype.kind in "fiu" and bool(frame[column].notna().any())


def _coverage(table: Table, known: Names, language: Language) -> Iterator[Layer]:
    for service in Service:
        for part in ("last", "base"):
            column = f"cover_{service.value}_{part}"
            if _is_number(table, column):
                style = Style(looks.ramp("coverage", column, table.frame[column], language))
                yield _area(column, "coverage", style, alias(column, known))


def _access(tables: Mapping[str, Table], known: Names, language: Language) -> Iterator[Layer]:
    table = tables["cercles"]
    foot_alone = f"_{'_'.join((*USUAL[:2], 'foot'))}"
    for column in (name for name in table.columns if name.startswith("access_")):
        if _is_number(table, column) and ("_foot" not in column or column.endswith(foot_alone)):
            style = Style(looks.ramp("coverage", column, table.frame[column], language))
            yield _area(column, "coverage", style, alias(column, known))
    if "chain" in table.frame and table.frame["chain"].notna().any():
        yield _area("chain", "coverage", Style(looks.chain(table.frame["chain"], language)), alias("chain", known))
    if "within_standard" in tables:
        yield from _reach(tables["within_standard"], language)
    if "catchments" in tables:
        yield from _catchments(tables["catchments"], language)


def _reach(table: Table, language: Language) -> Iterator[Layer]:
    """Return for each service the ground of the first year over that of the last."""
    for service in Service:
        rows = table.frame[table.frame["service"] == service.value]
        if rows.empty:
            continue
        first, last = int(rows["year"].min()), int(rows["year"].max())
        title = text(
            "web.ui.ground",
            language,
            service=text(f"service.{service}", language),
            minutes=f"{rows['minutes'].iloc[0]:g}",
        )
        subset = f'"service" = {quoted(service.value)} AND "year" IN ({first}, {last})'
        style = Style(looks.reach(first, last, language))
        yield Layer(f"reach_{service.value}", title, "coverage", "within_standard", REACH, style, subset)


def _catchments(table: Table, language: Language) -> Iterator[Layer]:
    for service in Service:
        if (table.frame["service"] == service.value).any():
            title = text("web.ui.catchments", language, service=text(f"service.{service}", language))
            subset = f'"service" = {quoted(service.value)}'
            yield Layer(
                f"catchments_{service.value}", title, "coverage", "catchments", LINES, catchment_style(), subset
            )


def catchment_style() -> Style:
    """Return the limits of catchments, named by their facility on near maps."""
    return Style(looks.outline(sy.CATCHMENT), Label("name", 5.5, scale=COMMUNE_SCALE, priority=2))


def _infrastructure(tables: Mapping[str, Table], language: Language) -> Iterator[Layer]:
    works, facilities = tables.get("works"), tables.get("facilities")
    if works is not None and "core" in works.frame and works.frame["core"].notna().any():
        style = Style(looks.placed_sites(language))
        yield Layer(
            "placed_sites",
            _title("placed_sites", language),
            "infrastructure",
            "works",
            TOP,
            style,
            '"core" IS NOT NULL',
        )
    if works is not None:
        yield from _works("works", works, language, "")
        for service in Service:
            yield from _works(f"works_{service.value}", works, language, service.value)
    if "other_sites" in tables:
        style = Style(looks.other_sites(language))
        yield Layer("other_sites", _title("other_sites", language), "infrastructure", "other_sites", POINTS, style)
    if facilities is None:
        return
    kinds = present_kinds(facilities, FacilityKind)
    for service in (*Service, None):
        wanted = [kind for kind in kinds if SERVICE_OF_KIND.get(FacilityKind(kind)) == service]
        if wanted:
            key = f"facilities_{service.value if service else 'other'}"
            subset = f'"kind" IN ({", ".join(quoted(kind) for kind in wanted)})'
            style = Style(looks.facilities(wanted, language))
            yield Layer(key, _title(key, language), "infrastructure", "facilities", POINTS, style, subset)


def _works(key: str, table: Table, language: Language, service: str) -> Iterator[Layer]:
    frame = table.frame if not service else table.frame[table.frame["service"] == service]
    if frame.empty:
        return
    kinds = [kind.value for kind, served in SERVICE_OF_WORK.items() if served == service]
    subset = f'"kind" IN ({", ".join(quoted(kind) for kind in kinds)})' if service else ""
    style = Style(looks.works(frame, language))
    yield Layer(key, _title(key, language), "infrastructure", "works", TOP, style, subset)


def _follow_up(tables: Mapping[str, Table], known: Names, language: Language) -> Iterator[Layer]:
    works, frame = tables.get("works"), tables["cercles"].frame
    if works is not None:
        style = Style(looks.work_states(works.frame, language))
        yield Layer("work_states", _title("work_states", language), "follow_up", "works", TOP, style)
    columns = [column for column in frame.columns if column.startswith("state_")]
    for column in ("indicators_state", *columns):
        if column in frame and frame[column].notna().any():
            style = Style(looks.states(column, frame[column], language), opacity=STATE_OPACITY)
            title = _title(column, language) if column == "indicators_state" else alias(column, known)
            yield _area(column, "follow_up", style, title)


def _partners(table: Table, language: Language) -> Iterator[Layer]:
    for column in ("projects_n", "projects_region_n"):
        if _is_number(table, column):
            style = Style(looks.counts(column, table.frame[column], language))
            yield _area(column, "partners", style, _title(column, language))


def _base(tables: Mapping[str, Table], language: Language) -> Iterator[Layer]:
    def layer(key: str, table: str, floor: int, style: Style) -> Layer:
        return Layer(key, _title(key, language), "base", table, floor, style)

    yield layer("cercle_names", "cercles", NAMES, Style(looks.outline(sy.COMMUNE), cercle_label()))
    yield layer("selected_outline", "cercles", LIMITS, Style(looks.selected_outline(language)))
    if "settlements" in tables:
        yield from _settlements(tables["settlements"], language)
    yield layer("regions", "regions", LIMITS, Style(looks.outline(sy.REGION)))
    if "outline" in tables:
        yield layer("outline", "outline", LIMITS, Style(looks.outline(sy.OUTLINE)))
    if "events" in tables:
        yield Layer("events", _title("events", language), "targeting", "events", POINTS, Style(looks.events(language)))
    if "communes" in tables:
        label = Label("commune", 5.5, scale=COMMUNE_SCALE, priority=2)
        yield layer("communes", "communes", LINES, Style(looks.outline(sy.COMMUNE), label))
    if "roads" in tables:
        yield layer("roads", "roads", LINES, Style(looks.roads(language)))
    if "rivers" in tables:
        yield layer("rivers", "rivers", LINES, Style(looks.line(sy.RIVER)))
    yield layer("background", "cercles", GROUND, Style(looks.background()))


def _settlements(table: Table, language: Language) -> Iterator[Layer]:
    """Return the seats in two layers: those of communes are hundreds, for near maps, named by their communes."""
    present = [rank for rank in looks.SETTLEMENT_PX if rank in set(table.frame["place_class"])]
    far, near = ([rank for rank in present if (rank == COMMUNE_SEAT) is wanted] for wanted in (False, True))
    name = Label("name", 6.0, scale=SETTLEMENT_SCALE, points=True, priority=3)
    for key, ranks, label in (("settlements", far, name), ("commune_seats", near, None)):
        if not ranks:
            continue
        subset = f'"place_class" IN ({", ".join(quoted(rank) for rank in ranks)})'
        style = Style(looks.settlements(ranks, language), label)
        yield Layer(key, _title(key, language), "base", "settlements", POINTS, style, subset)


def cercle_label() -> Label:
    """Return the names of cercles, the selected ones in bold."""
    return Label("cercle", 6.0, chief_where='"selected" = 1')


def _attribute_tables(tables: Mapping[str, Table]) -> Iterator[Layer]:
    for table in tables.values():
        if not table.geometry:
            yield Layer(f"table_{table.name}", table.title, "tables", table.name, GROUND, Style())


_TOP = ("settlements", "cercle_names", "selected_outline", "regions", "outline")
_THEMES: dict[str, tuple[str, ...]] = {
    "selection": (*_TOP, "selection", "rivers"),
    "police": ("works_security", "facilities_security", *_TOP, "roads", "rivers", "background"),
    "courts": ("works_justice", "facilities_justice", *_TOP, "roads", "rivers", "background"),
    "follow_up": ("work_states", *_TOP, "indicators_state", "rivers", "background"),
    "coverage": (*_TOP, "cover_security_last", "roads", "rivers", "background"),
    "access": (*_TOP, "reach_security", "roads", "rivers", "background"),
    "placement": ("placed_sites", "works", "other_sites", *_TOP, "cover_security_last", "rivers", "background"),
    "partners": (*_TOP, "projects_n", "rivers", "background"),
    "overview": ("works", *_TOP, "selection", "rivers"),
    "locator": ("regions", "outline", "selection"),
    "sheet": (
        "works",
        "facilities_security",
        "facilities_justice",
        "facilities_prison",
        *_TOP,
        "commune_seats",
        "communes",
        "roads",
        "rivers",
        "background",
    ),
}

OPENED_WITH = "selection"
"""Theme whose layers are on when the project opens."""


SUBJECTS: dict[str, tuple[str, ...]] = {
    "police": ("works_security", "facilities_security"),
    "courts": ("works_justice", "facilities_justice"),
    "follow_up": ("work_states", "indicators_state"),
    "coverage": ("cover_security_last",),
    "access": ("reach_security",),
    "placement": ("placed_sites", "other_sites"),
    "partners": ("projects_n",),
}
"""What a theme is about: without any of these layers it would show an empty country, as if nothing were there."""

INSTEAD = {
    "police": "cover_security_last",
    "courts": "cover_justice_last",
    "access": "access_security_rains_calm_vehicle",
}
"""Layer that speaks of the same by cercle, for an audience that may not see the sites."""


def themes(found: list[Layer], language: Language) -> dict[str, Theme]:
    """Return the themes by key; a layer that the project lacks is left out of them.

    A theme without its subject shows the layer that stands `INSTEAD`, or is left out.
    """
    present = {layer.key for layer in found}
    made = {}
    for key, wanted in _THEMES.items():
        shown = tuple(name for name in wanted if name in present)
        if not present & set(SUBJECTS.get(key, shown)):
            if INSTEAD.get(key) not in present:
                continue
            shown = (*(name for name in shown if name != "background"), INSTEAD[key])
        made[key] = Theme(text(f"qgis.theme.{key}", language), shown)
    return made


def default_styles(tables: Mapping[str, Table], found: list[Layer], language: Language) -> dict[str, Style]:
    """Return the style with which each table of the GeoPackage opens by itself."""
    by_key = {layer.key: layer.style for layer in found}
    styles = {
        "cercles": Style(looks.selection(language), cercle_label()),
        "regions": Style(looks.outline(sy.REGION), Label("region", 9.0, bold=True)),
    }
    styles["within_standard"] = Style(looks.services(language))
    styles["catchments"] = catchment_style()
    for name in ("communes", "other_sites", "roads", "rivers", "events", "outline", "works"):
        if name in by_key:
            styles[name] = by_key[name]
    if "settlements" in tables:
        seats = looks.settlements(tuple(looks.SETTLEMENT_PX), language)
        styles["settlements"] = Style(seats, Label("name", 6.0, scale=COMMUNE_SCALE, points=True))
    if "facilities" in tables:
        kinds = present_kinds(tables["facilities"], FacilityKind)
        styles["facilities"] = Style(
            looks.facilities(kinds, language), Label("name", 6.0, scale=SETTLEMENT_SCALE, points=True)
        )
    return {name: styles.get(name, Style()) for name in tables}
