"""Who does what where: interventions brought onto cercles, the level of each statement kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import PlaceLevel

if TYPE_CHECKING:
    from datetime import date

PLACED = (PlaceLevel.COMMUNE, PlaceLevel.CERCLE, PlaceLevel.REGION)
"""Levels that say a place, the most precise first; national and unstated rows are in no cercle."""

COLUMNS = (
    "cercle_pcode", "project_id", "project", "actor", "donor", "theme", "level", "stated_pcode", "start", "end",
    "status", "present",
)  # fmt: skip


def partners_by_cercle(
    interventions: pd.DataFrame, cercles: pd.DataFrame, communes: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Return one row for each project and cercle that it names, or that lies in a region it names.

    A row stated for a region is repeated for each of its cercles with `level` = `region`: that is a mention, not
    presence. A project stated twice for a cercle keeps its most precise statement.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`, ordered by cercle and project. `status` is what it was on `as_of` by the dates where
        they are known (`planned` before the start, `completed` after the end), else as stated; `present` is true
        for what ran on that day. A project whose dates and status are unknown is taken as running.
    """
    dated = interventions.assign(status=_status(interventions, as_of), stated_pcode=interventions["pcode"])
    dated["present"] = dated["status"].isin(["ongoing", "unknown"])
    placed = dated[dated["level"].isin(PLACED)].reset_index()
    rows = placed.merge(_cercles_of(cercles, communes), on=["level", "stated_pcode"], how="inner")
    rows["precision"] = rows["level"].map({level: rank for rank, level in enumerate(PLACED)})
    order = ["cercle_pcode", "project_id", "theme", "precision", "row_id"]
    best = rows.sort_values(order, kind="stable").drop_duplicates(["cercle_pcode", "project_id", "theme"])
    return best[list(COLUMNS)].reset_index(drop=True)


def _status(interventions: pd.DataFrame, as_of: date) -> np.ndarray:
    day = pd.Timestamp(as_of)
    stated = interventions["status"].fillna("unknown")
    start, end = interventions["start"], interventions["end"]
    running = (start <= day) & (end >= day) & (stated != "suspended")
    return np.select([start > day, end < day, running], ["planned", "completed", "ongoing"], default=stated)


def _cercles_of(cercles: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    by_level = {
        PlaceLevel.COMMUNE: communes["parent_pcode"],
        PlaceLevel.CERCLE: pd.Series(cercles.index, index=cercles.index),
        PlaceLevel.REGION: pd.Series(cercles.index, index=cercles["parent_pcode"]),
    }
    parts = [
        pd.DataFrame({"level": level.value, "stated_pcode": index.index.to_numpy(), "cercle_pcode": index.to_numpy()})
        for level, index in by_level.items()
    ]
    return pd.concat(parts, ignore_index=True)
