"""Access and placement as layers: ground within reach, catchments, other plans' sites, columns by cercle and site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis.crs import STORED
from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.access_states import USUAL, nearest, shares, standards, state_name, states
from prosmed_gis.outputs.alternatives import alternatives
from prosmed_gis.outputs.web.placement import chain_lines

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products

MINUTES = ("security_justice_min", "justice_prison_min")
SITE_COLUMNS = ("loss", "loss_people", "core", "near_best_share", "greedy")
"""What the plan's meaning adds to a work that the tool placed."""


def access_column(service: str, state: tuple[str, str, str]) -> str:
    """Return the column of the cercles' layer that holds a service's coverage in a state of the ground."""
    return f"access_{service}_{'_'.join(state)}"


def access_columns(products: Products) -> pd.DataFrame:
    """Return by cercle the coverage of each service and state (0-1) and the chain of services.

    Minutes between links are empty where no path leads there; `chain_text` says so.
    """
    access = products.access
    if access is None:
        return pd.DataFrame(index=products.layers.cercles.index)
    found = {
        access_column(service, state): by_state[state]
        for service, minutes in standards(access).items()
        for by_state in (shares(access, service, minutes),)
        for state in states(access)
        if state != USUAL
    }
    chain = access.chain
    counts = {f"{name}_n": chain[name].astype("Int64") for name in standards(access) if name in chain}
    told = [" ".join(chain_lines(products, row)) for _, row in chain.iterrows()]
    kinds = pd.Series(np.where(chain["complete"].astype(bool), "complete", "incomplete"), index=chain.index)
    minutes = chain[list(MINUTES)].replace([np.inf], np.nan)
    return pd.DataFrame(found).join(minutes.assign(**counts, chain=kinds, chain_text=told), how="outer")


def access_labels(products: Products) -> dict[str, str]:
    """Return what the columns of coverage by state are called."""
    access, language = products.access, products.label.language
    if access is None:
        return {}
    return {
        access_column(service, state): text(
            "qgis.field.access", language, service=text(f"service.{service}", language),
            state=state_name(state, language).lower(), minutes=f"{minutes:g}",
        )
        for service, minutes in standards(access).items()
        for state in states(access)
    }  # fmt: skip


def state_rows(products: Products) -> pd.DataFrame | None:
    """Return coverage by unit, service and state, with the names of the units."""
    if products.access is None or products.access.states.empty:
        return None
    names = pd.concat([products.layers.cercles["name"], products.layers.communes["name"]])
    frame = products.access.states.copy()
    frame.insert(2, "name", frame["pcode"].map(names[~names.index.duplicated()]))
    return frame


def reach_frame(products: Products) -> gpd.GeoDataFrame | None:
    """Return the ground within the standard by service and year."""
    if products.access is None:
        return None
    return products.access.within.sort_values(["service", "year"], kind="stable", ignore_index=True)


def catchment_frame(products: Products) -> gpd.GeoDataFrame | None:
    """Return the ground nearest to each facility, with the name of its cercle; no overlapping second nearest."""
    if products.access is None:
        return None
    frame = nearest(products.access)
    frame.insert(4, "cercle", frame["cercle_pcode"].map(products.layers.cercles["name"]))
    return frame


def other_site_frame(products: Products) -> gpd.GeoDataFrame | None:
    """Return one point for each site of another good plan whose place is known."""
    if products.meaning is None:
        return None
    frame = alternatives(products).dropna(subset=["lon", "lat"]).rename_axis("work_id").reset_index()
    frame = frame.drop(columns="of").rename(columns={"plans": "plans_n"}).astype({"year": "Int64", "plans_n": "Int64"})
    frame.insert(3, "cercle", frame["cercle_pcode"].map(products.layers.cercles["name"]))
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"], crs=STORED))


def site_columns(products: Products) -> pd.DataFrame:
    """Return by work id what the plan would be without it (SITE_COLUMNS; `core` and `greedy` as 1 and 0).

    `loss` is empty where no plan is left without the site, or it was not answered; the table `sites.csv` tells which.
    """
    if products.meaning is None:
        return pd.DataFrame(columns=list(SITE_COLUMNS))
    frame = products.meaning.sites[list(SITE_COLUMNS)].replace([np.inf], np.nan)
    return frame.assign(**{name: frame[name].astype("boolean").astype("Int64") for name in ("core", "greedy")})
