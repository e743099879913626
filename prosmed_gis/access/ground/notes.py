"""What the reader must know about the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from prosmed_gis.access.ground.friction import Ground
    from prosmed_gis.access.ground.layers import GroundLayers
    from prosmed_gis.config.access import Access
    from prosmed_gis.domain.ground import GroundState
    from prosmed_gis.domain.vocabulary import Language

LISTED = 10
"""Names or classes that a note lists before it says that there are more."""


def listed(names: Iterable[str]) -> str:
    """Return the first of some names, in the order given; an ellipsis says that there are more."""
    every = list(names)
    return ", ".join(every[:LISTED]) + (" …" if len(every) > LISTED else "")


def grouped(value: float, language: Language | str) -> str:
    """Return a whole number with thousands set apart: narrow no-break space in French, comma in English."""
    return f"{value:,.0f}".replace(",", "\u202f") if language == "fr" else f"{value:,.0f}"


def decimal(value: float, language: Language | str, digits: int = 1) -> str:
    """Return a number with its decimals as the language writes them."""
    shown = f"{value:,.{digits}f}"
    return shown.replace(",", "\u202f").replace(".", ",") if language == "fr" else shown


def state_label(state: GroundState, language: Language | str) -> str:
    """Return the words of a state, as `rains, calm, on foot`."""
    parts = {"season": state.season, "security": state.security, "mode": state.mode}
    return ", ".join(text(f"access.{name}.{value}", language) for name, value in parts.items())


def ground_notes(
    ground: Ground, layers: GroundLayers, effects: pd.DataFrame, config: Access, language: Language | str
) -> list[str]:
    """Return what was done for want of data, and how much ground and how many people incidents touch."""
    rule = config.straight_line
    if ground.is_even and rule is not None:
        return [text("access.straight_line", language, km=f"{rule.km:g}", minutes=f"{rule.minutes:g}")]
    given = {"roads": layers.roads, "rivers": layers.rivers}
    notes = [text(f"access.no_{name}", language) for name, layer in given.items() if layer is None]
    return notes + _cover_notes(ground, config, language) + _pressure_notes(ground, effects, config, language)


def _cover_notes(ground: Ground, config: Access, language: Language | str) -> list[str]:
    cover, rules = ground.cover, config.landcover
    if cover is None or rules is None:
        return []
    speed = decimal(rules.unknown_kmh, language)
    notes = []
    if cover.unknown:
        order = sorted(cover.unknown.items(), key=lambda item: (-item[1], item[0]))
        shown = listed(f"{code} ({grouped(cells, language)})" for code, cells in order)
        notes.append(text("access.landcover_unknown", language, classes=shown, speed=speed))
    if cover.blank:
        notes.append(text("access.landcover_blank", language, cells=grouped(cover.blank, language), speed=speed))
    return notes


def _pressure_notes(ground: Ground, effects: pd.DataFrame, config: Access, language: Language | str) -> list[str]:
    found, rules = ground.pressure, config.security_effect
    if found is None or rules is None:
        return []
    total = effects.sum()
    touched = effects.index[(effects["slowed_cells"] + effects["closed_cells"]) > 0]
    values = {name: grouped(float(total[name]), language) for name in effects.columns}
    key = "access.incidents_by_cercle" if found.by_cercle else "access.incidents"
    notes = [
        text(
            key,
            language,
            events=grouped(found.events, language),
            months=rules.months,
            radius=f"{rules.radius_km:g}",
            percent=round(100 * (rules.cercle_factor if found.by_cercle else rules.factor)),
            least=f"{rules.cercle_min_events:g}",
            cercles=len(touched),
            **values,
        )
    ]
    if found.unplaced:
        notes.append(text("access.incidents_vague", language, events=grouped(found.unplaced, language)))
    return notes
