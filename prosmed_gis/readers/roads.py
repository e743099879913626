"""Roads: this project's own layer, and the trans-African routes as a coarse backbone."""

from __future__ import annotations

from pathlib import Path

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import shapes
from prosmed_gis.domain.schemas import ROADS
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of
from prosmed_gis.readers.vectors import read_vector

STATE_BY_WORKS = {"Asphalt Mix Resurfacing": "good", "Mixed Works": "fair", "Upgrade": "poor"}
"""The works that the authors foresee on a route, from the lightest; the heavier, the worse its state."""


def read_own(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read roads in the canonical columns; single lines become multi-part."""
    vector = read_vector(path, context.reporter, layer=source.layer)
    frame = vector.frame.assign(geometry=shapes.to_multi(vector.frame.geometry))
    kept = [name for name in frame.columns if name in (ROADS.key, *ROADS.names)]
    return Reading({ROADS.name: frame[kept]}, vector.problems, vector.rows_in)


def read_trans_african(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the trans-African routes: primary roads with their mean speed; the state is a proxy by foreseen works."""
    vector = read_vector(path, context.reporter, layer=source.layer)
    frame = vector.frame
    missing = [name for name in ("from", "to", "speed_kmh", "upgrade_cat") if name not in frame.columns]
    if missing:
        there = ", ".join(frame.columns)
        raise RefusedError(
            *(context.reporter.fatal("column.missing", column=name, value=name, there=there) for name in missing)
        )
    built = frame[["speed_kmh"]].assign(
        road_id="TAR-" + frame["from"].astype("str") + "-" + frame["to"].astype("str"),
        road_class="primary",
        state=frame["upgrade_cat"].map(STATE_BY_WORKS).fillna("unknown"),
        source=label_of(source, "Trans-African routes"),
        geometry=shapes.to_multi(frame.geometry),
    )
    return Reading({ROADS.name: built}, vector.problems, vector.rows_in)
