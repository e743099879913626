"""The default criteria on real boundaries and real counts, with what was known when the programme chose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.overlay.events import count_events
from prosmed_gis.overlay.units import neighbours
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.run import choose, score

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]
AS_OF = date(2021, 6, 30)


@pytest.fixture
def config():
    return load(Request(ROOT / "config" / "prosmed.yaml", settings=("targeting.firmness.draws=10000",))).config


def units(shared, level):
    found = gpd.read_file(shared / "data/boundaries/mali/mli_cod_ab_2021.gpkg", layer=f"adm{level}")
    columns = {"name": found[f"ADM{level}_FR"].to_numpy(), "parent_pcode": found[f"ADM{level - 1}_PCODE"].to_numpy()}
    index = pd.Index(found[f"ADM{level}_PCODE"], name="pcode")
    return gpd.GeoDataFrame(columns, geometry=found.geometry.to_numpy(), index=index, crs=4326)


def given_counts(shared):
    name = "acled_hdx_political_violence_mli_admin2_month_1997_2026-04.csv"
    table = pd.read_csv(shared / "data/events" / name)
    month = pd.to_datetime("1 " + table["Month"] + " " + table["Year"].astype(str), format="%d %B %Y")
    frame = pd.DataFrame({"cercle_pcode": table["Admin2 Pcode"], "month": month, "event_class": "political_violence"})
    frame[["events", "fatalities"]] = table[["Events", "Fatalities"]].astype(float)
    return frame.assign(source="ACLED, HDX").set_index(pd.Index([f"c{i}" for i in range(len(frame))]))


def redeployment():
    table = pd.read_csv(ROOT / "layers/programme/redeployment.csv", dtype=str)
    return table.assign(date=pd.to_datetime(table["date"], format="mixed"))


def test_the_list_of_the_programme(shared, config, capsys):
    cercles, communes = units(shared, 2), units(shared, 3)
    counts = count_events(None, given_counts(shared), cercles, config.overlay, until=AS_OF).counts
    hno = pd.read_csv(shared / "data/boundaries/population/mli_hno_2024_totals_adm0_adm2.csv").dropna(
        subset="Admin 2 PCode"
    )
    people = pd.DataFrame({"people": hno["Population"].to_numpy(float)}, index=pd.Index(hno["Admin 2 PCode"]))
    inputs = TargetingInputs(
        cercles=cercles,
        regions=units(shared, 1),
        neighbours=neighbours(cercles),
        counts=counts,
        redeployment=redeployment(),
        people=people,
    )
    reference = pd.read_csv(ROOT / "layers/programme/selection.csv", dtype=str).set_index("cercle_pcode")
    found = score(inputs, config.targeting, AS_OF)
    chosen = choose(found, config.selection, reference=reference, communes=communes.groupby("parent_pcode").size())
    with capsys.disabled():
        told = {key: chosen.reference[key] for key in ("hits", "of", "missed", "extra")}
        print(f"\nreference: {told}")  # noqa: T201 - what the test is read for
    selection = chosen.selection.set_index("pcode")
    assert selection["selected"].sum() == 21
    assert (selection["track"][selection["selected"]] == "prevent").sum() == 5
    assert not selection["selected"]["ML0901"]
    assert chosen.reference["communes_reference"] == 277
    assert chosen.firmness["frequency"].sum() == pytest.approx(21)
    assert found.criteria.group_contributions.sum(axis=1).to_numpy() == pytest.approx(found.score.to_numpy(), abs=1e-6)
    assert set(found.unscored) == set()


def test_the_future_changes_nothing(shared, config):
    cercles = units(shared, 2)
    table = given_counts(shared)
    known = table[table["month"] <= "2021-06-01"]
    scores = []
    for part in (table, known):
        counts = count_events(None, part, cercles, config.overlay, until=AS_OF).counts
        inputs = TargetingInputs(
            cercles=cercles,
            regions=units(shared, 1),
            neighbours=neighbours(cercles),
            counts=counts,
            redeployment=redeployment(),
        )
        scores.append(score(inputs, config.targeting, AS_OF).score)
    pd.testing.assert_series_equal(*scores)
