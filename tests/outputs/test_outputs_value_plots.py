"""The pictures of the value functions in the documentation: up to date, well-formed, the same bytes twice."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from prosmed_gis.config.loading import Request, load
from scripts.value_plots import FOLDER, PAGE, Line, Plot, files, svg, ticks

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def targeting(root):
    return load(Request(root / "config" / "prosmed.yaml")).config.targeting


def test_the_documentation_is_up_to_date(root, targeting):
    wanted = files(targeting)
    assert wanted == files(targeting)
    for name, content in wanted.items():
        path = root / "docs" / name
        assert path.is_file(), f"{name} is missing: run python scripts/value_plots.py"
        assert path.read_text(encoding="utf-8") == content, f"{name} is out of date: run python scripts/value_plots.py"
    here = {f"{FOLDER}/{path.name}" for path in (root / "docs" / FOLDER).iterdir()}
    assert here == {name for name in wanted if name != PAGE}


def test_every_indicator_has_its_plot_with_unit_and_date(targeting):
    made = files(targeting)
    for group in targeting.groups.values():
        for name, item in group.indicators.items():
            picture = ET.fromstring(made[f"{FOLDER}/{name}.svg"])  # noqa: S314 (our own picture)
            told = " ".join(node.text for node in picture.iter(f"{SVG}text"))
            assert item.label_fr.split()[0] in told
            assert item.unit_fr.split()[0] in told
            assert item.goalposts_dated.strftime("%d/%m/%Y") in told
            assert f"({FOLDER}/{name}.svg)" in made[PAGE]


def plot(**more):
    base = {"title": "Un & deux", "unit": "choses", "upright": "Valeur", "lines": [Line([(0, 0), (8, 1), (10, 1)])],
            "posts": [0, 8], "dated": date(2021, 1, 1)}  # fmt: skip
    return Plot(**(base | more))


def test_the_curve_runs_where_it_should():
    picture = svg(plot())
    line = re.search(r'<polyline points="([^"]+)"', picture).group(1)
    assert [tuple(map(float, point.split(","))) for point in line.split()] == [(46, 178), (302, 44), (366, 44)]
    assert "Un &amp; deux" in picture


def test_shares_are_told_in_percent():
    assert ">80\u00a0%<" in svg(plot(lines=[Line([(0, 0), (0.8, 1), (1, 1)])], posts=[0, 0.8], percent=True))


def test_ticks_are_round_and_few():
    assert ticks(0, 57.5) == [0, 10, 20, 30, 40, 50]
    assert ticks(-3.9, 3.9) == [-2, 0, 2]
    assert all(len(ticks(0, high)) <= 7 for high in (0.3, 1, 3, 7, 11, 99, 345, 4321))
