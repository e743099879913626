"""`prosmed-gis site` as a user calls it, on the embedded study."""

import json

import pandas as pd
import pytest

from prosmed_gis.pipeline.sheets import nearest_sites

WORK = "COM-KORO"
SHORTER = ["--set", "siting.years=[2021]"]
COARSE = ["--set", "suitability.cell_size_m=500"]


@pytest.fixture(scope="module")
def told(invoke, study, tmp_path_factory):
    """Every sheet for partners with its points, as files in a folder that held others, and as JSON."""
    out = tmp_path_factory.mktemp("sheets")
    (out / "fiche-OLD.html").write_text("old", encoding="utf-8")
    (out / "mine.html").write_text("mine", encoding="utf-8")
    words = ["--all", *study, *SHORTER, *COARSE, "--suitability", "--json", "--out", out, "--overwrite"]
    result = invoke("site", WORK.lower(), *words)
    assert result.exit_code == 0, result.stderr
    return {site["work"]["work_id"]: site for site in json.loads(result.stdout)["sites"]}, out


def test_all_sheets_and_their_index(told):
    answers, out = told
    index = (out / "index.html").read_text(encoding="utf-8")
    sheets = sorted(path.name for path in out.glob("fiche-*.html"))
    assert len(sheets) == len(answers) > 20
    assert all(f'href="{name}"' in index for name in sheets)


def test_sheets_of_works_that_are_no_more_go_and_nothing_else(told):
    _, out = told
    assert not (out / "fiche-OLD.html").exists()
    (archive,) = out.parent.glob(f"{out.name}.archive-*")
    assert (archive / "fiche-OLD.html").read_text(encoding="utf-8") == "old", "someone may have written in it"
    assert (out / "mine.html").exists()


def test_a_sheet_stands_with_its_points_beside(told):
    answers, out = told
    answer = answers[WORK]
    assert answer["illustrative"] is True
    assert "Commissariat – Koro" in (out / f"fiche-{WORK}.html").read_text(encoding="utf-8")
    assert (out / f"fiche-{WORK}-points.gpx").read_bytes().startswith(b"<?xml")
    table = (out / f"fiche-{WORK}-points.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 1 + len(answer["suitability"]["points"]) > 1


def test_partners_get_classes_of_events_and_no_notes(told):
    answers, out = told
    assert {answer["audience"] for answer in answers.values()} == {"partners"}
    rings = [ring for answer in answers.values() for ring in answer["violence"]["rings"]]
    assert rings
    assert {ring["events"] for ring in rings} == {None}
    assert {seen["note"] for answer in answers.values() for seen in answer["progress"]["observations"]} == {""}
    assert "†" not in (out / f"fiche-{WORK}.html").read_text(encoding="utf-8")


def test_the_ways_and_people_of_both_seasons_are_told(told):
    answer = told[0][WORK]
    seat = next(way for way in answer["routes"] if way["origin"] == "cercle_seat")
    assert seat["legs"]["dry"]["minutes"] == seat["legs"]["rains"]["minutes"] == 0.0
    assert answer["not_computed"] == []
    people = {(reached["state"], reached["minutes"]): reached["people"] for reached in answer["reach"]}
    for limit in (30, 60, 120):
        assert people["dry", limit] >= people["rains", limit] >= people["rains_foot", limit]
        assert people["dry", limit] >= people["dry_foot", limit]
    assert answer["position"]["mgrs"].startswith("30P ")


def test_a_file_that_stands_is_not_replaced_and_nothing_is_computed_for_it(invoke, study, told):
    result = invoke("site", WORK, *study, "-v", "--out", told[1] / "mine.html")
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr
    assert "- read" not in result.stderr


def test_the_public_is_refused_with_the_reason_before_anything_is_computed(invoke, study, tmp_path):
    words = ["-v", "--audience", "public", "--lang", "en", "--out", tmp_path / "x.html"]
    result = invoke("site", WORK, *study, *words)
    assert result.exit_code == 2
    assert "exact place" in result.stderr
    assert "- read" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_neither_site_nor_all_is_a_wrong_call(invoke, study):
    result = invoke("site", *study)
    assert result.exit_code == 2
    assert "--all" in result.stderr


def test_an_unknown_site_names_the_nearest(invoke, study):
    result = invoke("site", "COM-KORRO", *study, *SHORTER)
    assert result.exit_code == 2
    assert "COM-KORO" in result.stderr


@pytest.mark.parametrize(
    ("name", "near"),
    [("bankass", ["COM-BANKASS"]), ("TI-DOUENTSA", ["TI-DOUENTZA"]), ("Djenné", ["COM-DJENNE"]), ("??", [])],
)
def test_the_nearest_are_alike_or_in_the_place(name, near):
    works = pd.DataFrame(
        {
            "work_id": ["COM-BANKASS", "TI-DOUENTZA", "COM-DJENNE"], "place": ["Bankass", None, "Djenné"],
            "cercle": ["Bankass", "Douentza", "Djenné"],
        }
    )  # fmt: skip
    assert nearest_sites(name, works) == near
