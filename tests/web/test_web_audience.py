"""What each audience may see."""

from dataclasses import replace

import pandas as pd
import pytest
import web_world as w

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.audience import PUBLIC_COUNTS, count_label, for_audience, notes_for, site_ids, twelve_months


def everything(products):
    """All frames of the products as one text, geometry as WKT."""
    layers = products.layers
    frames = [getattr(layers, name) for name in vars(layers) if hasattr(getattr(layers, name), "to_csv")]
    frames += [products.selection, products.criteria.values, products.criteria.worths, products.criteria.contributions,
               products.criteria.ceiling, products.beside, products.counts, products.partners, products.plan.works, products.tracked.works,
               products.problems]  # fmt: skip
    frames += [products.events] if products.events is not None else []
    return "\n".join(frame.to_csv() for frame in frames)


def test_internal_sees_all():
    products = w.world(Audience.INTERNAL)
    assert for_audience(products) is products


def test_partners_see_neither_events_nor_notes_but_sites():
    shown = everything(for_audience(w.world()))
    for hidden in (str(w.EVENT_LON), w.ACTOR, w.NOTE, "Mme X", "p.jpg"):
        assert hidden not in shown
    for kept in (str(w.SITE_LON), str(w.FACILITY_LON), "police?"):
        assert kept in shown


def test_public_sees_nothing_finer_than_a_cercle():
    shown = everything(for_audience(w.world(Audience.PUBLIC)))
    for hidden in (w.EVENT_LON, w.SITE_LON, w.SITE_LON + 1, w.FACILITY_LON, w.COMMUNE_LON, w.SEAT_LON):
        assert str(hidden) not in shown
    for hidden in (
        w.ACTOR,
        w.NOTE,
        "SECRETSITE",
        "Commune ",
        "57 événements",
        "4321.5",
        "4567.5",
        "321.0",
        "police?",
        "70000",
    ):
        assert hidden not in shown


def test_no_note_for_the_public_names_a_site():
    whole = w.world(Audience.PUBLIC)
    facility, settlement = whole.layers.facilities.index[0], whole.layers.settlements.index[0]
    placed = whole.plan.works.loc[whole.plan.works["status"] == "planned", "work_id"].iloc[0]
    naming = tuple(f"Sans position : {name} (1)." for name in (facility, settlement, placed))
    plan = replace(whole.plan, notes=("Sites écartés : 3.", *naming))
    seen = for_audience(replace(whole, notes=(*naming, "Habitants sans chemin : 227."), plan=plan))
    assert seen.notes == ("Habitants sans chemin : 227.",)
    assert seen.plan.notes == ("Sites écartés : 3.",)
    assert for_audience(seen).notes == seen.notes
    sites = site_ids(whole.layers)
    assert notes_for((naming[0], "Sans position : 1."), Audience.PUBLIC, sites) == ("Sans position : 1.",)
    assert notes_for(naming, Audience.PARTNERS, sites) == naming


def test_public_statements_for_a_commune_are_lifted_to_its_cercle():
    seen = for_audience(w.world(Audience.PUBLIC))
    lifted = seen.partners[seen.partners["project_id"] == "P1"].iloc[0]
    assert (lifted["level"], lifted["stated_pcode"]) == ("cercle", w.CODES[0])
    assert list(seen.layers.interventions["pcode"]) == [w.CODES[0]]
    assert list(seen.partners.loc[seen.partners["project_id"] == "P2", "stated_pcode"]) == ["ML01", "ML01"]


def test_public_counts_are_classes_of_twelve_months():
    counts = for_audience(w.world(Audience.PUBLIC)).counts
    assert tuple(counts.columns) == PUBLIC_COUNTS
    last = counts[counts["until"] == pd.Timestamp(2021, 6, 30)].set_index("cercle_pcode")["events_class"]
    assert last.to_dict() == {w.CODES[0]: "10–49", w.CODES[3]: "50–149"}


def test_public_keeps_score_rank_and_selection():
    before, after = w.world(Audience.PUBLIC), for_audience(w.world(Audience.PUBLIC))
    kept = ["pcode", "score", "rank", "selected"]
    pd.testing.assert_frame_equal(after.selection[kept], before.selection[kept])
    assert after.selection["reason_fr"].iloc[0] == "Proposé : rang 1 sur 8."


def test_a_cercle_without_rank_has_a_reason_without_one():
    reasons = for_audience(w.world(Audience.PUBLIC)).selection["reason_fr"]
    assert reasons.iloc[-1] == "Non classé : données insuffisantes."


@pytest.mark.parametrize("audience", list(Audience))
def test_a_second_filtering_changes_nothing(audience):
    once = for_audience(w.world(audience))
    assert everything(for_audience(once)) == everything(once)


def test_the_products_given_are_left_as_they_were():
    products = w.world(Audience.INTERNAL)
    before = everything(products)
    for_audience(products, Audience.PUBLIC)
    assert everything(products) == before


def test_each_audience_sees_less():
    products = w.world(Audience.INTERNAL)
    sizes = [len(everything(for_audience(products, audience))) for audience in Audience]
    assert sizes == sorted(sizes, reverse=True)


def test_twelve_months_take_the_months_after_the_same_day_a_year_before():
    sums = twelve_months(w.counts(), pd.Timestamp(2021, 6, 30)).set_index("cercle_pcode")["events"]
    assert sums.to_dict() == {w.CODES[0]: 12.0, w.CODES[3]: 60.0}
    mid = twelve_months(w.counts(), pd.Timestamp(2021, 6, 15)).set_index("cercle_pcode")["events"]
    assert mid[w.CODES[0]] == 12.0


def test_labels_of_classes():
    assert [count_label(k) for k in range(5)] == ["0", "1–9", "10–49", "50–149", "150+"]
