"""`prosmed-gis site` as a user calls it, on the embedded study."""

import json

import pytest

WORK = "COM-KORO"


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


@pytest.mark.parametrize(("name", "near"), [("COM-KORRO", "COM-KORO"), ("bankass", "COM-BANKASS")])
def test_an_unknown_site_names_the_nearest(invoke, study, name, near):
    result = invoke("site", name, *study)
    assert result.exit_code == 2
    assert near in result.stderr


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
    shorter = ["--set", "siting.years=[2021]"]
    result = invoke("site", "--all", *study, *shorter, "--out", tmp_path, "--overwrite", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    sheets = sorted(path.name for path in tmp_path.glob("fiche-*.html"))
    assert len(sheets) > 20
    assert all(f'href="{name}"' in index for name in sheets)
    assert result.stdout.strip().endswith("index.html")
    assert not stale.exists()
    assert (tmp_path / "mine.html").exists()
