from __future__ import annotations

import pandas as pd
import pytest

from prosmed_gis.domain import parsing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("1 937 688", 1937688),
        ("1\u202f234,5", 1234.5),
        ("12,5", 12.5),
        ("1e3", 1000),
        (" 7 ", 7),
    ],
)
def test_numbers_that_have_one_meaning_are_read(text: str, value: float) -> None:
    numbers, bad = parsing.to_number(pd.Series([text]))
    assert numbers.iloc[0] == value
    assert not bad.iloc[0]


@pytest.mark.parametrize("text", ["1,234", "1.234.567", "abc", "12 kg", "nan", "inf", "1e999", "0x10", "12 34"])
def test_numbers_in_doubt_are_refused(text: str) -> None:
    numbers, bad = parsing.to_number(pd.Series([text]))
    assert numbers.isna().iloc[0]
    assert bad.iloc[0]


def test_blanks_are_missing_not_bad() -> None:
    values = pd.Series(["", " ", None, "<Null>"])
    for read in (parsing.to_number, parsing.to_whole, parsing.to_truth, parsing.to_date):
        found, bad = read(values)
        assert found.isna().all()
        assert not bad.any()


def test_whole_numbers() -> None:
    found, bad = parsing.to_whole(pd.Series(["12", "12.0", "12.5"]))
    assert found.to_list()[:2] == [12, 12]
    assert bad.to_list() == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "2020-07-31",
        "2020/7/31",
        "31 July 2020",
        "31 juillet 2020",
        "31/07/2020",
        "31.07.2020",
        "2020-07-31 00:00:00",
        "31-Jul-2020",
        "31 JUL 2020",
    ],
)
def test_dates_that_have_one_meaning_are_read(text: str) -> None:
    found, bad = parsing.to_date(pd.Series([text]))
    assert found.iloc[0] == pd.Timestamp(2020, 7, 31)
    assert not bad.any()


def test_accented_months() -> None:
    found, _ = parsing.to_date(pd.Series(["1 août 2020", "2 février 2021", "3 décembre 2021"]))
    assert found.dt.month.to_list() == [8, 2, 12]


@pytest.mark.parametrize("text", ["2020-02-30", "07/31/2020", "2020", "31 Juni 2020", "32/01/2020"])
def test_dates_in_doubt_are_refused(text: str) -> None:
    _, bad = parsing.to_date(pd.Series([text]))
    assert bad.all()


def test_one_month_first_date_makes_every_slashed_date_of_the_column_unsure() -> None:
    found, bad = parsing.to_date(pd.Series(["07/31/2020", "03/04/2020", "2020-01-01"]))
    assert bad.to_list() == [True, True, False]
    assert found.iloc[2] == pd.Timestamp(2020, 1, 1)


def test_the_order_of_slashed_dates_may_be_unproven() -> None:
    assert parsing.slashed_order_unsure(pd.Series(["03/04/2020"]))
    assert not parsing.slashed_order_unsure(pd.Series(["03/04/2020", "31/12/2020"]))
    assert not parsing.slashed_order_unsure(pd.Series(["2020-01-01"]))


def test_truths_in_both_languages() -> None:
    found, bad = parsing.to_truth(pd.Series(["oui", "NO", "vrai", "0", "peut-être"]))
    assert found.to_list()[:4] == [True, False, True, False]
    assert bad.to_list() == [False] * 4 + [True]


def test_text_is_normalised() -> None:
    found = parsing.to_text(pd.Series(["  Se\u0301gou ", None]))
    assert found.iloc[0] == "S\u00e9gou"
    assert found.isna().iloc[1]
