"""What recent events do to the ground, in cells, km2 and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE

if TYPE_CHECKING:
    from prosmed_gis.access.grid import Grid
    from prosmed_gis.access.ground.security import Pressure

EFFECT_COLUMNS = ("slowed_cells", "closed_cells", "slowed_km2", "closed_km2", "people_slowed", "people_closed")


def security_effects(pressure: Pressure | None, grid: Grid, people: pd.DataFrame) -> pd.DataFrame:
    """Return what incidents slow and close, by cercle.

    Parameters
    ----------
    people
        `row`, `column`, `people`, `cercle_pcode` on the grid (see `access.people.spread_people`).

    Returns
    -------
    pandas.DataFrame
        Columns `EFFECT_COLUMNS` on the cercles of the grid, `pcode`; no rows where nothing is known of events. People
        count where their cell is slowed or closed; people without a cell count nowhere.
    """
    pcodes = pd.Index(grid.cercle_pcodes, name="pcode", dtype="str")
    if pressure is None:
        return pd.DataFrame(columns=list(EFFECT_COLUMNS), index=pcodes[:0], dtype=float)
    km2 = grid.cell_size_m**2 / 1e6
    row, column = people["row"].to_numpy(), people["column"].to_numpy()
    at_home = np.where(row == OUTSIDE, 1.0, pressure.factor[np.maximum(row, 0), np.maximum(column, 0)])
    parts: dict[str, pd.Series] = {}
    for name, cells, hit in (
        ("slowed", (pressure.factor < 1) & (pressure.factor > 0), (at_home < 1) & (at_home > 0)),
        ("closed", pressure.factor == 0, at_home == 0),
    ):
        count = np.bincount(grid.cercle_code[grid.inside & cells], minlength=len(pcodes))
        parts[f"{name}_cells"] = pd.Series(count, index=pcodes)
        parts[f"{name}_km2"] = pd.Series(count * km2, index=pcodes)
        living = people.loc[hit].groupby("cercle_pcode")["people"].sum()
        parts[f"people_{name}"] = living.reindex(pcodes, fill_value=0.0)
    return pd.DataFrame(parts)[list(EFFECT_COLUMNS)]
