"""The real files of the shared folder: each reads with the counts that its source states."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import Rules, check
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.programme_checks import programme_problems
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import EVENTS, SCHEMAS
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.registry import FORMATS
from prosmed_gis.readers.study import Read, raise_if_fatal, read_layers
from prosmed_gis.wording.sentences import say

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
LIMIT_S = 10


@pytest.fixture(scope="module")
def mali() -> Read:
    import os

    folder = Path(os.environ.get("PROSMED_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"real files are not there: {folder}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROSMED_DATA", str(folder))
        loaded = load(Request(ROOT / "config" / "mali-cod.yaml"))
        started = time.process_time()
        result = read_layers(loaded.config, loaded.base, today=TODAY)
        assert time.process_time() - started < LIMIT_S
    return result


@pytest.fixture
def layers(mali: Read) -> Layers:
    raise_if_fatal(mali)
    assert mali.layers is not None
    return mali.layers


def test_counts_are_those_that_the_sources_state(mali: Read, layers: Layers) -> None:
    out = mali.rows.set_index("layer")["rows_out"]
    expected = {
        "regions": 10, "cercles": 53, "communes": 701, "event_counts": 18656, "population": 53, "settlements": 18769,
        "reference": 21, "works": 28, "indicators": 75, "contradictions": 32, "interventions_3w": 2201, "roads": 90,
        "rivers": 62, "redeployment": 10,
    }  # fmt: skip
    assert out[list(expected)].to_dict() == expected
    read_in = mali.rows.set_index("layer")["rows_in"]
    assert read_in["interventions_3w"] == 24088
    assert read_in["facilities"] == 392
    assert read_in["population"] == 1323
    assert layers.population is not None
    assert layers.population["people"].sum() == 22411919


def test_events_and_deaths_sum_to_the_source(layers: Layers) -> None:
    assert layers.event_counts is not None
    assert layers.event_counts["events"].sum() == 11028
    assert layers.event_counts["fatalities"].sum() == 30734


def test_areas_sum_to_the_country(layers: Layers) -> None:
    for units in (layers.regions, layers.cercles, layers.communes):
        assert units["area_km2"].sum() == pytest.approx(1254307, rel=1e-3)
    assert layers.cercles.loc["ML1001", "name"] == "Ménaka"


def test_people_of_the_grid_are_about_those_of_the_country(layers: Layers) -> None:
    raster = layers.population_raster
    assert raster is not None
    assert raster.values.shape == (102, 112)
    assert raster.unit == "people_per_cell"


def test_refusals_are_few_and_known(mali: Read) -> None:
    refused = [(p.layer, p.row, p.rule) for p in mali.problems if p.severity is Severity.ERROR]
    # A courthouse without a name in the far north-east, 8 km beyond the outline.
    assert refused == [("facilities", 227, "geometry.outside")]
    warned = {(p.layer, p.rule) for p in mali.problems if p.severity is Severity.WARNING}
    assert warned == {
        ("facilities", "facility.twin"),
        ("facilities", "facility.unclassified"),
        ("interventions_3w", "pcode.name"),
    }


def test_partners_of_both_files_stand_in_one_layer(layers: Layers) -> None:
    rows = layers.interventions
    assert rows is not None
    assert len(rows) == 83 + 2201
    later = rows[rows["source"] == "3W 2023-12"]
    assert set(later["status"]) == {"unknown"}
    assert "justice_security" not in set(later["theme"])
    assert later["pcode"].nunique() == 53


def test_the_document_is_told_to_contradict_itself(layers: Layers) -> None:
    found = programme_problems(layers)
    assert not [p for p in found if p.severity is Severity.ERROR]
    texts = [say(p.remedy, "en") for p in found]
    assert any("277" in sentence and "276" in sentence and "1.2.1" in sentence for sentence in texts)
    assert any("ciblés" in sentence and "20" in sentence and "21" in sentence for sentence in texts)
    assert sum(p.rule == "programme.contradiction" for p in found) == 32


def read(shared: Path, form: str, name: str, context: Context, **source: Any) -> Reading:
    path = shared / name
    return FORMATS[form].read(LayerSource(path=name, format=form, **source), path, context)


@pytest.fixture
def plain() -> Callable[[str], Context]:
    return lambda target: Context(Reporter("f", target), target)


def frame_of(reading: Reading, layer: str) -> pd.DataFrame:
    frame = reading.frames[layer]
    assert isinstance(frame, pd.DataFrame)
    return frame


def test_osm_has_the_police_that_its_source_counts(shared: Path, plain: Callable[[str], Context]) -> None:
    name = "facilities/osm_justice_security_admin_2019_mli_margin.csv"
    reading = read(shared, "osm", name, plain("facilities"), options={"country": "ML"})
    raw = pd.read_csv(shared / name, dtype=str)
    tags = ("OSM-" + raw["osm_node_id"]).to_frame("id").assign(tag=raw["value"]).set_index("id")["tag"]
    frame = frame_of(reading, "facilities")
    assert frame["facility_id"].map(tags).value_counts().to_dict() == {
        "police": 142, "courthouse": 17, "barracks": 8, "checkpoint": 7, "prison": 3,
    }  # fmt: skip
    assert frame.loc[frame["name"] == "Mosque", "kind"].to_list() == ["unclassified"]
    twins = [p for p in reading.problems if p.rule == "facility.twin"]
    assert any("ribunal" in problem.value for problem in twins)


@pytest.mark.parametrize(
    ("name", "country", "rows", "deaths"),
    [
        ("events/ucdp_ged_23_1_caf.csv.gz", None, 1848, 14948),
        ("events/ucdp_ged_19_1_syria.csv.gz", None, 16566, None),
        ("events/ucdp_hdx_country_layout_bgd.csv.gz", None, 601, None),
        ("events/ucdp_ged_23_1_random_sample_1000.csv.gz", None, 1000, None),
        ("events/ucdp_ged_23_1_random_sample_1000.csv.gz", "Mali", 7, None),
    ],
)
def test_every_layout_of_ucdp_reads_whole(
    name: str, country: str | None, rows: int, deaths: int | None, shared: Path, plain: Callable[[str], Context]
) -> None:
    options = {"country": country} if country else {}
    reading = read(shared, "ucdp", name, plain("events"), options=options)
    checked = check(frame_of(reading, "events"), EVENTS, plain("events").reporter, Rules(TODAY, 0.01))
    assert checked.frame is not None
    assert len(checked.frame) == rows
    assert not [p for p in checked.problems if p.severity is Severity.ERROR]
    if deaths is not None:
        assert checked.frame["fatalities"].sum() == deaths
        assert checked.frame["geo_precision"].value_counts().to_dict() == {1: 1214, 2: 374, 3: 149, 4: 54 + 28 + 29}
        assert checked.frame["date_precision"].value_counts().to_dict() == {1: 1367, 2: 251 + 24, 3: 163 + 43}


def test_a_reduced_ucdp_extract_says_what_it_lacks(shared: Path, plain: Callable[[str], Context]) -> None:
    with pytest.raises(RefusedError) as error:
        read(shared, "ucdp", "events/ucdp_ged_25_1_sample_mli_margin.csv", plain("events"))
    assert {"where_prec", "date_start"} <= {problem.column for problem in error.value.problems}


@pytest.mark.parametrize(
    ("layer", "target", "count"), [("adm1", "regions", 9), ("adm2", "cercles", 50), ("adm3", "communes", 701)]
)
def test_boundaries_of_2015(layer: str, target: str, count: int, shared: Path, plain: Callable[[str], Context]) -> None:
    reading = read(
        shared, "boundaries", "boundaries/mali/mli_cod_ab_2015.gpkg", plain(target), layer=layer, vintage="2015"
    )
    checked = check(frame_of(reading, target), SCHEMAS[target], plain(target).reporter, Rules(TODAY, 0))
    assert checked.problems == ()
    assert checked.frame is not None
    assert len(checked.frame) == count


def test_zipped_shapefiles_equal_the_geopackage(shared: Path, plain: Callable[[str], Context]) -> None:
    stem = "mli_admbnda_adm2_1m_gov_20211220"
    zipped = read(
        shared, "boundaries", "boundaries/mali/mli_cod_ab_2021_shp.zip", plain("cercles"), layer=stem, vintage="2021"
    )
    packed = read(
        shared, "boundaries", "boundaries/mali/mli_cod_ab_2021.gpkg", plain("cercles"), layer="adm2", vintage="2021"
    )
    one, other = (frame_of(reading, "cercles").set_index("pcode").sort_index() for reading in (zipped, packed))
    assert one["name"].to_dict() == other["name"].to_dict()
    np.testing.assert_allclose(one["area_km2"], other["area_km2"], rtol=1e-9)


def test_people_of_2018_do_not_pass_for_2021(shared: Path, mali: Read) -> None:
    assert mali.layers is not None
    units = {"cercles": mali.layers.cercles}
    context = Context(Reporter("f", "population"), "population", units, 90, 0.2)
    source = {"vintage": "2018", "options": {"year": 2018}}
    frame = frame_of(read(shared, "cod_ps", "population/mli_cod_ps_pop_adm2_v2.csv", context, **source), "population")
    assert pd.to_numeric(frame["people"]).sum() == 17907114
    known = {"cercles": mali.layers.cercles.index}
    checked = check(frame, SCHEMAS["population"], context.reporter, Rules(TODAY, 0.2, known, key_of="cercles"))
    assert [(p.value, p.rule) for p in checked.problems] == [("ML0704", "pcode.unknown")]


def test_codes_of_2015_are_given_away_by_their_names(shared: Path, mali: Read) -> None:
    from prosmed_gis.readers.units import check_names

    assert mali.layers is not None
    table = pd.read_csv(shared / "boundaries/gazetteer/mli_pcode_crosswalk_adm2.csv", dtype=str)
    old = table.drop_duplicates("adm2_pcode_2015")
    context = Context(Reporter("f", "x"), "population", {"cercles": mali.layers.cercles}, 90, 0.2)
    with pytest.raises(RefusedError) as error:
        check_names(old["adm2_pcode_2015"], old["adm2_name_2015"], "cercles", context)
    assert error.value.problems[0].rule == "vintage.names"


def test_the_workbook_of_the_3w_gives_the_same_as_its_table(shared: Path, plain: Callable[[str], Context]) -> None:
    folder = "interventions/mli_3w_december_2023"
    book = read(shared, "3w", f"{folder}.xlsx", plain("interventions"), layer="ML_5W")
    table = read(shared, "3w", f"{folder}_hxl.csv.gz", plain("interventions"))
    assert book.rows_in == table.rows_in == 24088
    ids = [sorted(frame_of(reading, "interventions")["row_id"]) for reading in (book, table)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2201


def test_a_density_raster_reads_as_what_it_is_said_to_be(shared: Path, plain: Callable[[str], Context]) -> None:
    name = "population/gpw_v4_density_2020_15min_mli_margin.tif"
    raster = read(shared, "raster", name, plain("population_raster"), options={"unit": "people_per_km2", "year": 2020})
    assert raster.frames["population_raster"].unit == "people_per_km2"  # type: ignore[union-attr]


def test_the_illustrative_study_reads_without_a_fault() -> None:
    loaded = load(Request(ROOT / "config" / "prosmed.yaml"))
    result = read_layers(loaded.config, loaded.base, today=TODAY)
    assert result.layers is not None
    assert {p.severity for p in result.problems} <= {Severity.INFO}
