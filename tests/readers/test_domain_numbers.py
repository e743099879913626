"""A column of numbers is read as a whole: what it can hold, its other cells and its file decide, never one cell."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.domain import numbers, parsing, schemas
from prosmed_gis.domain.checking import Checked, Rules, check
from prosmed_gis.domain.numbers import ANY, LAT, LON, MONEY, WHOLE, Writing, decimal_sign
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.wording.sentences import say

REPORTER = Reporter("f.csv", "toy")


def read(*cells: str, writing: Writing = ANY) -> list[float | None]:
    values, _ = parsing.to_number(pd.Series(list(cells)), writing)
    return [None if pd.isna(value) else float(value) for value in values]


def doubt(*cells: str, writing: Writing = ANY) -> list[bool]:
    return parsing.in_doubt(pd.Series(list(cells)), writing).to_list()


@pytest.mark.parametrize(
    ("cells", "writing", "values"),
    [
        (("-3,970", "14,794"), LON, [-3.97, 14.794]),
        (("-0,045", "0,308"), ANY, [-0.045, 0.308]),
        (("1,234", "2,5"), ANY, [1.234, 2.5]),
        (("1,234", "12 345,678"), ANY, [1.234, 12345.678]),
        (("1,234", "7"), Writing(decimal=","), [1.234, 7]),
        (("1.234", "2.5"), ANY, [1.234, 2.5]),
        (("1234,567", "15,", ",5"), ANY, [1234.567, 15, 0.5]),
        (("14.794",), LAT, [14.794]),
        (("45%", "12,5 %", "7"), Writing(largest=100, percent=True), [45, 12.5, 7]),
        (("\u22123.97",), LON, [-3.97]),
        (("1 234", "1\u00a0234", "1\u202f234"), WHOLE, [1234, 1234, 1234]),
    ],
)
def test_what_the_column_decides_is_read(cells: tuple[str, ...], writing: Writing, values: list[float]) -> None:
    assert read(*cells, writing=writing) == values
    assert not any(doubt(*cells, writing=writing))


@pytest.mark.parametrize(
    ("cells", "writing", "doubtful"),
    [
        (("1,234", "7"), ANY, [True, False]),
        (("1,234", "2.5"), ANY, [True, False]),
        (("1.234", "2,5"), ANY, [True, False]),
        (("1.234", "1.234.567"), ANY, [True, True]),
        (("320.000", "1 355 750"), WHOLE, [True, False]),
        (("320,000",), WHOLE, [True]),
        (("1.234.567",), WHOLE, [True]),
        (("12.500", "300"), MONEY, [True, False]),
        (("1.234,50",), MONEY, [True]),
        (("1.234",), Writing(decimal=","), [True]),
    ],
)
def test_what_nothing_decides_is_in_doubt_and_not_read(
    cells: tuple[str, ...], writing: Writing, doubtful: list[bool]
) -> None:
    assert doubt(*cells, writing=writing) == doubtful
    assert [value is None for value in read(*cells, writing=writing)] == doubtful


@pytest.mark.parametrize("text", ["45%", "-3.970.123", "12 kg"])
def test_what_is_no_number_is_no_doubt(text: str) -> None:
    assert read(text, writing=LON) == [None]
    assert doubt(text, writing=LON) == [False]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-180, 180, allow_nan=False), min_size=1, max_size=8), st.integers(0, 7))
def test_degrees_say_the_same_with_points_and_with_commas(degrees: list[float], digits: int) -> None:
    cells = [f"{degree:.{digits}f}" for degree in degrees]
    with_commas = [cell.replace(".", ",") for cell in cells]
    assert read(*with_commas, writing=LON) == read(*cells, writing=LON) == [float(cell) for cell in cells]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1000, 10**9), min_size=1, max_size=6), st.sampled_from([".", ","]))
def test_people_in_groups_of_thousands_are_never_read_as_a_thousandth(people: list[int], mark: str) -> None:
    cells = [f"{number:,}".replace(",", mark) for number in people]
    assert read(*cells, writing=WHOLE) == [None] * len(cells)
    assert all(doubt(*cells, writing=WHOLE))


@pytest.mark.parametrize("text", ["1e308", "99999999999999999999", "1e30", "3.2E+05", "12.5", "9223372036854775808"])
def test_no_whole_number_is_a_bad_cell_and_no_accident(text: str) -> None:
    found, bad = parsing.to_whole(pd.Series(["7", text]))
    assert found.isna().to_list() == bad.to_list() == [False, True]


def test_a_file_proves_its_decimal_sign() -> None:
    assert decimal_sign([["1,5"], ["a"]], ",") == ","
    assert decimal_sign([["1.5"], ["7"]], ";") == "."
    assert decimal_sign([["1.5"], ["2,5"]], ";") is None
    assert decimal_sign([["1,234"], ["7"]], ";") == ","
    assert decimal_sign([["1,234"], ["7"]], ",") is None


def people(*cells: str, rules: Rules) -> Checked:
    codes = ["ML0101", "ML0102", "ML0201", "ML0202"][: len(cells)]
    frame = pd.DataFrame({"pcode": codes, "people": cells, "year": "2020", "source": "s"})
    return check(frame.set_axis(range(2, 2 + len(cells))), schemas.POPULATION, REPORTER, rules)


def test_a_column_in_doubt_is_refused_as_a_column_with_its_remedy(rules: Rules) -> None:
    checked = people("7", "320.000", "1.355.750", rules=rules)
    assert checked.frame is None
    assert [(p.rule, p.severity, p.column, p.value) for p in checked.problems] == [
        ("number.doubt", Severity.FATAL, "people", "320.000")
    ]
    assert "2 cell(s)" in say(checked.problems[0].remedy, "en")
    assert "(row 3)" in say(checked.problems[0].remedy, "en")


def test_people_are_whole_and_not_beyond_what_can_be(rules: Rules) -> None:
    checked = people("7", "8.5", "1e30", "9", rules=rules)
    assert [(p.row, p.rule) for p in checked.problems] == [(3, "value.int"), (4, "value.huge")]
    assert checked.frame is not None
    assert checked.frame["people"].to_dict() == {"ML0101": 7.0, "ML0202": 9.0}


def observations(*percents: str, rules: Rules) -> Checked:
    frame = pd.DataFrame({"percent": percents, "work_id": "W1", "date": "2021-01-01", "stage": "works"})
    frame = frame.assign(observation_id=[f"o{number}" for number in range(len(frame))])
    return check(frame.set_axis(range(2, 2 + len(frame))), schemas.PROGRESS, REPORTER, rules)


@pytest.mark.parametrize(
    ("percents", "told"),
    [
        (("45%", "45 %", "12,5 %", "100"), []),
        (("0.45", "1", "0"), [(None, "percent.column")]),
        (("0.45", "20", "100"), [(2, "percent.cell")]),
        (("0.5%", "20"), []),
        (("0", "1", "1"), []),
    ],
)
def test_percents_as_people_write_them(
    percents: tuple[str, ...], told: list[tuple[int | None, str]], rules: Rules
) -> None:
    checked = observations(*percents, rules=rules)
    assert [(p.row, p.rule) for p in checked.problems] == told
    assert checked.frame is not None
    assert len(checked.frame) == len(percents)
    assert all(problem.severity is Severity.WARNING for problem in checked.problems)


def test_a_row_that_the_reader_refused_is_set_aside_and_told_once(rules: Rules) -> None:
    frame = pd.DataFrame({"percent": ["1", "2"], "work_id": "W1", "date": [None, "2021-01-01"], "stage": "works"})
    frame = frame.assign(observation_id=["a", "b"]).set_axis([2, 3])
    checked = check(frame, schemas.PROGRESS, REPORTER, Rules(rules.today, 0.5, refused=frozenset({2})))
    assert checked.problems == ()
    assert checked.frame is not None
    assert list(checked.frame.index) == ["b"]
    refused = check(frame, schemas.PROGRESS, REPORTER, Rules(rules.today, 0.5, refused=frozenset({2, 9, 10})))
    assert [p.rule for p in refused.problems] == ["layer.refused"]
    assert refused.problems[0].value == "75%"


def test_columns_know_what_they_can_hold() -> None:
    assert schemas.PROGRESS.column("percent").writing == Writing(largest=100, percent=True)
    assert schemas.WORKS.column("lon").writing.largest == 180
    assert schemas.POPULATION.column("people").writing == numbers.WHOLE
    assert schemas.PAYMENTS.column("cost_usd").writing == numbers.MONEY
