"""What the generator starts from: facts, stated assumptions, the programme's tables and a seed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from prosmed_gis import crs

SEED = 20210630
VINTAGE = "2021"
COORDINATE_DECIMALS = 4
"""About 11 m: finer would claim a precision that generated geometry does not have."""

REGION_NAMES = {
    "ML01": "Kayes",
    "ML02": "Koulikoro",
    "ML03": "Sikasso",
    "ML04": "Ségou",
    "ML05": "Mopti",
    "ML06": "Tombouctou",
    "ML07": "Gao",
    "ML08": "Kidal",
    "ML09": "Bamako",
    "ML10": "Ménaka",
}
REGION_SEATS = {
    "ML01": "ML0103",
    "ML02": "ML0206",
    "ML03": "ML0305",
    "ML04": "ML0406",
    "ML05": "ML0506",
    "ML06": "ML0605",
    "ML07": "ML0703",
    "ML08": "ML0802",
    "ML09": "ML0901",
    "ML10": "ML1001",
}
NATIONAL_SEAT = "ML0901"


@dataclass(frozen=True, eq=False)
class Inputs:
    """Every table that the makers read, as they stand in the repository."""

    towns: pd.DataFrame
    outline: pd.DataFrame
    cercles: pd.DataFrame
    anchors: pd.DataFrame
    rivers: pd.DataFrame
    roads: pd.DataFrame
    presence: pd.DataFrame
    plans: pd.DataFrame
    visits: pd.DataFrame
    institutions: pd.DataFrame
    works: pd.DataFrame


def read_inputs(layers: Path) -> Inputs:
    """Read the facts and assumptions below `layers/demo` and the programme's tables beside them.

    Parameters
    ----------
    layers
        The repository's `layers` folder.
    """
    facts, assumptions, programme = layers / "demo/facts", layers / "demo/assumptions", layers / "programme"
    return Inputs(
        towns=_table(facts / "towns.csv").set_index("pcode"),
        outline=_table(facts / "outline.csv"),
        cercles=_table(assumptions / "cercles.csv").set_index("pcode"),
        anchors=_table(assumptions / "anchors.csv"),
        rivers=_table(assumptions / "rivers.csv"),
        roads=_table(assumptions / "roads.csv"),
        presence=_table(assumptions / "state_presence.csv").set_index("pcode"),
        plans=_table(assumptions / "redeployment.csv"),
        visits=_table(assumptions / "visits.csv"),
        institutions=_table(programme / "institutions.csv"),
        works=_table(programme / "works.csv"),
    )


def random(product: str) -> np.random.Generator:
    """Return the product's own generator, so that a change in one product leaves the others alone."""
    return np.random.default_rng([SEED, zlib.crc32(product.encode())])


def to_km(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return (n, 2) kilometres in the national equal-area system from degrees."""
    x, y = crs.transformer(crs.STORED, crs.NATIONAL).transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.column_stack([x, y]) / 1000


def to_degrees(km: np.ndarray) -> np.ndarray:
    """Return (n, 2) longitudes and latitudes, rounded, from national kilometres."""
    lon, lat = crs.transformer(crs.NATIONAL, crs.STORED).transform(km[:, 0] * 1000, km[:, 1] * 1000)
    # Adding zero turns a rounded -0.0 into 0.0: two spellings of one coordinate would break the coverage.
    return np.round(np.column_stack([lon, lat]), COORDINATE_DECIMALS) + 0.0


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, encoding="utf-8")
