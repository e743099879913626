"""CSV and HXL: contract columns, one form, the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_products import CODES, SCORES, products

from prosmed_gis.domain.problems import COLUMNS
from prosmed_gis.domain.products import COVERAGE_COLUMNS, PLAN_COLUMNS, STANDING_COLUMNS, TRACKING_COLUMNS
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.hxl import tag, write_hxl
from prosmed_gis.outputs.tables import csv_text, harmless, number, write_table, write_tables

NAMES = ["coverage.csv", "criteres.csv", "plan.csv", "problems.csv", "selection.csv", "tracking.csv"]


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_every_table_with_its_contract_columns(tmp_path):
    assert [path.name for path in write_tables(products(), tmp_path)] == NAMES
    headers = {name: read(tmp_path / name)[0].keys() for name in NAMES}
    assert tuple(headers["plan.csv"]) == (*PLAN_COLUMNS, *STANDING_COLUMNS)
    assert tuple(headers["coverage.csv"]) == COVERAGE_COLUMNS
    assert tuple(headers["tracking.csv"]) == TRACKING_COLUMNS
    assert tuple(headers["problems.csv"]) == COLUMNS
    names = list(headers["selection.csv"])
    assert names[:4] == ["pcode", "region", "cercle", "track"]
    assert names[4:6] == ["conflict_value", "conflict_contribution"]
    assert names[-6:] == ["score", "rank", "selected", "firmness", "reason_fr", "reason_en"]


def test_form_of_cells(tmp_path):
    write_tables(products(), tmp_path)
    first = read(tmp_path / "selection.csv")[0]
    assert (first["score"], first["rank"], first["selected"], first["spread_value"]) == ("70.000000", "2", "true", "")
    work = read(tmp_path / "plan.csv")[0]
    assert (work["cost_usd"], work["lon"], work["year"]) == ("100000", "-5.50000", "2021")
    assert read(tmp_path / "plan.csv")[3]["cost_usd"] == ""
    assert read(tmp_path / "coverage.csv")[0]["share"] == "0.1000"
    assert read(tmp_path / "problems.csv")[1]["row"] == "12"
    states = read(tmp_path / "tracking.csv")
    assert (states[0]["cercle_pcode"], states[1]["done"]) == ("", "")


def test_the_public_has_the_usual_decimals(tmp_path):
    whole = products()
    write_tables(replace(whole, label=replace(whole.label, audience=Audience.PUBLIC)), tmp_path)
    assert read(tmp_path / "selection.csv")[0]["score"] == "70.0000"
    assert {len(row["contribution"].partition(".")[2]) for row in read(tmp_path / "criteres.csv")} == {4}


def test_contributions_add_up_to_the_score(tmp_path):
    write_tables(products(), tmp_path)
    frame = pd.read_csv(tmp_path / "criteres.csv", encoding="utf-8-sig")
    assert frame.groupby("pcode")["contribution"].sum().reindex(CODES).tolist() == pytest.approx(SCORES)
    assert len(frame) == 13


def test_bom_and_line_ends_and_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_tables(products(), tmp_path / folder)
    for name in NAMES:
        content = (tmp_path / "a" / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content == (tmp_path / "b" / name).read_bytes()


def test_text_is_never_a_formula():
    frame = pd.DataFrame({"a": ["=1+1", "@x", "-3,5 km", "+223 76", "-3.5", "ok"]})
    assert csv_text(frame).splitlines()[1:] == ["'=1+1", "'@x", '"\'-3,5 km"', "'+223 76", "-3.5", "ok"]
    assert harmless("") == ""


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.integers(0, 6))
@example(67108864.0859375, 6)
def test_numbers_have_fixed_decimals_and_no_negative_zero(value, decimals):
    written = number(value, decimals)
    assert len(written.partition(".")[2]) == decimals
    # Half of the last decimal, and what a float itself cannot tell apart at that size.
    assert float(written) == pytest.approx(value, abs=0.5 * 10**-decimals + abs(value) * 2**-52)
    if float(written) == 0:
        assert not written.startswith("-")


def test_public_products_keep_the_contract_columns(tmp_path):
    write_tables(for_audience(products(Audience.PUBLIC)), tmp_path)
    works = read(tmp_path / "plan.csv")
    assert tuple(works[0].keys()) == (*PLAN_COLUMNS, *STANDING_COLUMNS)
    assert {row["lon"] + row["lat"] + row["place"] + row["cost_usd"] for row in works} == {""}


def test_missing_columns_come_out_empty(tmp_path):
    whole = products()
    thin = replace(whole, plan=replace(whole.plan, works=whole.plan.works.drop(columns=["lon", "place"])))
    write_tables(thin, tmp_path)
    assert {row["lon"] + row["place"] for row in read(tmp_path / "plan.csv")} == {""}


def test_unwritable_folder_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match=r"x\.csv"):
        write_table(pd.DataFrame({"a": [np.nan]}), tmp_path / "absent" / "x.csv")


def test_hxl_has_one_tag_for_each_column(tmp_path):
    paths = write_hxl(products(), tmp_path / "hxl")
    assert sorted(path.name for path in paths) == ["plan.hxl.csv", "selection.hxl.csv"]
    for path in paths:
        header, tags, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        assert len(header) == len(tags) == len(rows[0])
        assert all(word.startswith("#") for word in tags)
        assert len(set(tags)) == len(tags)
    assert tag("violence_value") == "#indicator+value+violence"
