"""The layers of the programme document hold together: sums, counts, codes and sources."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "layers" / "programme"
YEARS = [2021, 2022, 2023, 2024, 2025]
COSTS = [f"cost_{year}_usd" for year in YEARS]
TARGETS = [f"target_{year}" for year in YEARS]
COLUMNS = {
    "selection": "order,region_programme,cercle,cercle_pcode,communes,track,initiation_phase,source_line",
    "works": "work_id,kind,action,output,place,cercle_pcode,placed,cost_2021_usd,cost_2022_usd,cost_2023_usd,"
    "cost_2024_usd,cost_2025_usd,total_usd,label_fr,source_line",
    "budgets": "output,line_id,label_fr,year,amount_usd,level,note,source_line",
    "indicators": "code,variant,label_fr,label_en,counts,unit,baseline,target_2021,target_2022,target_2023,"
    "target_2024,target_2025,cumulative,source_line",
    "interventions": "project_id,project,theme,activity_fr,actors,donor,amount,currency,amount_text,start,end,level,"
    "pcodes,places_text,note,source_line",
    "institutions": "institution_id,kind,name,level,pcode,place,status,relocated_to_pcode,count,as_of,note,source_line",
    "redeployment": "entry_id,plan,level,pcode,status,date,document,note,source_line",
    "contradictions": "id,subject,value_a,value_b,used,lines_a,lines_b,note,source_line",
}
KEYS = {
    "selection": ["cercle_pcode"],
    "works": ["work_id"],
    "budgets": ["line_id", "year"],
    "indicators": ["code", "variant"],
    "interventions": ["project_id", "level"],
    "institutions": ["institution_id"],
    "redeployment": ["entry_id"],
    "contradictions": ["id"],
}
VOCABULARY = {
    ("selection", "track"): {"stabilise", "prevent"},
    ("selection", "initiation_phase"): {"yes", "no"},
    ("works", "kind"): {"commissariat", "brigade", "ti", "court", "epes", "one_stop_centre", "cndh_office"},
    ("works", "action"): {"build", "transform", "finish", "rehabilitate", "equip"},
    ("works", "placed"): {"yes", "no"},
    ("budgets", "level"): {"line", "subtotal"},
    ("indicators", "variant"): {"21", "17"},
    ("interventions", "theme"): {"peace", "justice_security", "corruption", "pve"},
    ("interventions", "level"): {"national", "region", "cercle", "commune", "unstated"},
    ("institutions", "kind"): {
        "police", "gendarmerie", "commissariat", "brigade", "court", "jpce", "ti", "tgi", "epes",
        "one_stop_centre", "cndh_office", "ccs", "ccr", "pole",
    },
    ("institutions", "level"): {"national", "region", "cercle", "place"},
    ("institutions", "status"): {
        "", "working", "partly", "periodic", "relocated", "closed", "planned", "under_works",
    },
    ("redeployment", "level"): {"region", "cercle"},
    ("redeployment", "status"): {"listed", "planned", "started", "done"},
}  # fmt: skip
SUBTOTALS = {
    "1.2": [864929, 1071505, 550000, 550000, 275000],
    "2.1": [2258218, 881364, 1070000, 735000, 150000],
    "2.2": [558982, 891000, 1345000, 865000, 240000],
    "2.3": [110321, 425085, 325000, 325000, 125000],
    "2.4": [189722, 375000, 500000, 450000, 200000],
    "2.5": [2053267, 1226850, 331631, 306631, 306631],
}
TOTALS = {"1.2": 3311434, "2.1": 5094582, "2.2": 3899982, "2.3": 1310406, "2.4": 1714722, "2.5": 4225010}
CERCLE = re.compile(r"ML(0[1-9]|10)\d{2}")
REGION = re.compile(r"ML(0[1-9]|10)")
SOURCE = re.compile(r"\d+(-\d+)?(; \d+(-\d+)?)*")


def read(name: str) -> pd.DataFrame:
    """The layer as text, blanks as empty strings."""
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def amounts(values: pd.Series) -> pd.Series:
    """Numbers, blanks as missing."""
    return pd.to_numeric(values.replace("", pd.NA))


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_keys_and_sources(name: str) -> None:
    table = read(name)
    assert list(table.columns) == COLUMNS[name].split(",")
    assert not table.duplicated(KEYS[name]).any()
    wrong = table.loc[~table["source_line"].map(lambda text: bool(SOURCE.fullmatch(text)))]
    assert wrong.empty, wrong.to_string()
    lines = [int(number) for text in table["source_line"] for number in re.findall(r"\d+", text)]
    assert min(lines) >= 1
    assert max(lines) <= 7670


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_files_are_plain(name: str) -> None:
    raw = (FOLDER / f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8")
    assert not re.search(r"(?<![\w.])/(work|home|tmp|Users)\b|[A-Z]:\\", text)


@pytest.mark.parametrize(("name", "column"), sorted(VOCABULARY))
def test_vocabulary(name: str, column: str) -> None:
    assert set(read(name)[column]) <= VOCABULARY[(name, column)]


def test_selection() -> None:
    table = read("selection")
    assert len(table) == 21
    assert list(table["order"].astype(int)) == list(range(1, 22))
    assert table["cercle_pcode"].map(lambda code: bool(CERCLE.fullmatch(code))).all()
    communes = table["communes"].astype(int)
    assert communes.sum() == 277
    first = table["initiation_phase"] == "yes"
    assert (first.sum(), communes[first].sum()) == (14, 206)
    assert (table.loc[first, "track"] == "stabilise").all()
    assert (table["track"] == "prevent").sum() == 5


def test_selection_follows_the_coding_of_2021() -> None:
    """Codes that are easily mistaken for a neighbour's."""
    codes = read("selection").set_index("cercle")["cercle_pcode"]
    assert codes.is_unique
    expected = {"Koro": "ML0505", "Mopti": "ML0506", "Bandiagara": "ML0501", "Diéma": "ML0102", "Ménaka": "ML1001"}
    assert {cercle: codes[cercle] for cercle in expected} == expected


def test_accents() -> None:
    names = set(read("selection")["cercle"])
    assert {"Djenné", "Ségou", "Ménaka", "Andéramboukane", "Diéma", "Yélimané", "Nioro du Sahel"} <= names


def test_works() -> None:
    table = read("works")
    named = table[table["placed"] == "yes"]
    kinds = named["kind"].value_counts().to_dict()
    assert kinds == {"commissariat": 9, "ti": 7, "epes": 4, "cndh_office": 4, "one_stop_centre": 1}
    assert named["cercle_pcode"].map(lambda code: bool(CERCLE.fullmatch(code))).all()
    loose = table[table["placed"] == "no"]
    assert set(loose["work_id"]) == {"ENV-SECURITY", "ENV-COURTS", "ENV-EPES"}
    assert (loose["cercle_pcode"] == "").all()
    assert (loose["place"] == "").all()
    selected = set(read("selection")["cercle_pcode"])
    built = named[~named["kind"].isin(["cndh_office"])]
    assert set(built["cercle_pcode"]) <= selected


def test_works_totals() -> None:
    table = read("works")
    costs = table[COSTS].apply(amounts)
    totals = amounts(table["total_usd"])
    blank = costs.isna().all(axis=1)
    assert totals[blank].isna().all()
    assert (costs[~blank].sum(axis=1) == totals[~blank]).all()
    assert set(table.loc[blank & (table["kind"] == "epes"), "place"]) == {"Douentza", "Koro", "Diéma"}
    total = table.assign(total=totals).groupby(["kind", "placed"])["total"].sum().to_dict()
    assert total[("commissariat", "yes")] == 2403024
    assert total[("brigade", "no")] == 1829335
    assert total[("ti", "yes")] == 992037
    assert total[("court", "no")] == 450000
    assert total[("epes", "yes")] == 60000
    assert total[("epes", "no")] == 450000
    assert total[("one_stop_centre", "yes")] == 200000


@pytest.mark.parametrize("output", sorted(SUBTOTALS))
def test_budget_lines_add_up_to_the_printed_subtotals(output: str) -> None:
    table = read("budgets")
    table = table[(table["output"] == output) & (table["year"] != "")]
    table = table.assign(year=table["year"].astype(int), amount=table["amount_usd"].astype(int))
    lines = table[table["level"] == "line"].groupby("year")["amount"].sum()
    printed = table[table["level"] == "subtotal"].set_index("year")["amount"]
    assert [printed[year] for year in YEARS] == SUBTOTALS[output]
    assert [lines[year] for year in YEARS] == SUBTOTALS[output]
    assert printed.sum() == TOTALS[output]


def test_budget_rows_without_amount_say_so() -> None:
    table = read("budgets")
    blank = table[(table["year"] == "") | (table["amount_usd"] == "")]
    assert (blank["year"] == "").all()
    assert (blank["amount_usd"] == "").all()
    assert (blank["note"] != "").all()
    assert not set(blank["line_id"]) & set(table.loc[table["year"] != "", "line_id"])


def test_works_cost_what_their_budget_line_says() -> None:
    budgets = read("budgets")
    spent = budgets[budgets["amount_usd"] != ""]
    spent = {(line, int(year)): int(usd) for line, year, usd in spent[["line_id", "year", "amount_usd"]].to_numpy()}
    for work in read("works").to_dict("records"):
        if work["kind"] == "cndh_office":
            continue
        line = f"{work['output']}-{work['work_id']}"
        assert line in set(budgets["line_id"])
        for year in YEARS:
            printed = work[f"cost_{year}_usd"]
            assert spent.get((line, year)) == (int(printed) if printed else None)


def test_indicators() -> None:
    table = read("indicators")
    codes = {"1.2.1", "1.2.3", "1.3.1", "2.1.2", "2.2.2", "2.3.1", "2.5.3", "4.2.3"}
    counts = {
        "communes_with_mechanisms", "peace_works", "security_works", "justice_works", "ccs", "cndh_offices",
        "pve_initiatives", "compendium",
    }  # fmt: skip
    for variant in ("21", "17"):
        rows = table[table["variant"] == variant]
        assert set(rows["code"]) == codes
        assert set(rows["counts"]) == counts
        for row in rows.to_dict("records"):
            values = [int(row[column]) for column in TARGETS if row[column]]
            assert values == sorted(values)
            assert values[0] >= 0
            if row["code"] != "1.3.1":
                assert len(values) == 5
                assert row["cumulative"] == "yes"
                assert values[0] >= int(row["baseline"])
            else:
                assert set(values) == {int(variant)}


def test_indicator_targets_at_the_end() -> None:
    table = read("indicators")
    last = {(r["variant"], r["code"]): r["target_2025"] for r in table.to_dict("records")}
    assert [last["21", code] for code in ("1.2.1", "1.2.3", "2.1.2", "2.2.2", "2.3.1", "2.5.3", "4.2.3")] == [
        "276", "276", "20", "20", "31", "4", "276",
    ]  # fmt: skip
    assert [last["17", code] for code in ("1.2.1", "1.2.3", "2.1.2", "2.2.2", "2.3.1", "2.5.3", "4.2.3")] == [
        "233", "233", "20", "7", "31", "4", "233",
    ]  # fmt: skip


def test_interventions() -> None:
    table = read("interventions")
    assert table["project_id"].nunique() == 61
    prefix = {"PEA": "peace", "JUS": "justice_security", "COR": "corruption", "PVE": "pve"}
    per_theme = table.groupby("theme")["project_id"].nunique().to_dict()
    assert per_theme == {"peace": 13, "justice_security": 23, "corruption": 8, "pve": 17}
    for row in table.to_dict("records"):
        assert prefix[row["project_id"][:3]] == row["theme"]
        codes = row["pcodes"].split()
        if row["level"] == "region":
            assert codes
            assert all(REGION.fullmatch(code) for code in codes)
        elif row["level"] == "cercle":
            assert codes
            assert all(CERCLE.fullmatch(code) for code in codes)
        else:
            assert not codes
        assert len(codes) == len(set(codes))
        assert bool(row["amount"]) == bool(row["currency"])
        if row["amount"]:
            assert float(row["amount"]) > 0
            assert row["amount_text"]
            assert row["currency"] in {"USD", "EUR", "XOF", "DKK"}
        for day in (row["start"], row["end"]):
            assert re.fullmatch(r"|\d{4}(-\d{2}-\d{2})?", day)
        assert not (row["start"] and row["end"]) or row["start"] <= row["end"]
    paid = table[table["amount"] != ""]
    assert paid["project_id"].is_unique


def test_institutions() -> None:
    table = read("institutions")
    for row in table.to_dict("records"):
        codes = row["pcode"].split()
        shape = {"region": REGION, "place": CERCLE, "cercle": CERCLE}.get(row["level"])
        assert all(shape is not None and shape.fullmatch(code) for code in codes)
        if not codes and row["level"] != "national":
            assert row["note"]
        assert row["relocated_to_pcode"] == "" or CERCLE.fullmatch(row["relocated_to_pcode"])
        assert (row["status"] == "relocated") == (row["relocated_to_pcode"] != "")
    counted = table[(table["kind"] == "court") & (table["count"] != "")]
    by_status = counted.assign(n=counted["count"].astype(int)).groupby("status")["n"].sum().to_dict()
    assert by_status == {"working": 10, "relocated": 5, "periodic": 5}
    count = table.set_index("institution_id")["count"]
    assert (count["EPES-NATIONAL"], count["CCR-NATIONAL"], count["CCS-COMMUNES"]) == ("60", "62", "14")
    closed = table[(table["kind"] == "epes") & (table["status"] == "closed")]
    assert set(closed["place"]) == {"Bourem", "Ansongo", "Ménaka", "Kidal"}


def test_redeployment() -> None:
    table = read("redeployment")
    for row in table.to_dict("records"):
        shape = REGION if row["level"] == "region" else CERCLE
        assert shape.fullmatch(row["pcode"])
    assert not {"maliko", "psdg", "crss"} & set(table["plan"])  # the document names no place for them


def test_contradictions() -> None:
    table = read("contradictions").set_index("id")
    assert (table.loc["COMMUNES", "value_a"], table.loc["COMMUNES", "value_b"]) == ("277", "276")
    assert (table.loc["CERCLES", "value_a"], table.loc["CERCLES", "value_b"]) == ("21", "20")
    assert table["subject"].ne("").all()
    assert table["used"].ne("").all()
    communes = read("selection")["communes"].astype(int).sum()
    target = read("indicators").query("code == '1.2.1' and variant == '21'")["target_2025"].astype(int).iloc[0]
    assert [str(communes), str(target)] == list(table.loc["COMMUNES", ["value_a", "value_b"]])


def test_reduced_target_has_two_completions() -> None:
    """233 communes less the 206 of the initiation phase: three more cercles, two ways."""
    table = read("selection")
    rest = table[table["initiation_phase"] == "no"]
    communes = dict(zip(rest["cercle"], rest["communes"].astype(int), strict=True))
    fits = {frozenset(three) for three in combinations(communes, 3) if sum(communes[c] for c in three) == 27}
    assert fits == {
        frozenset({"Ansongo", "Nara", "Yorosso"}),
        frozenset({"Andéramboukane", "Diéma", "Nara"}),
    }
