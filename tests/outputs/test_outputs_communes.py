"""The order of communes in the tables, the workbook, the GeoPackage and the sheet of a cercle; and who may see it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, box
from small_products import products as small

from prosmed_gis.domain.products import COMMUNE_COLUMNS, CommuneOrder
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.communes import commune_labels, first_communes
from prosmed_gis.outputs.qgis import fields
from prosmed_gis.outputs.qgis.contents import tables as layers_of
from prosmed_gis.outputs.tables import csv_text, tables, write_tables
from prosmed_gis.outputs.web.fiches import fiches
from prosmed_gis.outputs.workbook import write_workbook

CODES = ["ML040101", "ML040102", "ML040103", "ML040201"]
NAMES = ["Dioro", "Sanando", "Farako", "Ténè"]


def order():
    """Three communes of Alpha, the last without a rank, and one of Bêta."""
    table = pd.DataFrame(
        {
            "cercle_pcode": ["ML0401"] * 3 + ["ML0402"],
            "cercle": ["Alpha"] * 3 + ["Bêta"],
            "rank_in_cercle": pd.array([1, 2, None, 1], dtype="Int64"),
            "pcode": CODES,
            "commune": NAMES,
            "rank": pd.array([1, 3, None, 2], dtype="Int64"),
            "score": [80.0, 40.0, np.nan, 60.0],
            "lead": [40.0, np.nan, np.nan, np.nan],
            "tied": False,
            "data_coverage": [1.0, 0.6, 0.2, 1.0],
            "ceiling_factor": 1.0,
            "points_violence": [50.0, np.nan, np.nan, 30.0],
            "points_people": [30.0, 40.0, np.nan, 30.0],
            "measured_events": [12.0, np.nan, np.nan, 4.0],
            "measured_inhabitants": [50000.0, 20000.0, np.nan, 30000.0],
            "reason_fr": [f"Phrase sur {name}, avec virgule." for name in NAMES],
            "reason_en": [f"Sentence on {name}." for name in NAMES],
        }
    )
    definitions = pd.DataFrame(
        {
            "group": ["violence", "people"],
            "group_label_fr": ["Violence", "Population"],
            "group_label_en": ["Violence", "People"],
            "label_fr": ["Événements violents", "Habitants"],
            "label_en": ["Violent events", "Inhabitants"],
            "unit_fr": ["événements situés", "habitants"],
            "unit_en": ["events placed", "people"],
            "source": "essai",
            "weight": [0.5, 0.5],
            "weight_used": [0.4, 0.6],
            "value_form": "linear 0..10",
            "communes": 4,
            "communes_known": [2, 3],
            "note": ["indicateur troué", ""],
        },
        index=pd.Index(["events", "inhabitants"], name="indicator"),
    )
    arguments = pd.DataFrame(
        {"fr": ["Pour elle", "Contre elle", "", ""], "en": ["For", "Against", "", ""]}, index=CODES
    )
    return CommuneOrder(table, arguments, definitions, named=1, notes=("Le besoin, non la sûreté.", "Réserve seconde."))


def world(audience=Audience.PARTNERS, language=Language.FR):
    made = small(audience, language)
    shapes = [MultiPolygon([box(-6 + k / 4, 13, -5.75 + k / 4, 14)]) for k in range(4)]
    communes = gpd.GeoDataFrame(
        {"name": NAMES, "parent_pcode": [code[:6] for code in CODES], "vintage": "2021", "area_km2": 900.0},
        index=pd.Index(CODES, name="pcode"), geometry=shapes, crs="EPSG:4326",
    )  # fmt: skip
    people = made.people.assign(year=2020)
    return replace(made, layers=replace(made.layers, communes=communes), people=people, communes=order())


def sheet(tmp_path, made):
    book = openpyxl.load_workbook(write_workbook(made, tmp_path / "classeur.xlsx"))
    return book, [[cell.value for cell in row] for row in book["Communes"].iter_rows()]


def test_the_table_is_written_in_its_order(tmp_path):
    paths = {path.name: path for path in write_tables(world(), tmp_path)}
    lines = paths["communes.csv"].read_text("utf-8-sig").splitlines()
    assert lines[0].split(",")[: len(COMMUNE_COLUMNS)] == list(COMMUNE_COLUMNS)
    assert lines[1].startswith("ML0401,Alpha,1,ML040101,Dioro,1,80.0000,40.0000,false,1.0000")
    # a commune without a rank has no number, neither rank nor points
    assert lines[3].startswith("ML0401,Alpha,,ML040103,Farako,,,,false,0.2000")


def test_the_public_sees_no_commune(tmp_path):
    seen = for_audience(world(Audience.PUBLIC))
    assert seen.communes is None
    assert "communes.csv" not in tables(seen)
    assert "Communes" not in openpyxl.load_workbook(write_workbook(seen, tmp_path / "c.xlsx")).sheetnames
    assert not any("start" in fiche for fiche in fiches(seen))
    for text in (csv_text(frame) for frame in tables(seen).values()):
        assert not any(name in text for name in NAMES)


def test_partners_see_the_order():
    assert for_audience(world(Audience.PARTNERS)).communes is not None


def test_the_sheet_lists_communes_and_what_they_rest_on(tmp_path):
    _, rows = sheet(tmp_path, world())
    assert rows[2][0] == "Le besoin, non la sûreté."
    head = next(number for number, row in enumerate(rows) if row[0] == "Cercle")
    assert rows[head][:5] == [
        "Cercle",
        "Rang dans le cercle",
        "Commune",
        "Score (0–100)",
        "Poids fondé sur des données",
    ]
    assert rows[head][5:7] == ["Violence (points)", "Population (points)"]
    listed = rows[head + 1 : head + 5]
    assert [row[2] for row in listed] == NAMES
    assert [row[1] for row in listed] == [1, 2, None, 1]
    assert listed[0][7] == "Phrase sur Dioro, avec virgule."
    told = {row[2]: row for row in rows[head + 5 :] if row[2]}
    assert told["Événements violents"][3:6] == [0.5, 0.4, "2/4"]
    assert "indicateur troué" in told["Événements violents"][7]
    assert any("Réserve seconde." in str(row[0]) for row in rows)


def test_the_first_commune_is_shaded_and_one_without_a_rank_is_told(tmp_path):
    book, rows = sheet(tmp_path, world())
    head = next(number for number, row in enumerate(rows) if row[0] == "Cercle")
    colours = [book["Communes"].cell(row=head + 2 + k, column=1).fill.fgColor.rgb for k in range(4)]
    assert colours[0] == colours[3]
    assert len({colours[0], colours[1], colours[2]}) == 3


def test_the_readme_names_the_sheet_and_its_caveats(tmp_path):
    book, _ = sheet(tmp_path, world())
    told = [str(cell.value) for row in book["Lisez-moi"].iter_rows() for cell in row if cell.value]
    assert "Communes" in told
    assert "Réserve seconde." in told
    bare = replace(world(), communes=None)
    plain = openpyxl.load_workbook(write_workbook(bare, tmp_path / "bare.xlsx"))
    assert "Communes" not in plain.sheetnames
    assert "Communes" not in [cell.value for row in plain["Lisez-moi"].iter_rows() for cell in row]


@pytest.mark.parametrize("language", list(Language))
def test_the_layer_of_communes_bears_the_order(language):
    made = world(language=language)
    table = layers_of(made)["communes"]
    frame = table.frame.set_index("pcode")
    assert frame.loc["ML040101", ["rank_in_cercle", "rank_overall"]].tolist() == [1, 1]
    assert frame["commune"].tolist() == NAMES
    assert frame.loc["ML040101", "cercle"] == "Alpha"
    known = fields.names(made)
    assert [column for column in table.columns if fields.alias(column, known) == column] == []
    labels = commune_labels(made)
    assert (
        labels["measured_events"]
        == {"fr": "Événements violents (événements situés)", "en": "Violent events (events placed)"}[language]
    )


def test_a_commune_of_another_cercle_has_empty_fields():
    made = world()
    made = replace(made, communes=replace(made.communes, table=made.communes.table.iloc[:3]))
    frame = layers_of(made)["communes"].frame.set_index("pcode")
    assert pd.isna(frame.loc["ML040201", "rank_in_cercle"])
    assert len(frame) == 4


def test_the_sheet_of_a_cercle_names_the_first_ones():
    found = dict(zip(small().layers.cercles.index, fiches(world()), strict=True))
    assert found["ML0401"]["start"] == [
        {"rank": 1, "name": "Dioro", "score": "80,0 points sur 100", "why": "Pour elle"}
    ]
    assert found["ML0401"]["unranked"].startswith("1 commune(s) sans rang")
    assert found["ML0402"]["start"][0]["name"] == "Ténè"
    assert "unranked" not in found["ML0402"]
    assert "start" not in found["ML0501"]
    assert first_communes(replace(order(), named=5))["commune"].tolist() == ["Dioro", "Sanando", "Ténè"]
    assert not any("start" in fiche for fiche in fiches(replace(world(), communes=None)))
