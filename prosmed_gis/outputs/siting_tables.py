"""Access and the plan's meaning as tables; those on the plan stand in a folder of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.products import ACCESS_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.domain.products import AccessFound, PlanMeaning, Products

PLACEMENT = "placement"
"""Folder of the tables on what the plan is worth and what else could be done."""


def siting_tables(products: Products) -> dict[str, pd.DataFrame]:
    """Return the tables by file name (`placement/<name>.csv` for the plan's); one without a row is left out."""
    names = products.layers.cercles["name"]
    found = {} if products.access is None else access_tables(products.access, names)
    if products.meaning is not None:
        found |= {f"{PLACEMENT}/{name}": frame for name, frame in placement_tables(products.meaning).items()}
    if products.plan.excluded is not None:
        found[f"{PLACEMENT}/excluded"] = products.plan.excluded
    return {f"{name}.csv": frame for name, frame in found.items() if len(frame)}


def access_tables(access: AccessFound, cercles: pd.Series) -> dict[str, pd.DataFrame]:
    """Return what is known of access by name of the table.

    Parameters
    ----------
    cercles
        Names by P-code.

    Returns
    -------
    `access` (columns ACCESS_COLUMNS), `catchments` (without their shapes), `chain` (one row a cercle), `crowding`; and
    where they are known `links` (one row a facility of security), `equity`, `radii`, `ground` and `network` (as
    `access`, along the roads).
    """
    chain = access.chain.rename_axis("cercle_pcode").reset_index()
    chain.insert(1, "cercle", chain["cercle_pcode"].map(cercles))
    return {
        "access": access.states.reindex(columns=list(ACCESS_COLUMNS)),
        "catchments": access.catchments.drop(columns=access.catchments.geometry.name),
        "chain": chain,
        "crowding": access.crowding,
        **{
            name: _told(frame)
            for name in ("links", "equity", "radii", "ground", "network")
            for frame in (getattr(access, name),)
            if frame is not None
        },
    }


def placement_tables(meaning: PlanMeaning) -> dict[str, pd.DataFrame]:
    """Return what the plan is worth by name of the table, keys first."""
    return {
        "sites": meaning.sites.rename_axis("work_id").reset_index(),
        "money": meaning.money,
        "frontier": meaning.frontier,
        "near_best": meaning.near_best,
        "near_best_works": meaning.near_best_works,
        "scenarios": meaning.scenarios,
        "scenario_summary": meaning.scenario_summary.rename_axis("plan").reset_index(),
        "robust_plan": meaning.robust_works,
        "greedy_plan": meaning.greedy,
        "partners": meaning.partners.rename_axis("work_id").reset_index(),
        "people_by_year": meaning.people_by_year,
    }


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its named index as first columns."""
    return frame.reset_index(drop=frame.index.names == [None])
