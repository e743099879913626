from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from prosmed_gis.domain import schemas
from prosmed_gis.domain.checking import Checked, Rules, check
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.shapes import Place
from prosmed_gis.wording.sentences import say

GOOD = {
    "count_id": "a", "cercle_pcode": "ML0101", "month": "2020-01-01", "event_class": "political_violence", "events": "3",
    "fatalities": "1", "source": "toy",
}  # fmt: skip


def counts(*changes: dict[str, str | None]) -> pd.DataFrame:
    rows = [{**GOOD, "count_id": f"id{number}"} | change for number, change in enumerate(changes)]
    return pd.DataFrame(rows, index=range(2, 2 + len(rows)), dtype="str")


def rules_of(checked: Checked) -> list[tuple[int | None, str, str, Severity]]:
    return [(problem.row, problem.column, problem.rule, problem.severity) for problem in checked.problems]


def run(frame: pd.DataFrame, rules: Rules, schema: schemas.Schema = schemas.EVENT_COUNTS) -> Checked:
    return check(frame, schema, Reporter("toy.csv", schema.name), rules)


def test_good_rows_come_back_typed_sorted_and_keyed(rules: Rules) -> None:
    checked = run(counts({"count_id": "b"}, {"count_id": "a"}), rules)
    assert checked.problems == ()
    assert checked.frame is not None
    assert list(checked.frame.index) == ["a", "b"]
    assert checked.frame.index.name == "count_id"
    assert list(checked.frame.columns) == schemas.EVENT_COUNTS.names
    assert checked.frame["events"].dtype == float
    assert checked.frame["month"].dtype == "datetime64[us]"


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"cercle_pcode": "ML0999"}, "cercle_pcode", "pcode.unknown"),
        ({"fatalities": "-1"}, "fatalities", "value.minimum"),
        ({"month": "2021-07-01"}, "month", "value.future"),
        ({"month": "juillet"}, "month", "value.date"),
        ({"events": "beaucoup"}, "events", "value.float"),
        ({"events": None}, "events", "value.missing"),
        ({"event_class": "war"}, "event_class", "value.allowed"),
        ({"count_id": None}, "count_id", "value.missing"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_line_and_reason(
    change: dict[str, str | None], column: str, rule: str, rules: Rules
) -> None:
    checked = run(counts({}, change, {}), rules)
    assert rules_of(checked) == [(3, column, rule, Severity.ERROR)]
    assert checked.frame is not None
    assert list(checked.frame.index) == ["id0", "id2"]
    problem = checked.problems[0]
    assert problem.file == "toy.csv"
    assert say(problem.remedy, "fr").endswith(".")
    assert "Ligne 3" in say(problem.remedy, "fr")


def test_the_later_of_two_rows_with_one_id_is_set_aside(rules: Rules) -> None:
    checked = run(counts({"count_id": "x", "events": "1"}, {}, {"count_id": "x", "events": "9"}), rules)
    assert rules_of(checked) == [(4, "count_id", "key.duplicate", Severity.ERROR)]
    assert checked.frame is not None
    assert checked.frame.loc["x", "events"] == 1
    assert "ligne 2" in say(checked.problems[0].remedy, "fr")


def test_every_fault_of_every_row_is_told_in_one_go(rules: Rules) -> None:
    checked = run(counts({"fatalities": "-1", "cercle_pcode": "?"}, {"month": "2030-01-01"}, {}, {}), rules)
    assert {rule for _, _, rule, _ in rules_of(checked)} == {"value.minimum", "pcode.unknown", "value.future"}
    assert checked.frame is not None
    assert len(checked.frame) == 2


def test_too_many_refused_rows_refuse_the_layer(rules: Rules) -> None:
    bad = {"fatalities": "-1"}
    assert run(counts(bad, {}), rules).frame is not None
    checked = run(counts(bad, bad, {}), rules)
    assert checked.frame is None
    assert checked.problems[-1].rule == "layer.refused"
    assert checked.problems[-1].severity is Severity.FATAL
    assert len(checked.problems) == 3


def test_absent_columns_and_empty_layers_are_fatal(rules: Rules) -> None:
    checked = run(counts({}).drop(columns=["events", "month"]), rules)
    assert checked.frame is None
    assert [(p.column, p.rule) for p in checked.problems] == [("month", "column.missing"), ("events", "column.missing")]
    assert [p.rule for p in run(counts({}).iloc[:0], rules).problems] == ["layer.empty"]


def test_records_of_one_line_are_set_aside_one_by_one(rules: Rules) -> None:
    frame = counts({}, {"cercle_pcode": "ML0999"}, {}).set_axis([7, 7, 8])
    checked = run(frame, rules)
    assert checked.frame is not None
    assert list(checked.frame.index) == ["id0", "id2"]
    assert checked.problems[0].row == 7


def test_codes_are_checked_at_the_level_that_a_row_states(rules: Rules) -> None:
    frame = pd.DataFrame(
        {
            "entry_id": ["a", "b", "c"], "plan": "p", "level": ["region", "cercle", "cercle"],
            "pcode": ["ML01", "ML01", "ML0101"], "status": "listed", "document": "d",
        }, index=[2, 3, 4],
    )  # fmt: skip
    checked = run(frame, rules, schemas.REDEPLOYMENT)
    assert rules_of(checked) == [(3, "pcode", "pcode.unknown", Severity.ERROR)]


def test_a_key_that_is_a_unit_must_be_one(rules: Rules) -> None:
    frame = pd.DataFrame({"pcode": ["ML0101", "ML01"], "people": "5", "year": "2020", "source": "s"}, index=[2, 3])
    strict = Rules(rules.today, 1.0, rules.known, key_of="cercles")
    assert rules_of(run(frame, strict, schemas.POPULATION)) == [(3, "pcode", "pcode.unknown", Severity.ERROR)]


def test_works_named_by_observations_must_exist(rules: Rules) -> None:
    frame = pd.DataFrame(
        {"observation_id": ["a", "b"], "work_id": ["W1", "W9"], "date": "2021-01-01", "stage": "works"}, index=[2, 3]
    )
    known = Rules(rules.today, 1.0, {"works": pd.Index(["W1"])})
    assert rules_of(run(frame, known, schemas.PROGRESS)) == [(3, "work_id", "key.unknown", Severity.ERROR)]


def test_broken_accents_are_told_and_the_row_kept(rules: Rules) -> None:
    checked = run(counts({"source": "Ã©tude"}), rules)
    assert rules_of(checked) == [(2, "source", "text.garbled", Severity.WARNING)]
    assert checked.frame is not None


def sites(*points: object) -> gpd.GeoDataFrame:
    rows = range(2, 2 + len(points))
    data = {"place_id": [f"p{row}" for row in rows], "name": "x", "place_class": "village"}
    return gpd.GeoDataFrame(pd.DataFrame(data, index=list(rows)), geometry=list(points), crs=4326)


@pytest.mark.parametrize(
    ("point", "rule"),
    [
        (None, "geometry.missing"),
        (Point(), "geometry.missing"),
        (Point(0, 0), "geometry.zero"),
        (Point(1, 13), "geometry.outside"),
        (Point(10.5, 1.5), "geometry.swapped"),
        (Point(500000, 1200000), "geometry.globe"),
        (LineString([(0, 10), (1, 11)]), "geometry.kind"),
    ],
)
def test_points_that_cannot_be_are_set_aside(point: object, rule: str, rules: Rules) -> None:
    checked = run(sites(Point(1, 11), point), rules, schemas.SETTLEMENTS)
    assert rules_of(checked) == [(3, "geometry", rule, Severity.ERROR)]
    assert checked.frame is not None
    assert list(checked.frame.index) == ["p2"]


def test_swapped_coordinates_are_proposed_not_changed(rules: Rules) -> None:
    frame = sites(Point(1, 11), Point(10.5, 1.5))
    problem = run(frame, rules, schemas.SETTLEMENTS).problems[0]
    assert "longitude 1.5, latitude 10.5" in say(problem.remedy, "fr")
    assert frame.geometry.iloc[1].x == 10.5


def test_a_point_just_outside_the_outline_stays(rules: Rules) -> None:
    # 0.03 degrees of latitude are 3.3 km, 0.06 degrees 6.6 km; five are allowed.
    checked = run(sites(Point(1, 12.03), Point(1, 12.06)), rules, schemas.SETTLEMENTS)
    assert checked.frame is not None
    assert list(checked.frame.index) == ["p2"]
    assert "à 7 km" in say(checked.problems[0].remedy, "fr")


def test_self_crossing_polygons_are_refused_with_their_reason(rules: Rules) -> None:
    bow_tie = Polygon([(0, 10), (1, 11), (1, 10), (0, 11)])
    frame = gpd.GeoDataFrame(
        {"pcode": ["ML01", "ML02"], "name": "n", "parent_pcode": "ML", "vintage": "2021", "area_km2": 1.0},
        geometry=[box(0, 10, 1, 11), bow_tie], index=[1, 2], crs=4326,
    )  # fmt: skip
    checked = run(frame, rules, schemas.REGIONS)
    assert rules_of(checked) == [(2, "geometry", "geometry.invalid", Severity.FATAL)]
    assert "Self-intersection" in checked.problems[0].value
    assert "n / ML02" in say(checked.problems[0].remedy, "fr")
    assert "make_valid" in say(checked.problems[0].remedy, "fr")
    assert checked.frame is None


def test_the_frame_given_is_not_changed(rules: Rules) -> None:
    frame = counts({"fatalities": "-1"}, {})
    before = frame.copy()
    run(frame, rules)
    pd.testing.assert_frame_equal(frame, before)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)))
def test_order_of_rows_does_not_change_what_is_kept(order: list[int]) -> None:
    frame = counts({}, {"fatalities": "-1"}, {}, {"events": "x"}, {}, {})
    loose = Rules(date(2021, 6, 30), 1.0, {"cercles": pd.Index(["ML0101"])}, place=Place(box(0, 10, 4, 12), 5))
    kept, shuffled = (run(rows, loose) for rows in (frame, frame.iloc[order]))
    assert kept.frame is not None
    assert shuffled.frame is not None
    pd.testing.assert_frame_equal(kept.frame, shuffled.frame)
    assert sorted(rules_of(kept)) == sorted(rules_of(shuffled))  # type: ignore[type-var]


def test_every_text_exists_in_both_languages_and_is_a_sentence() -> None:
    from prosmed_gis.domain.messages import contents, inputs, reading

    for key, (french, english) in (inputs.TEXTS | contents.TEXTS | reading.TEXTS).items():
        assert french.rstrip().endswith((".", ":")), key
        assert english.rstrip().endswith((".", ":")), key
