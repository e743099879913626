"""The stage `communes` on the embedded study and on real layers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.pipeline.communes import commune_inputs
from prosmed_gis.pipeline.run import Run
from prosmed_gis.readers.study import read_layers

QUICK = ("targeting.firmness.draws=0", "targeting.firmness.sensitivity_draws=0")


def made(path, *settings):
    loaded = load(Request(path, settings=(*QUICK, *settings)))
    return Run(loaded, today=date(2026, 1, 1), notify=lambda _: None, warn=list)


@pytest.fixture(scope="module")
def demo(root):
    return made(root / "config" / "prosmed.yaml")


@pytest.fixture(scope="module")
def real(root, shared):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROSMED_DATA", str(shared / "data"))
        run = made(root / "config" / "mali-cod.yaml")
        assert run.communes is not None
        yield run


def ranks_are_whole(run):
    table, layers = run.communes.table, run.overlaid.layers
    selected = run.chosen.selection.loc[run.chosen.selection["selected"], "pcode"]
    expected = layers.communes.index[layers.communes["parent_pcode"].isin(selected)]
    assert sorted(table["pcode"]) == sorted(expected)
    ranked = table[table["rank"].notna()]
    assert sorted(ranked["rank"]) == list(range(1, len(ranked) + 1))
    for _, rows in ranked.groupby("cercle_pcode"):
        assert rows["rank_in_cercle"].tolist() == list(range(1, len(rows) + 1))
        assert rows["score"].is_monotonic_decreasing
        assert rows["reason_fr"].iloc[0].startswith("Commencer ici\u202f: ")
        assert rows["reason_en"].iloc[0].startswith("Start here: ")


def people_add_up(run):
    inputs = commune_inputs(run.overlaid, run.access, run.config)
    communes = run.overlaid.layers.communes
    sums = inputs.people["people"].groupby(communes["parent_pcode"]).sum()
    whole = run.overlaid.people["people"].reindex(sums.index)
    assert sums.to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-9)
    parts = inputs.coverage.assign(cercle_pcode=inputs.coverage["cercle_pcode"].map(communes["parent_pcode"]))
    covered = parts.groupby(["cercle_pcode", "service"])[["population", "covered"]].sum()
    known = run.access.coverage.set_index(["cercle_pcode", "service"])
    gap = covered["covered"] / covered["population"] - known["share"].reindex(covered.index)
    # Cells that a boundary of communes cuts are shared otherwise than by cercle alone.
    assert np.abs(gap).max() < 0.01


def test_every_commune_of_the_selected_cercles_is_ranked(demo):
    ranks_are_whole(demo)


def test_people_of_communes_sum_to_those_of_cercles(demo):
    people_add_up(demo)


def test_what_is_known_by_region_or_cercle_only_is_told(demo):
    told = " ".join(demo.communes.notes)
    assert "connus par la seule région" in told
    assert "aucun plan national ne nomme de commune" in told
    assert "aucun projet n'est annoncé pour une commune" in told


def test_works_stand_in_the_commune_of_the_cercles_seat(demo):
    works = commune_inputs(demo.overlaid, demo.access, demo.config).works
    assert works.loc["COM-KORO", "cercle_pcode"].startswith("ML0505")
    assert works["cercle_pcode"].notna().all()


def test_the_stage_comes_after_the_choice_and_is_asked_for_by_name(demo):
    demo.advance("communes")
    assert {"select", "communes"} <= set(demo.timings)
    assert len(demo.communes.table)


def test_a_plan_may_name_a_commune(root, tmp_path):
    path = tmp_path / "plans.csv"
    lines = ["entry_id,plan,level,pcode,status,date,document", "A,maliko,commune,ML050501,started,2020-02-15,liste"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = load(Request(root / "config" / "prosmed.yaml", settings=(f"layers.redeployment.path={path}",)))
    read = read_layers(loaded.config, loaded.base, today=date(2026, 1, 1), only=["redeployment"])
    assert read.layers.redeployment["level"].tolist() == ["commune"]


@pytest.mark.real
def test_real_communes_are_ranked(real):
    ranks_are_whole(real)


@pytest.mark.real
def test_real_people_add_up(real):
    people_add_up(real)


@pytest.mark.real
def test_real_counts_by_cercle_are_missing_for_communes_and_said(real):
    table, definitions = real.communes.table, real.communes.definitions
    assert table["measured_events_36m"].isna().all()
    assert definitions.loc["events_36m", "weight_used"] == 0
    assert "ne sont pas répartis entre ses communes" in definitions.loc["events_36m", "note"]
    assert (table["data_coverage"] < 1).all()
    assert table["points_violence"].isna().all()
    parts = table.filter(like="points_").sum(axis=1)
    pd.testing.assert_series_equal(parts, table["score"], check_names=False)
