"""`prosmed-gis site` as a user calls it, on the embedded study."""

import json

import pandas as pd
import pytest

from prosmed_gis.pipeline.sheets import nearest_sites

WORK = "COM-KORO"
SHORTER = ["--set", "siting.years=[2021]"]


@pytest.fixture(scope="module")
def told(invoke, study, tmp_path_factory):
    """One sheet for partners with its points, as file and as JSON."""
    out = tmp_path_factory.mktemp("sheet") / "koro.html"
    result = invoke("site", WORK.lower(), *study, "--suitability", "--json", "--out", out)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout), out


def test_a_sheet_is_written_with_its_points_beside(told):
    answer, out = told
    assert answer["work"]["work_id"] == WORK
    assert answer["illustrative"] is True
    page = out.read_text(encoding="utf-8")
    assert "Commissariat – Koro" in page
    assert (out.parent / "koro-points.gpx").read_bytes().startswith(b"<?xml")
    assert len((out.parent / "koro-points.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + len(
        answer["suitability"]["points"]
    )


def test_partners_get_classes_of_events_and_no_notes(told):
    answer, out = told
    assert answer["audience"] == "partners"
    assert {ring["events"] for ring in answer["violence"]["rings"]} == {None}
    assert {seen["note"] for seen in answer["progress"]["observations"]} == {""}
    assert "†" not in out.read_text(encoding="utf-8")


def test_the_ways_and_people_are_told(told):
    answer, _ = told
    seat = next(way for way in answer["routes"] if way["origin"] == "cercle_seat")
    assert seat["legs"]["dry"]["minutes"] == 0.0
    people = [reached["people"] for reached in answer["reach"] if reached["state"] == "dry"]
    assert people == sorted(people)
    assert answer["position"]["mgrs"].startswith("30P ")


def test_a_file_that_stands_is_not_replaced(invoke, study, told):
    _, out = told
    result = invoke("site", WORK, *study, "--out", out)
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr


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


def test_the_public_is_refused_with_the_reason(invoke, study, tmp_path):
    result = invoke("site", WORK, *study, "--audience", "public", "--lang", "en", "--out", tmp_path / "x.html")
    assert result.exit_code == 2
    assert "exact place" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_neither_site_nor_all_is_a_wrong_call(invoke, study):
    result = invoke("site", *study)
    assert result.exit_code == 2
    assert "--all" in result.stderr


def test_all_sheets_and_their_index(invoke, study, tmp_path):
    stale = tmp_path / "fiche-OLD.html"
    stale.write_text("old", encoding="utf-8")
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    result = invoke("site", "--all", *study, *SHORTER, "--out", tmp_path, "--overwrite", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    sheets = sorted(path.name for path in tmp_path.glob("fiche-*.html"))
    assert len(sheets) > 20
    assert all(f'href="{name}"' in index for name in sheets)
    assert result.stdout.strip().endswith("index.html")
    assert not stale.exists()
    assert (tmp_path / "mine.html").exists()
