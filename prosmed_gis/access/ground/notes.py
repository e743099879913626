"""What the reader must know about the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.notes import Listed, Note, Number, Value, note

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from prosmed_gis.access.ground.friction import Ground
    from prosmed_gis.access.ground.layers import GroundLayers
    from prosmed_gis.config.access import Access
    from prosmed_gis.domain.ground import GroundState

LISTED = 10
"""Names or classes that a note lists before it says that there are more."""


def listed(names: Iterable[Value]) -> Listed:
    """Return the first of some names, in the order given; an ellipsis says that there are more."""
    every = list(names)
    shown = Listed(tuple(every[:LISTED]))
    return Listed((shown, " …"), "") if len(every) > LISTED else shown


def state_label(state: GroundState) -> Listed:
    """Return the words of a state, as `rains, calm, on foot`."""
    parts = {"season": state.season, "security": state.security, "mode": state.mode}
    return Listed(tuple(note(f"access.{name}.{value}") for name, value in parts.items()))


def ground_notes(ground: Ground, layers: GroundLayers, effects: pd.DataFrame, config: Access) -> list[Note]:
    """Return what was done for want of data, and how much ground and how many people incidents touch."""
    rule = config.straight_line
    if ground.is_even and rule is not None:
        return [note("access.straight_line", km=f"{rule.km:g}", minutes=f"{rule.minutes:g}")]
    given = {"roads": layers.roads, "rivers": layers.rivers}
    notes = [note(f"access.no_{name}") for name, layer in given.items() if layer is None]
    return notes + _cover_notes(ground, config) + _pressure_notes(ground, effects, config)


def _cover_notes(ground: Ground, config: Access) -> list[Note]:
    cover, rules = ground.cover, config.landcover
    if cover is None or rules is None:
        return []
    speed = Number(rules.unknown_kmh, 1)
    notes: list[Note] = []
    if cover.unknown:
        order = sorted(cover.unknown.items(), key=lambda item: (-item[1], item[0]))
        shown = listed(Listed((f"{code} (", Number(cells), ")"), "") for code, cells in order)
        notes.append(note("access.landcover_unknown", classes=shown, speed=speed))
    if cover.blank:
        notes.append(note("access.landcover_blank", cells=Number(cover.blank), speed=speed))
    return notes


def _pressure_notes(ground: Ground, effects: pd.DataFrame, config: Access) -> list[Note]:
    found, rules = ground.pressure, config.security_effect
    if found is None or rules is None:
        return []
    total = effects.sum()
    touched = effects.index[(effects["slowed_cells"] + effects["closed_cells"]) > 0]
    values: dict[str, Value] = {name: Number(float(total[name])) for name in effects.columns}
    key = "access.incidents_by_cercle" if found.by_cercle else "access.incidents"
    notes = [
        note(
            key,
            events=Number(found.events),
            months=rules.months,
            radius=f"{rules.radius_km:g}",
            percent=round(100 * (rules.cercle_factor if found.by_cercle else rules.factor)),
            least=f"{rules.cercle_min_events:g}",
            cercles=len(touched),
            **values,
        )
    ]
    if found.unplaced:
        notes.append(note("access.incidents_vague", events=Number(found.unplaced)))
    return notes
