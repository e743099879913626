from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prosmed_gis.domain import pcodes
from prosmed_gis.domain.names import fold, match_names
from prosmed_gis.domain.vocabulary import PlaceLevel

UNITS = pd.DataFrame(
    {
        "name": ["Ségou", "Bla", "Bamba", "Bamba", "Gourma-Rharous", "Mopti", "Kolokani"],
        "parent_pcode": ["ML04", "ML04", "ML05", "ML07", "ML06", "ML05", "ML02"],
    },
    index=pd.Index(["ML0406", "ML0402", "ML0599", "ML0799", "ML0603", "ML0506", "ML0205"], name="pcode"),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SÉGOU", "segou"),
        ("Gourma-Rharous", "gourma rharous"),
        ("N'gouraba", "N’Gouraba"),
        ("N'gouraba", "Ngouraba"),
        ("Ti-n-Essako", "Tin-Essako"),
        ("Cercle de San", "San"),
        ("cercle d'Ansongo", "Ansongo"),
        ("CERCLE D’ANSONGO", "Ansongo"),
        ("Commune urbaine de Koulikoro", "Koulikoro"),
        ("Commune rurale de Bamba", "Bamba"),
        ("Gadougou I", "Gadougou 1"),
        ("Gadougou II", "Gadougou 2"),
        ("Commune - I", "Commune 1"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gadougou I", "Gadougou II"),
        ("Mopti II", "Mopti"),
        ("Kolo", "Kolokani"),
        ("Douentza Est", "Douentza"),
        ("Bara", "Abeibara"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_name_that_is_only_its_prefix_stays_a_name() -> None:
    assert fold("Commune de ") != ""


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def matched(name: str, parent: str | None, aliases: pd.DataFrame | None = None) -> tuple[object, str, tuple[str, ...]]:
    found = match_names(pd.Series([name]), pd.Series([parent], dtype="str"), UNITS, aliases, min_score=80).iloc[0]
    return (None if pd.isna(found["pcode"]) else found["pcode"]), found["method"], found["proposals"]


def test_exact_names_match_inside_the_parent_only() -> None:
    assert matched("segou", "ML04") == ("ML0406", "exact", ())
    assert matched("Bamba", "ML07") == ("ML0799", "exact", ())
    assert matched("Mopti", "ML04")[:2] == (None, "none")


def test_a_name_borne_twice_matches_none_without_parent() -> None:
    code, method, proposals = matched("Bamba", None)
    assert (code, method) == (None, "none")
    assert set(proposals) == {"ML0599", "ML0799"}


def test_likeness_only_proposes_and_never_leaves_the_parent() -> None:
    assert matched("Segu", "ML04") == (None, "none", ("ML0406",))
    assert matched("Segu", "ML05") == (None, "none", ())


def test_part_of_a_name_is_never_a_match() -> None:
    assert matched("Kolo", "ML02")[:2] == (None, "none")
    assert matched("Mopti II", "ML05")[:2] == (None, "none")


def test_aliases_hold_inside_their_own_parent() -> None:
    aliases = pd.DataFrame({"name": ["Rharous"], "pcode": ["ML0603"]})
    assert matched("RHAROUS", "ML06", aliases)[:2] == ("ML0603", "alias")
    assert matched("Rharous", "ML07", aliases)[:2] == (None, "none")


def test_index_is_kept_and_blank_names_match_none() -> None:
    names = pd.Series(["Bla", None, "--"], index=["a", "b", "c"])
    found = match_names(names, pd.Series("ML04", index=names.index), UNITS, min_score=0)
    assert list(found.index) == ["a", "b", "c"]
    assert list(found["method"]) == ["exact", "none", "none"]
    assert found.loc["b", "proposals"] == ()


def test_pcode_grammar() -> None:
    assert pcodes.level_of("ML010101") is PlaceLevel.COMMUNE
    assert pcodes.parent_of("ML010101") == "ML0101"
    assert pcodes.parent_of("ML01") is None
    assert pcodes.level_of("MLI0101") is None
    assert pcodes.level_of("Kita") is None
    assert pcodes.is_nested("ML0101", "ML01")
    assert not pcodes.is_nested("ML0101", "ML02")
    assert not pcodes.is_nested("ML01", "ML01")


def test_grammar_is_read_from_the_codes() -> None:
    niger = pcodes.grammar_of(["NE001"], ["NE001001", "NE001002"], ["NE001001001"])
    assert niger == pcodes.Grammar(5, 8, 11)
    assert niger is not None
    assert pcodes.parent_of("NE001001001", niger) == "NE001001"
    assert pcodes.grammar_of(["ML01", "MLI01"], ["ML0101"], ["ML010101"]) is None


@pytest.mark.real
def test_published_wrong_matches_are_not_made(shared: Path) -> None:
    import geopandas as gpd

    root = Path(os.environ.get("PROSMED_SHARED", shared.parent))
    vectors = json.loads((root / "vectors" / "pcode_name_matching_mali.json").read_text(encoding="utf-8"))
    layer = gpd.read_file(shared / "boundaries/mali/mli_cod_ab_2021.gpkg", layer="adm2")
    units = layer.set_index("ADM2_PCODE")[["ADM2_FR", "ADM1_PCODE"]].set_axis(["name", "parent_pcode"], axis=1)
    extra = pd.DataFrame(
        {
            "name": ["Ke-Macina", "Nioro du Sahel", "Timbuktu", "Barouéli"],
            "pcode": ["ML0403", "ML0106", "ML0605", "ML0401"],
        }
    )
    wrong = [case["name"] for case in vectors["wrong"]] + vectors["unmatched_ok"]
    right = [case.split(">") for case in vectors["correct"]]
    names = pd.Series(wrong + [case[0] for case in right])
    found = match_names(names, pd.Series(None, index=names.index, dtype="str"), units, extra, min_score=90)
    assert found["pcode"].iloc[: len(wrong)].isna().all()
    expected = [fold(case[-1]) for case in right]
    spelled = {"baroueli": "baraoueli"}
    got = [
        fold(units.loc[code, "name"]) if isinstance(code, str) else None for code in found["pcode"].iloc[len(wrong) :]
    ]
    assert got == [spelled.get(name, name) for name in expected]
