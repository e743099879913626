from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely
from exactextract import exact_extract

from prosmed_gis import crs
from prosmed_gis.domain import schemas

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "layers" / "demo"
FACTS = DEMO / "facts"
SHARED = Path(os.environ.get("PROSMED_SHARED", ROOT.parent / "shared"))
LEVELS = ["regions", "cercles", "communes"]
PRODUCTS = [
    "admin.gpkg", "settlements.csv", "events_acled_layout.csv", "conflicts.csv", "redeployment.csv", "facilities.csv",
    "population.csv", "progress.csv", "rivers.geojson", "roads.geojson", "population.tif",
]  # fmt: skip
ACLED = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
SECURITY_VIOLENCE = ["Battles", "Explosions/Remote violence", "Violence against civilians"]


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(DEMO / f"{name}.csv", keep_default_na=False, encoding="utf-8")


def boundaries(level: str) -> gpd.GeoDataFrame:
    return gpd.read_file(DEMO / "admin.gpkg", layer=level)


@pytest.fixture(scope="module")
def units() -> dict[str, gpd.GeoDataFrame]:
    return {level: boundaries(level).set_index("pcode") for level in LEVELS}


@pytest.fixture(scope="module")
def towns() -> pd.DataFrame:
    return pd.read_csv(FACTS / "towns.csv").set_index("pcode")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_demo_layers.py"
    done = subprocess.run(
        [sys.executable, script, "--out", tmp_path], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(PRODUCTS)
    assert {name: sha256(tmp_path / name) for name in PRODUCTS} == {name: sha256(DEMO / name) for name in PRODUCTS}


def test_size() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 5_000_000


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.csv")), ids=lambda path: path.name)
def test_tables_are_plain(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.reader(raw.decode("utf-8").splitlines()))
    assert len({len(row) for row in rows}) == 1
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.real
@pytest.mark.parametrize("name", ["towns.csv", "outline.csv"])
def test_facts_are_the_given_ones(name: str) -> None:
    given = SHARED / "prodoc" / name
    if not given.exists():
        pytest.skip(f"{given} is not there (PROSMED_SHARED)")
    pd.testing.assert_frame_equal(pd.read_csv(FACTS / name), pd.read_csv(given))


def test_geopackage_form() -> None:
    with sqlite3.connect(DEMO / "admin.gpkg") as base:
        version = base.execute("pragma user_version").fetchone()[0]
        labels = base.execute("select description from gpkg_contents").fetchall()
    base.close()
    assert version == 10300
    assert all("llustrative" in label for (label,) in labels)
    for level in LEVELS:
        info = pyogrio.read_info(DEMO / "admin.gpkg", layer=level)
        assert info["geometry_type"] == "MultiPolygon"
        assert info["crs"] == "EPSG:4326"
        assert list(info["fields"]) == ["pcode", "name", "parent_pcode", "vintage"]


def test_counts_of_units(units: dict[str, gpd.GeoDataFrame], towns: pd.DataFrame) -> None:
    assert [len(units[level]) for level in LEVELS] == [10, 53, towns["communes"].sum()]
    assert list(units["cercles"].index) == sorted(towns.index)
    communes = units["communes"].groupby("parent_pcode").size()
    assert communes.to_dict() == towns["communes"].to_dict()
    assert units["cercles"]["name"].to_dict() == towns["cercle"].to_dict()
    assert list(units["regions"].index) == [f"ML{number:02d}" for number in range(1, 11)]
    assert list(units["regions"]["name"]) == [
        "Kayes", "Koulikoro", "Sikasso", "Ségou", "Mopti", "Tombouctou", "Gao", "Kidal", "Bamako", "Ménaka",
    ]  # fmt: skip
    for level in LEVELS:
        assert units[level].index.is_unique
        assert set(units[level]["vintage"]) == {"2021"}


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_a_coverage(units: dict[str, gpd.GeoDataFrame], level: str) -> None:
    shapes = units[level].geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    joined = shapely.coverage_union_all(shapes)
    assert joined.geom_type == "Polygon"  # one country
    assert not joined.interiors  # no gap
    assert shapely.area(shapes).sum() == pytest.approx(joined.area, rel=1e-12)  # no overlap
    xy = shapely.get_coordinates(shapes)
    assert np.array_equal(xy, np.round(xy, 4))


@pytest.mark.parametrize(("parents", "children"), [("regions", "cercles"), ("cercles", "communes")])
def test_levels_nest(units: dict[str, gpd.GeoDataFrame], parents: str, children: str) -> None:
    below = units[children]
    assert (below.index.str[:-2] == below["parent_pcode"]).all()
    assert set(below["parent_pcode"]) == set(units[parents].index)
    for pcode, parts in below.groupby("parent_pcode"):
        joined = shapely.coverage_union_all(parts.geometry.to_numpy())
        assert shapely.equals(joined, units[parents].geometry[pcode]), pcode


def test_units_are_whole_and_look_like_the_country(units: dict[str, gpd.GeoDataFrame]) -> None:
    for level in LEVELS:
        assert (shapely.get_num_geometries(units[level].geometry.to_numpy()) == 1).all()
    km2 = units["cercles"].to_crs("ESRI:102022").area / 1e6
    assert km2.sum() == pytest.approx(1_250_000, rel=0.06)
    assert km2.idxmax() == "ML0605"
    assert km2.idxmin() == "ML0901"
    assert km2["ML0901"] < 600


def test_every_commune_but_the_seat_has_a_neutral_name(units: dict[str, gpd.GeoDataFrame], towns: pd.DataFrame) -> None:
    for pcode, commune in units["communes"].iterrows():
        cercle = towns["cercle"][commune["parent_pcode"]]
        assert commune["name"] == (cercle if pcode.endswith("01") else f"{cercle} {pcode[-2:]}")


def test_settlements(units: dict[str, gpd.GeoDataFrame], towns: pd.DataFrame) -> None:
    places = table("settlements")
    assert list(places.columns) == [
        "place_id", "name", "place_class", "cercle_pcode", "commune_pcode", "population", "lon", "lat",
    ]  # fmt: skip
    assert places["place_id"].is_unique
    assert places["name"].is_unique
    assert 1400 <= len(places) <= 1600
    assert set(places["place_class"]) == set(schemas.SETTLEMENTS.column("place_class").allowed)
    points = shapely.points(places["lon"], places["lat"])
    for level, column in (("cercles", "cercle_pcode"), ("communes", "commune_pcode")):
        holders = units[level].geometry.loc[places[column]].to_numpy()
        assert shapely.intersects(holders, points).all()
    seats = places[places["place_class"].isin(["national_seat", "region_seat", "cercle_seat"])].set_index(
        "cercle_pcode"
    )
    assert sorted(seats.index) == sorted(towns.index)
    assert seats["name"].to_dict() == towns["cercle"].to_dict()
    assert np.array_equal(seats.loc[towns.index, ["lon", "lat"]], towns[["seat_lon", "seat_lat"]])
    assert (seats["place_class"] == "region_seat").sum() == 9
    assert list(seats.index[seats["place_class"] == "national_seat"]) == ["ML0901"]
    assert set(places.loc[places["place_class"] != "village", "commune_pcode"]) == set(units["communes"].index)
    invented = places[~places["place_id"].isin(seats["place_id"])]
    assert invented["name"].str.contains("illustratif").all()


def test_event_columns_and_codes(units: dict[str, gpd.GeoDataFrame]) -> None:
    events = table("events_acled_layout")
    assert list(events.columns) == ACLED
    assert len(ACLED) == 31
    assert 3000 <= len(events) <= 4500
    assert events["event_id_cnty"].is_unique
    assert events["event_id_cnty"].str.fullmatch(r"ILL\d{5}").all()
    days = pd.to_datetime(events["event_date"], format="%Y-%m-%d")
    assert days.is_monotonic_increasing
    assert days.min() >= pd.Timestamp("2018-01-01")
    assert days.max() <= pd.Timestamp("2022-12-31")
    assert (days.dt.year == events["year"]).all()
    assert set(events["event_type"]) == {*SECURITY_VIOLENCE, "Riots", "Protests", "Strategic developments"}
    assert set(events["time_precision"]) == {1, 2, 3}
    assert 0.03 < (events["geo_precision"] == 3).mean() < 0.07
    assert set(events["geo_precision"]) == {1, 2, 3}
    assert set(events["civilian_targeting"]) == {"", "Civilian targeting"}
    words = {
        "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
        "External/Other forces",
    }  # fmt: skip
    assert set(events["inter1"]) <= words
    assert set(events["inter2"]) <= words | {""}
    assert ((events["actor2"] == "") == (events["inter2"] == "")).all()
    assert (events["fatalities"] >= 0).all()
    assert events["fatalities"].max() > 20 * events["fatalities"].mean()
    assert not events.drop(columns="event_id_cnty").duplicated().any()
    points = gpd.GeoSeries(gpd.points_from_xy(events["longitude"], events["latitude"]), crs="EPSG:4326")
    named = units["cercles"].reset_index().set_index("name").geometry.loc[events["admin2"]]
    assert shapely.intersects(named.to_numpy(), points.to_numpy()).all()


def test_no_event_passes_for_real() -> None:
    events = table("events_acled_layout")
    for column in ("actor1", "actor2"):
        assert events.loc[events[column] != "", column].str.contains("illustrative").all()
    assert set(events["source"]) == {"Illustrative"}
    assert events["notes"].str.contains("generated").all()


def test_targeted_civilians_are_victims_of_violence() -> None:
    events = table("events_acled_layout")
    targeted = events["civilian_targeting"] != ""
    assert (events.loc[targeted, "inter2"] == "Civilians").all()
    assert events.loc[targeted, "disorder_type"].str.contains("Political violence").all()
    assert targeted[events["event_type"] == "Violence against civilians"].all()
    assert "Mob violence" in set(events["sub_event_type"])


def test_events_follow_the_programmes_reading(towns: pd.DataFrame) -> None:
    events = table("events_acled_layout")
    violent = events[events["event_type"].isin(SECURITY_VIOLENCE)]
    precise = violent[violent["geo_precision"] < 3]
    per_year = violent.groupby("year").size()
    assert per_year[2018] < per_year[2020] < per_year[2022]
    counts = precise["admin2"].value_counts().reindex(towns["cercle"], fill_value=0)
    hot = ["Mopti", "Bandiagara", "Douentza", "Koro", "Bankass", "Djenné", "Niono", "Gao", "Ansongo", "Ménaka"]
    calm = towns.loc[towns["region_2021"].isin(["Kayes", "Koulikoro", "Sikasso"]), "cercle"]
    assert counts[hot].min() > counts[calm].max()
    incursions = ["Diéma", "Yélimané", "Nioro", "Nara", "Yorosso"]
    assert counts[incursions].min() > counts[calm.drop(calm.index[calm.isin(incursions)])].median()
    late = precise[precise["event_date"].between("2019-07-01", "2021-06-30")]
    assert set(incursions) <= set(late["admin2"])
    assert counts[["Tombouctou", "Gourma-Rharous", "Kidal"]].min() > 0


def courts(facilities: pd.DataFrame, regions: tuple[str, ...]) -> dict[str, int]:
    mine = facilities["cercle"].str.startswith(regions) & facilities["kind"].isin(["tgi", "ti", "jpce", "court"])
    return facilities.loc[mine, "status"].value_counts().to_dict()


@pytest.fixture(scope="module")
def facilities(units: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    frame = table("facilities")
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326")
    held = gpd.sjoin(points, units["cercles"][["geometry"]], predicate="intersects")
    assert len(held) == len(frame)
    return pd.DataFrame(held.rename(columns={"pcode": "cercle"}).drop(columns="geometry"))


def test_facilities_obey_the_schema() -> None:
    frame = table("facilities")
    expected = [
        schemas.FACILITIES.key,
        *(name for name in schemas.FACILITIES.names if name != "geometry"),
        "lon",
        "lat",
    ]
    assert sorted(frame.columns) == sorted(expected)
    assert frame["facility_id"].is_unique
    for name in ("kind", "status", "position_quality"):
        assert set(frame[name]) <= set(schemas.FACILITIES.column(name).allowed)
    assert frame["name"].str.contains("illustratif").all()
    assert ((frame["status"] == "relocated") == (frame["relocated_to_pcode"] != "")).all()
    staffed = frame["status"].isin(["working", "partly"])
    assert ((frame["staff"] != "") == staffed).all()
    brigades = frame[(frame["kind"] == "brigade") & (frame["status"] == "working")]
    assert brigades["staff"].astype(float).between(2, 8).all()


def test_facilities_follow_the_documents_counts(facilities: pd.DataFrame) -> None:
    police = facilities[(facilities["kind"] == "commissariat") & facilities["status"].isin(["working", "partly"])]
    present = police.groupby(police["cercle"].str[:4])["cercle"].nunique()
    assert (present["ML05"], present["ML04"]) == (2, 3)
    assert courts(facilities, ("ML04",)) == {"working": 7}
    assert courts(facilities, ("ML05",)) == {"working": 2, "relocated": 2, "periodic": 5}
    assert courts(facilities, ("ML07", "ML10")) == {"working": 1, "relocated": 3}
    moved = facilities[facilities["cercle"].str.startswith(("ML07", "ML10")) & (facilities["status"] == "relocated")]
    assert set(moved["relocated_to_pcode"]) == {"ML0703"}
    kinds = facilities.groupby([facilities["cercle"].str[:4], "kind"]).size()
    assert (kinds["ML05", "ti"], kinds["ML05", "jpce"]) == (1, 6)
    assert (kinds["ML04", "ti"], kinds["ML04", "jpce"]) == (4, 2)
    assert not any((region, "ti") in kinds.index for region in ("ML06", "ML07", "ML08", "ML10"))


def test_prisons_and_named_jpce(facilities: pd.DataFrame) -> None:
    prisons = facilities[facilities["kind"] == "epes"]
    assert (prisons["status"] != "planned").sum() == 60
    assert set(prisons.loc[prisons["status"] == "closed", "cercle"]) == {"ML0702", "ML0701", "ML1001", "ML0802"}
    jpce = set(facilities.loc[facilities["kind"] == "jpce", "cercle"])
    assert {"ML0505", "ML0504", "ML0403", "ML0307", "ML0207"} <= jpce
    works = pd.read_csv(ROOT / "layers/programme/works.csv", keep_default_na=False)
    to_build = works[(works["kind"] == "commissariat") & (works["action"] == "build")]["cercle_pcode"]
    working = facilities[(facilities["kind"] == "commissariat") & (facilities["status"] == "working")]["cercle"]
    assert not set(to_build) & set(working)


def test_conflicts(units: dict[str, gpd.GeoDataFrame]) -> None:
    conflicts = table("conflicts")
    assert list(conflicts.columns) == [schemas.CONFLICTS.key, *schemas.CONFLICTS.names]
    assert conflicts["conflict_id"].is_unique
    assert set(conflicts["intensity"]) <= {1, 2, 3}
    assert set(conflicts["year"]) == {2018}
    covered = {code for code in units["cercles"].index if code[:4] in ("ML04", "ML05", "ML06", "ML07", "ML08", "ML10")}
    assert set(conflicts["cercle_pcode"]) == covered
    assert (conflicts["commune_pcode"].str[:6] == conflicts["cercle_pcode"]).all()
    assert set(conflicts["commune_pcode"]) <= set(units["communes"].index)
    assert conflicts["source"].str.contains("Illustrative").all()


def test_redeployment(units: dict[str, gpd.GeoDataFrame]) -> None:
    entries = table("redeployment")
    assert list(entries.columns) == [schemas.REDEPLOYMENT.key, *schemas.REDEPLOYMENT.names]
    assert entries["entry_id"].is_unique
    assert set(entries["plan"]) == {"maliko", "psdg", "crss"}
    assert set(entries["level"]) == {"cercle"}
    assert set(entries["pcode"]) <= set(units["cercles"].index)
    assert set(entries["status"]) <= set(schemas.REDEPLOYMENT.column("status").allowed)
    assert (pd.to_datetime(entries["date"], format="%Y-%m-%d") <= pd.Timestamp("2021-06-30")).all()
    assert entries["document"].str.contains("illustrative").all()
    chosen = pd.read_csv(ROOT / "layers/programme/selection.csv")["cercle_pcode"]
    assert set(entries["pcode"]) - set(chosen)  # the plans do not give the answer away


def test_population_table_and_grid_agree(units: dict[str, gpd.GeoDataFrame]) -> None:
    people = table("population").set_index("pcode")
    assert list(people.index) == list(units["cercles"].index)
    assert 19_500_000 < people["people"].sum() < 21_500_000
    assert 2_200_000 < people["people"]["ML0901"] < 2_600_000
    assert people["source"].str.contains("Illustrative").all()
    with rasterio.open(DEMO / "population.tif") as grid:
        values = grid.read(1)
        assert grid.crs.to_epsg() == 4326
        assert grid.nodata == -9999
        assert grid.dtypes == ("float32",)
        assert grid.compression.name == "deflate"
        assert max(grid.res) <= 0.05 + 1e-9
        assert values[values != grid.nodata].min() >= 0
    sums = exact_extract(
        DEMO / "population.tif", units["cercles"].reset_index(), ["sum"], include_cols=["pcode"], output="pandas"
    ).set_index("pcode")["sum"]
    ratio = sums / people["people"]
    assert ratio.between(0.99, 1.01).all(), ratio.sort_values().to_string()
    # Cells cut by the national border hold people of the country only: counted whole they hardly add any.
    whole = values[values != -9999].sum(dtype=float)
    assert whole == pytest.approx(people["people"].sum(), rel=0.005)


def test_roads_tie_every_seat_together(units: dict[str, gpd.GeoDataFrame], towns: pd.DataFrame) -> None:
    roads = gpd.read_file(DEMO / "roads.geojson")
    assert [name for name in roads.columns if name != "geometry"] == [
        schemas.ROADS.key, *schemas.ROADS.names[:-1],
    ]  # fmt: skip
    assert roads["road_id"].is_unique
    assert roads["speed_kmh"].isna().all()
    for name in ("road_class", "state"):
        assert set(roads[name]) <= set(schemas.ROADS.column(name).allowed)
    assert set(roads["road_class"]) == {"primary", "secondary", "tertiary", "track"}
    country = shapely.coverage_union_all(units["regions"].geometry.to_numpy())
    assert roads.within(country).all()
    group: dict[tuple[float, ...], int] = {}
    for number, line in enumerate(roads.geometry):
        ends = line.coords[0], line.coords[-1]
        old = {group[end] for end in ends if end in group}
        group |= dict.fromkeys(ends, number)
        group = {point: number if label in old else label for point, label in group.items()}
    assert len(set(group.values())) == 1
    assert set(zip(towns["seat_lon"], towns["seat_lat"], strict=True)) <= set(group)
    seats = table("settlements").query("place_class == 'commune_seat'")
    tied = sum(point in group for point in zip(seats["lon"], seats["lat"], strict=True))
    assert 0.35 < tied / len(seats) < 0.65


def test_rivers_pass_their_towns(towns: pd.DataFrame) -> None:
    features = json.loads((DEMO / "rivers.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["name"] for feature in features} >= {"Niger", "Bani", "Sénégal", "Bafing"}
    niger = shapely.LineString(
        next(f for f in features if f["properties"]["name"] == "Niger")["geometry"]["coordinates"]
    )
    for pcode in ("ML0901", "ML0206", "ML0406", "ML0506", "ML0605", "ML0703", "ML0701"):
        assert niger.distance(shapely.Point(towns["seat_lon"][pcode], towns["seat_lat"][pcode])) < 0.2, pcode


def test_progress() -> None:
    progress = table("progress")
    assert list(progress.columns) == [schemas.PROGRESS.key, *schemas.PROGRESS.names]
    works = pd.read_csv(ROOT / "layers/programme/works.csv", keep_default_na=False).set_index("work_id")
    assert set(progress["work_id"]) <= set(works.index[works["placed"] == "yes"])
    assert progress["observation_id"].is_unique
    assert 25 <= len(progress) <= 40
    dates = pd.to_datetime(progress["date"], format="%Y-%m-%d")
    assert dates.between("2021-01-01", "2022-12-31").all()
    stages = list(schemas.PROGRESS.column("stage").allowed)
    assert set(progress["stage"]) <= set(stages)
    assert not progress.duplicated(["work_id", "date"]).any()
    rank = progress["stage"].map(stages.index)
    percent = pd.to_numeric(progress["percent"])
    for _, mine in progress.groupby("work_id"):
        assert rank[mine.index].is_monotonic_increasing
        assert percent[mine.index].dropna().is_monotonic_increasing
    assert percent.dropna().between(0, 100).all()
    assert progress["note"].str.contains("illustratif").all()
    assert set(progress["observer"]) == {"ingénieur", "comité de réception", "point focal régional"}


def test_observations_are_made_at_the_site(towns: pd.DataFrame) -> None:
    progress = table("progress")
    works = pd.read_csv(ROOT / "layers/programme/works.csv", keep_default_na=False).set_index("work_id")
    seat = towns.loc[works["cercle_pcode"].loc[progress["work_id"]]]
    away = crs.distance_km(
        progress["lon"].to_numpy(), progress["lat"].to_numpy(), seat["seat_lon"].to_numpy(), seat["seat_lat"].to_numpy()
    )
    assert away.max() < 0.5  # the tolerance within which a position counts as the planned site
