"""What the columns are called in the user's language, and how coded values are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import (
    FacilityKind,
    FacilityStatus,
    PlaceLevel,
    PlanStatus,
    Service,
    Track,
    WorkAction,
    WorkKind,
    WorkStage,
)  # fmt: skip
from prosmed_gis.outputs.communes import commune_labels
from prosmed_gis.outputs.qgis.cercles import WORST_FIRST, ascii_name, state_column
from prosmed_gis.outputs.qgis.markup import Option, element, option
from prosmed_gis.outputs.qgis.siting import access_labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.outputs.qgis.contents import Table

_FACILITY_KINDS = tuple((kind.value, f"facility.{kind.value}") for kind in FacilityKind)
_WORK_KINDS = tuple((kind.value, f"work.{kind.value}") for kind in WorkKind)
_STATES = tuple((state, f"state.{state}") for state in WORST_FIRST)
_STAGES = tuple((stage.value, f"stage.{stage.value}") for stage in WorkStage)
_LEVELS = tuple((level.value, f"level.{level.value}") for level in PlaceLevel)
_TRACKS = tuple((track.value, f"track.{track.value}") for track in Track)
_PLAN = tuple((status.value, f"plan.{status.value}") for status in PlanStatus)
_ACTIONS = tuple((action.value, f"action.{action.value}") for action in WorkAction)
_SERVICES = tuple((service.value, f"service.{service.value}") for service in Service)
_FACILITY_STATES = tuple((status.value, f"status.{status.value}") for status in FacilityStatus)
_FIRMNESS = tuple((name, f"firmness.{name}") for name in ("core", "exchange", "out"))
_THEMES = tuple((name, f"theme.{name}") for name in ("peace", "justice_security", "corruption", "pve"))
_CHAIN = tuple((name, f"access.chain.{name}") for name in ("complete", "incomplete"))
_SEASONS = tuple((name, f"access.season.{name}") for name in ("dry", "rains"))
_SECURITY = tuple((name, f"access.security.{name}") for name in ("calm", "incidents"))
_MODES = tuple((name, f"access.mode.{name}") for name in ("vehicle", "foot"))
_STANDING = (("yes", "yes"), ("no", "no"), ("unknown", "siting.standing.unknown"))
_YES_NO = (("1", "yes"), ("0", "no"))

VALUES: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("cercles", "selected"): _YES_NO,
    ("cercles", "in_document"): _YES_NO,
    ("cercles", "initiation"): _YES_NO,
    ("cercles", "in_small_list"): _YES_NO,
    ("cercles", "track"): _TRACKS,
    ("cercles", "firmness_class"): _FIRMNESS,
    ("cercles", "indicators_state"): _STATES,
    ("cercles", "works_state"): _STATES,
    ("facilities", "kind"): _FACILITY_KINDS,
    ("facilities", "service"): _SERVICES,
    ("facilities", "status"): _FACILITY_STATES,
    ("works", "kind"): _WORK_KINDS,
    ("works", "service"): _SERVICES,
    ("works", "action"): _ACTIONS,
    ("works", "status"): _PLAN,
    ("works", "stage"): _STAGES,
    ("works", "known_standing"): _STANDING,
    ("works", "nearest_same_state"): _FACILITY_STATES,
    ("plan", "known_standing"): _STANDING,
    ("plan", "nearest_same_state"): _FACILITY_STATES,
    ("works", "state"): _STATES,
    ("plan", "kind"): _WORK_KINDS,
    ("plan", "action"): _ACTIONS,
    ("plan", "status"): _PLAN,
    ("coverage", "service"): _SERVICES,
    ("tracking", "state"): _STATES,
    ("partners", "theme"): _THEMES,
    ("partners", "level"): _LEVELS,
    ("selection", "track"): _TRACKS,
    ("works", "core"): _YES_NO,
    ("works", "greedy"): _YES_NO,
    ("cercles", "chain"): _CHAIN,
    ("within_standard", "service"): _SERVICES,
    ("catchments", "service"): _SERVICES,
    ("other_sites", "kind"): _WORK_KINDS,
    ("access_states", "level"): _LEVELS,
    ("access_states", "service"): _SERVICES,
    ("access_states", "season"): _SEASONS,
    ("access_states", "security"): _SECURITY,
    ("access_states", "mode"): _MODES,
}
"""(table, column) -> coded value and key of its text; QGIS shows the text and keeps the code."""


@dataclass(frozen=True, slots=True)
class Names:
    """Labels that come from the configuration, for columns that it names."""

    language: Language
    dynamic: Mapping[str, str]


def names(products: Products) -> Names:
    """Return the labels of the columns that groups, indicators and tracked indicators give their names to."""
    language = products.label.language
    definitions = products.criteria.definitions
    found: dict[str, str] = {}
    for indicator, row in definitions.iterrows():
        group, label = ascii_name(str(row["group"])), str(row[f"group_label_{language}"])
        found |= {
            f"{group}_{part}": text(f"qgis.field.group_{part}", language, group=label)
            for part in ("value", "contribution", "worth")
        }
        unit = f" ({row[f'unit_{language}']})" if row[f"unit_{language}"] else ""
        found[f"value_{ascii_name(str(indicator))}"] = f"{row[f'label_{language}']}{unit}"
    titles = _indicator_titles(products)
    for indicator in sorted(products.tracked.states["indicator"].astype(str).unique()):
        title = titles.get(indicator, "")
        found[state_column(indicator)] = f"{indicator} – {title}" if title else indicator
    years = products.plan.coverage["year"]
    for service in Service:
        for part, year in (("base", years.min()), ("last", years.max())):
            label = text(f"service.{service.value}", language)
            shown = "" if pd.isna(year) else str(int(year))
            found[f"cover_{service.value}_{part}"] = text("qgis.field.cover", language, service=label, year=shown)
    found |= access_labels(products)
    return Names(language, found | {ascii_name(name): words for name, words in commune_labels(products).items()})


def _indicator_titles(products: Products) -> dict[str, str]:
    indicators = products.layers.indicators
    if indicators is None:
        return {}
    rows = indicators.drop_duplicates("code").set_index("code")[f"label_{products.label.language}"]
    return {str(code): str(title) for code, title in rows.items()}


def alias(column: str, known: Names) -> str:
    """Return what a column is called; its own name where no text is known for it."""
    if column in known.dynamic:
        return known.dynamic[column]
    try:
        return text(f"qgis.field.{column}", known.language)
    except KeyError:
        return column


def aliases(table: Table, known: Names) -> ET.Element:
    """Return the `<aliases>` of a layer; index 0 is the GeoPackage's `fid`."""
    found = [
        element("alias", {"field": column, "index": index, "name": alias(column, known)})
        for index, column in enumerate(table.columns, start=1)
    ]
    return element("aliases", None, *found)


def widgets(table: Table, known: Names) -> ET.Element:
    """Return the `<fieldConfiguration>` of a layer: texts for coded values, days for dates."""
    found = []
    for column in table.columns:
        kind, config = _widget(table, column, known.language)
        if kind:
            inner = element("editWidget", {"type": kind}, element("config", None, option(config)))
            found.append(element("field", {"name": column, "configurationFlags": "None"}, inner))
    return element("fieldConfiguration", None, *found)


def _widget(table: Table, column: str, language: Language) -> tuple[str, Option]:
    known = VALUES.get((table.name, column), _STATES if column.startswith("state_") else ())
    if known:
        return "ValueMap", {"map": [{text(key, language): value} for value, key in known]}
    if pd.api.types.is_datetime64_any_dtype(table.frame[column]):
        shown = "dd/MM/yyyy" if language == "fr" else "yyyy-MM-dd"
        return "DateTime", {
            "display_format": shown,
            "field_format": "yyyy-MM-dd",
            "allow_null": True,
            "calendar_popup": True,
        }
    return "", None
