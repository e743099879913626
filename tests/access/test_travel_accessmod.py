"""Travel time against the figures of AccessMod's demonstration data."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import rowcol

from prosmed_gis.access.travel_time import Engine, Moves, Walking, travel_time

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def demo(shared):
    folder = shared / "vectors" / "siting" / "accessmod_demo"
    with rasterio.open(folder / "landcover_merged.tif") as source:
        cover, transform = source.read(1, masked=True).filled(-1), source.transform
    with rasterio.open(folder / "dem.tif") as source:
        height = source.read(1).astype(float)
    points = json.loads((folder / "facilities.geojson").read_text())["features"]
    cells = {}
    for point in points:
        row, column = rowcol(transform, *point["geometry"]["coordinates"][:2])
        cells[point["properties"]["cat"]] = (int(row), int(column))
    return {
        "cover": cover,
        "height": height,
        "cells": cells,
        "size": transform.a,
        "expected": json.loads((folder / "expected.json").read_text()),
        "referral": pd.read_csv(folder / "referral_expected_90.csv"),
    }


def minutes_per_metre(speed_kmh):
    return np.where(speed_kmh > 0, 60 / 1000 / np.where(speed_kmh > 0, speed_kmh, 1), np.inf)


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize(("neighbours", "name"), [(8, "standard_8_neighbours"), (16, "knight_16_neighbours")])
def test_four_statistics(demo, engine, neighbours, name):
    friction = minutes_per_metre(np.where(demo["cover"] >= 0, 50.0, 0.0))
    row, column = np.array(list(demo["cells"].values())).T
    found = travel_time(
        friction, row, column, cell_size_m=demo["size"], moves=Moves(neighbours), cut_off_min=60, engine=engine
    )
    # The tool rounds up to whole minutes; 29.999999 and 30.000001 are both 30.
    whole = np.ceil(found.minutes[np.isfinite(found.minutes)] - 1e-9)
    expected = demo["expected"]["motorized_50kmh"][name]
    assert np.isinf(found.minutes).sum() == expected["null_cells"]
    assert round(float(whole.mean()), 3) == expected["mean_min"]


@pytest.mark.parametrize("engine", list(Engine))
def test_ninety_referrals(demo, engine):
    cover, cells = demo["cover"], demo["cells"]
    speed, walked = np.zeros(cover.shape), np.zeros(cover.shape, dtype=bool)
    for code, (mode, kmh) in demo["expected"]["referral"]["scenario"].items():
        speed[cover == int(code)] = kmh
        walked |= (cover == int(code)) & (mode == "WALKING")
    moves = Moves(8, Walking(demo["height"], walked, towards=False))
    friction, pairs = minutes_per_metre(speed), demo["referral"]
    exact = 0
    for start, own in pairs.groupby("from__cat"):
        row, column = cells[start]
        found = travel_time(
            friction, np.array([row]), np.array([column]), cell_size_m=demo["size"], moves=moves, engine=engine
        )
        there = [cells[end] for end in own["to__cat"]]
        minutes = np.ceil([found.minutes[cell] for cell in there])
        exact += int((minutes == own["time_m"]).sum())
    assert exact == len(pairs) == 90
