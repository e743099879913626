"""Names of cercles: where they may stand, and that in the browser none stands on a neighbour."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import web_world as w
from test_web_browser import SETTINGS, opened, turn

from prosmed_gis.outputs.web import write_map
from prosmed_gis.outputs.web.labels import PIXELS, aspect, dense, label_places

BENT = shapely.Polygon([(0, 10), (6, 10), (6, 10.6), (0.6, 10.6), (0.6, 16), (0, 16)])
"""An L: the middle of its bounds lies outside."""

SIZES = [(1366, 768), (1920, 1080), (390, 844)]

COUNT = """() => {
  const rows = JSON.parse(document.getElementById('data').textContent).cercles;
  const paths = [...document.querySelectorAll('path.cercle')], keys = document.getElementById('keys');
  const listed = keys.hidden ? [] : [...keys.querySelectorAll('li')].map(row => row.innerText.replace(/\\s+/g, ' ').trim());
  const told = {}, outside = [], hidden = [];
  for (const node of document.querySelectorAll('.name')) {
    const k = Number(node.dataset.cercle), box = node.getBoundingClientRect(), path = paths[k];
    const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(path.getScreenCTM().inverse());
    if (!path.isPointInFill(middle)) { outside.push(rows[k].name); }
    if (!node.classList.contains('key')) { told[k] = node.textContent === rows[k].name; }
    else { told[k] = listed.includes(node.textContent + ' ' + rows[k].name); }
    for (const pin of document.querySelectorAll('.pin:not(.ceded) svg')) {
      const at = pin.getBoundingClientRect();
      if (Math.abs(at.x + at.width / 2 - box.x - box.width / 2) < box.width / 2
        && Math.abs(at.y + at.height / 2 - box.y - box.height / 2) < box.height / 2) { hidden.push(rows[k].name); }
    }
  }
  const wanted = rows.map((row, k) => k).filter(k => rows[k].fiche.selected || rows[k].fiche.listed);
  return {missing: wanted.filter(k => !told[k]).map(k => rows[k].name), outside, hidden,
          selected: rows.filter(row => row.fiche.selected).length};
}"""
"""Which cercles of either list are neither named nor numbered, names outside their cercle, names under a pin."""


def frame(*shapes, name="Gourma-Rharous"):
    return gpd.GeoDataFrame({"name": [name] * len(shapes)}, geometry=list(shapes), crs=4326)


def mercator(lon, lat):
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)
    return np.array([(lon + 180) / 360, y]) * PIXELS


def test_every_place_is_inside_and_has_the_room_it_says():
    drawn = shapely.transform(BENT, lambda xy: np.array([mercator(*point) for point in xy]))
    (places,) = label_places(frame(BENT))
    rooms = [room for _, _, room in places]
    assert rooms[0] == max(rooms) > 0
    for lon, lat, room in places:
        assert BENT.contains(shapely.Point(lon, lat))
        x, y = mercator(lon, lat)
        wide, high = 0.98 * room * aspect("Gourma-Rharous") / 2, 0.98 * room / 2
        assert drawn.contains(shapely.box(x - wide, y - high, x + wide, y + high))


def test_a_longer_name_has_less_room():
    (short,), (long,) = label_places(frame(BENT, name="Bla")), label_places(frame(BENT))
    assert short[0][2] > long[0][2]


def test_places_are_of_the_largest_part_and_an_empty_shape_has_none():
    parts = shapely.MultiPolygon([shapely.box(0, 10, 1, 11), shapely.box(5, 10, 9, 14)])
    several, none = label_places(frame(parts, shapely.MultiPolygon()))
    assert all(5 < lon < 9 for lon, _, _ in several)
    assert none == []


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_all_of_both_lists_are_named_and_no_name_stands_on_a_neighbour(browser, products, size):
    with opened(browser, products / "carte.html", *size) as page:
        found = page.evaluate(COUNT)
        assert found == {"missing": [], "outside": [], "hidden": [], "selected": 21}
        page.evaluate("document.querySelectorAll('input[id^=overlay-works-]').forEach(box => box.click())")
        assert page.locator(".pin.work").count() > 0
        assert page.evaluate(COUNT)["hidden"] == []
        page.evaluate("document.getElementById('view-placement').click()")
        assert page.evaluate(COUNT)["outside"] == []


@pytest.mark.browser
def test_a_name_without_room_is_a_number_of_the_list(browser, tmp_path):
    whole = w.world()
    cercles = whole.layers.cercles.assign(name=["Ségou", "Bla", w.HARM * 40, *w.NAMES[3:]])
    write_map(replace(whole, layers=replace(whole.layers, cercles=cercles)), tmp_path / "carte.html", SETTINGS)
    with opened(browser, tmp_path / "carte.html") as page:
        assert page.locator(".name.key").all_inner_texts() == ["1"]
        assert w.HARM in page.inner_text("#keys")
        assert page.evaluate("document.getElementById('keys').offsetWidth") <= 340
        turn(page, "overlay-names", on=False)
        assert page.locator(".name").count() == 0
        assert page.is_hidden("#keys")


def test_the_dense_part_is_where_most_of_the_lists_lies_close():
    units = frame(*(shapely.box(x, y, x + 1, y + 1) for x, y in [(0, 10), (9, 10), (10, 10), (10, 11), (19, 19)]))
    wanted = pd.Series([True, True, True, True, False])
    assert dense(units, wanted) == [[10.0, 9.0], [12.0, 11.0]]
    assert dense(units, pd.Series([True] + [False] * 4)) is None


@pytest.mark.browser
def test_no_name_is_cut_by_the_window_or_lies_under_the_legend(browser, tmp_path):
    write_map(w.world(), tmp_path / "carte.html", SETTINGS)
    with opened(browser, tmp_path / "carte.html") as page:
        page.evaluate("document.querySelectorAll('.leaflet-bar a[role=button]')[3].click()")
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(400)
        lost = page.evaluate("""() => {
          const ground = document.querySelector('.ground').getBoundingClientRect();
          const legend = document.getElementById('legend').getBoundingClientRect();
          return [...document.querySelectorAll('.name')].filter(node => {
            const box = node.getBoundingClientRect();
            return box.left < ground.left - 1 || box.right > ground.right + 1
              || (box.left < legend.right - 3 && box.bottom > legend.top + 3);
          }).map(node => node.textContent);
        }""")
        assert lost == []
