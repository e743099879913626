"""A work that acts on a building says so where none is known to stand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import siting_country as country
from shapely.geometry import Point

from prosmed_gis.domain.products import STANDING_COLUMNS
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.audience import plan_for
from prosmed_gis.siting.standing import standing, standing_notes
from prosmed_gis.wording.results import in_both_languages

HERE = (71_000, 11_000)
KINDS = {"security": "brigade", "justice": "court", "prison": "epes"}


def work(service="security", action="rehabilitate", at=HERE, status="planned"):
    spot = country.points("x", {"x": at}).geometry.iloc[0] if at else Point(np.nan, np.nan)
    row = {"kind": KINDS.get(service, "cndh_office"), "action": action, "service": service, "status": status}
    return pd.DataFrame([{**row, "lon": spot.x, "lat": spot.y}], index=["W"])


def post(kind="brigade", status="closed", at=HERE):
    return country.points("facility_id", {"F": at}, name=["F"], kind=[kind], status=[status])


def said(works, facilities, buildings=None):
    found = standing(works, country.layers(facilities=facilities), buildings, within_km=5)
    return in_both_languages(found, {"warning": "warning"}).iloc[0]


@pytest.mark.parametrize(
    ("facilities", "known"),
    [
        (post(), "yes"),  # closed, but it stands
        (
            post(kind="poste", status="unknown", at=(74_000, 11_000)),
            "yes",
        ),  # another kind of the same service, 3 km off
        (post(at=(77_000, 11_000)), "no"),  # 6 km off is another town's
        (post(status="planned"), "no"),
        (post(kind="court"), "no"),  # another service
        (post(kind="barracks"), "no"),  # serves nobody
        (None, "unknown"),
    ],
)
def test_what_is_known_to_stand(facilities, known):
    row = said(work(), facilities)
    assert row["known_standing"] == known
    assert bool(row["warning_fr"]) == bool(row["warning_en"]) == (known != "yes")


def test_the_nearest_is_told_with_its_state_whatever_it_is():
    row = said(work(), post(at=(91_000, 11_000)))
    assert row["nearest_same_km"] == pytest.approx(20, rel=0.01)
    assert row["nearest_same_state"] == "closed"
    assert "le plus proche : 20 km" in row["warning_fr"]
    # The one new building of security that the country's document prices costs 150,000.
    assert "150\u202f000 USD selon le document (médiane de 1)" in row["warning_fr"]
    assert "prices no new building" in said(work("prison"), post(at=(91_000, 11_000)))["warning_en"]


@pytest.mark.parametrize(
    "other", [work(action="build"), work(action="finish"), work(None, "equip"), work(status="partner")]
)
def test_other_works_need_nothing_to_stand(other):
    row = said(other, post(at=(91_000, 11_000)))
    assert [row[name] for name in STANDING_COLUMNS if name != "nearest_same_km"] == [""] * 4
    assert np.isnan(row["nearest_same_km"])


def test_a_work_without_a_place_is_unknown():
    assert said(work(at=None), post())["known_standing"] == "unknown"


def test_a_facility_that_moved_left_its_building_behind():
    moved = post("court", "relocated", at=(11_000, 41_000))
    assert said(work("justice"), moved)["known_standing"] == "no"
    assert said(work("justice"), moved, post("court", "relocated"))["known_standing"] == "yes"


@pytest.fixture(scope="module")
def plan():
    return country.plan(country.layers(), country.config())


def test_the_plan_says_it_in_its_rows_and_its_first_note(plan):
    planned = plan.works[plan.works["status"] == "planned"]
    bare = planned[planned["known_standing"] == "no"]
    assert len(bare)
    assert (bare["warning_fr"] != "").all()
    counted = f"{len(bare)} des {len(planned)} ouvrages placés par l'outil"
    money = f"{bare['cost_usd'].sum() / 1e6:.2f}".replace(".", ",")
    assert counted in plan.notes[0]
    assert f"({money} M USD)" in plan.notes[0]


def test_a_plan_where_all_stands_says_nothing(plan):
    names = country.cercles()["name"]
    whole = plan.works.assign(known_standing="yes")
    assert standing_notes(whole, names, within_km=5) == []


def test_each_audience_sees_no_more_than_it_may(plan):
    works = plan.works.assign(nearest_same_state="closed", nearest_same_km=7.0)
    for audience, state, sentence in (("internal", True, True), ("partners", False, True), ("public", False, False)):
        seen = plan_for(replace(plan, works=works), Audience(audience), frozenset()).works
        assert (seen["nearest_same_state"].fillna("") != "").any() == state
        assert (seen["warning_fr"].fillna("") != "").any() == sentence
        assert seen["nearest_same_km"].notna().any() == sentence
