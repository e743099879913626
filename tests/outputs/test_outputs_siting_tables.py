"""Access and the plan's meaning as CSV files, and what each audience gets of them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest
from made_up_siting import with_siting
from small_products import CODES, products
from test_outputs_tables import NAMES

from prosmed_gis.domain.products import ACCESS_COLUMNS
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.tables import tables, write_tables

OF_ACCESS = ["access.csv", "chain.csv", "crowding.csv", "ground.csv", "links.csv", "network.csv"]
OF_PLACEMENT = ["frontier", "greedy_plan", "money", "near_best", "near_best_works", "partners", "people_by_year",
                "robust_plan", "scenario_summary", "scenarios", "sites"]  # fmt: skip


def refusing(whole):
    excluded = pd.DataFrame({"work_id": ["OPEN-EPES-X"], "cercle_pcode": [CODES[0]], "reason": ["=trop loin"]})
    return replace(whole, plan=replace(whole.plan, excluded=excluded))


@pytest.fixture
def whole():
    return with_siting(products())


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_every_table_stands_in_its_folder(tmp_path, whole):
    written = [path.relative_to(tmp_path).as_posix() for path in write_tables(whole, tmp_path)]
    assert sorted(written) == sorted(NAMES + OF_ACCESS + [f"placement/{name}.csv" for name in OF_PLACEMENT])
    assert all((tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf") for name in written)


def test_states_are_told_in_the_order_of_their_contract(tmp_path, whole):
    write_tables(whole, tmp_path)
    rows = read(tmp_path / "access.csv")
    assert tuple(rows[0]) == ACCESS_COLUMNS
    assert list(rows[1].values()) == ["cercle", "ML0401", "security", "rains", "calm", "vehicle", "120.0", "1000", "150",
                                      "0.1500", "0"]  # fmt: skip


def test_a_link_without_a_path_is_inf_and_a_missing_link_empty(tmp_path, whole):
    write_tables(whole, tmp_path)
    chain = {row["cercle_pcode"]: row for row in read(tmp_path / "chain.csv")}
    assert chain[CODES[0]]["cercle"] == "Alpha"
    assert [chain[code]["security_justice_min"] for code in CODES[:2]] == ["", "35.5000"]
    assert chain[CODES[5]]["security_justice_min"] == "inf"
    assert [chain[code]["complete"] for code in CODES[:2]] == ["false", "true"]


def test_sites_and_frontier_in_whole_people_and_dollars(tmp_path, whole):
    write_tables(whole, tmp_path)
    site = read(tmp_path / "placement" / "sites.csv")[0]
    assert (site["work_id"], site["year"], site["loss"], site["loss_people"]) == ("BRI-B", "2022", "1000.0000", "500")
    assert (site["core"], site["near_best_share"], site["greedy"]) == ("true", "1.0000", "true")
    curve = read(tmp_path / "placement" / "frontier.csv")
    assert len(curve) == 11
    assert (curve[8]["budget_usd"], curve[8]["people_covered"], curve[-1]["gap"]) == ("1000000", "86466", "0.020000")
    assert read(tmp_path / "placement" / "scenario_summary.csv")[2]["plan"] == "robust"


def test_catchments_go_without_their_shapes(tmp_path, whole):
    shapes = whole.layers.cercles.reset_index()[["geometry"]].assign(service="security", facility_id="F1", people=12.6)
    write_tables(replace(whole, access=replace(whole.access, catchments=shapes)), tmp_path)
    rows = read(tmp_path / "catchments.csv")
    assert rows[0] == {"service": "security", "facility_id": "F1", "people": "13"}
    assert len(rows) == len(CODES)


def test_refused_candidates_are_told_and_harmless(tmp_path, whole):
    write_tables(refusing(whole), tmp_path)
    assert read(tmp_path / "placement" / "excluded.csv")[0]["reason"] == "'=trop loin"


def test_without_access_or_meaning_the_tables_are_the_usual_ones(tmp_path):
    assert [path.name for path in write_tables(products(), tmp_path)] == NAMES


def test_partners_get_what_is_known_inside(whole):
    inside, partners = tables(whole), tables(for_audience(whole))
    assert {name: frame.to_csv() for name, frame in inside.items() if name.startswith(("placement/", "access", "chain"))} == {
        name: frame.to_csv() for name, frame in partners.items() if name.startswith(("placement/", "access", "chain"))
    }  # fmt: skip


def test_the_public_gets_sums_and_cercles_only(whole):
    whole = replace(whole, notes=(*whole.notes, *whole.access.notes, *whole.meaning.notes))
    seen = for_audience(refusing(whole), Audience.PUBLIC)
    found = tables(seen)
    new = {name for name in found if name.startswith("placement/") or name in (*OF_ACCESS, "catchments.csv")}
    sums = ("frontier", "money", "near_best", "people_by_year", "scenario_summary", "scenarios")
    assert new == {"access.csv", "chain.csv", "ground.csv", "network.csv", *(f"placement/{name}.csv" for name in sums)}
    assert set(found["access.csv"]["level"]) == {"cercle"}
    assert found["chain.csv"][["security", "justice_prison_min"]].isna().all(axis=None)
    assert found["chain.csv"]["complete"].any()
    text = "\n".join(frame.to_csv() for frame in found.values())
    assert set(found["ground.csv"]["level"]) == set(found["network.csv"]["level"]) == {"cercle"}
    for hidden in ("OPEN-", "BRI-B", "Bêta-Ville", "Gâma <Ville>", "F-LINK", "F-COURT"):
        assert hidden not in text
    assert (seen.access.notes, seen.meaning.notes, seen.notes) == ((), (), whole.notes[:1])
    assert len(seen.access.within) == len(seen.access.catchments) == 0


def test_frames_that_are_not_there_do_not_hinder(whole):
    bare = replace(whole, access=replace(whole.access, links=None, ground=None))
    assert not {"links.csv", "ground.csv"} & set(tables(bare))
    assert for_audience(bare, Audience.PUBLIC).access.links is None


def test_a_second_filtering_takes_nothing_more(whole):
    once = for_audience(whole, Audience.PUBLIC)
    twice = tables(for_audience(once))
    assert {name: frame.to_csv() for name, frame in tables(once).items()} == {
        name: frame.to_csv() for name, frame in twice.items()
    }
