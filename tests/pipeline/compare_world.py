"""A study of six cercles in two regions on disk, small enough for a list to be found by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import yaml
from shapely.geometry import box

NAMES = {
    "ML0101": "Kita",
    "ML0102": "Diéma",
    "ML0103": "Kayes",
    "ML0201": "Bla",
    "ML0202": "Niono",
    "ML0203": "San",
}
REGIONS = {"ML01": "Ouest", "ML02": "Est", "ML03": "Nord"}
PLACES = {
    "Kita": -8,
    "Diéma": -7,
    "Nioro": -7,
    "Kayes": -6,
    "Yélimané": -6,
    "Bla": -5,
    "Niono": -4,
    "San": -3,
    "Kidal": -2,
}
"""Western edge of each cercle, in degrees."""
SHARED = ("checks", "overlay", "access", "siting", "meaning", "sheets", "suitability", "tracking", "outputs")
"""Sections taken from the configuration of the project as they are."""


def indicator(measure, hi):
    return {
        "measure": measure,
        "weight": 100,
        "value": {"form": "linear", "lo": 0, "hi": hi},
        "unit_fr": "par an",
        "unit_en": "a year",
        "label_fr": {"events": "Événements", "fatalities": "Décès"}[measure],
        "label_en": {"events": "Events", "fatalities": "Deaths"}[measure],
        "source": "made",
        "goalposts_dated": "2021-01-01",
        "missing": {"rule": "exclude_unit", "reason": "x"},
        "event_class": "political_violence",
        "window_months": 12,
    }


@dataclass
class Study:
    """What a configuration file says; `write` puts it and its layers into a folder."""

    counts: dict[str, tuple[float, float]]
    """Events and deaths of each cercle in the last month."""
    shares: tuple[float, float] = (90, 10)
    """Percent that events and deaths weigh."""
    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    widths: dict[str, float] = field(default_factory=dict)
    """Degrees from west to east by name; 1 where not said."""
    vintage: str = "2021"
    as_of: str = "2021-06-30"
    selection: dict[str, object] = field(default_factory=dict)
    tracks: dict[str, list[str]] = field(default_factory=lambda: {"stabilise": ["ML01"], "prevent": ["ML02"]})

    def tree(self, root):
        """Return the configuration, layers apart."""
        base = yaml.safe_load((root / "config" / "prosmed.yaml").read_text(encoding="utf-8"))
        targeting = base["targeting"]
        group = {"label_fr": "Critère", "label_en": "Criterion"}
        targeting |= {
            "groups": {
                "events": {**group, "indicators": {"events": indicator("events", 10)}},
                "deaths": {**group, "indicators": {"deaths": indicator("fatalities", 10)}},
            },
            "weighting": {"method": "direct", "shares": dict(zip(("events", "deaths"), self.shares, strict=True))},
            "stakeholders": {},
            "ceiling": {**targeting["ceiling"], "form": "none", "group": "events"},
            "tracks": {name: {"regions": codes, "source": "made"} for name, codes in self.tracks.items()},
        }
        return {
            **{name: base[name] for name in SHARED},
            "access": {**base["access"], "cell_size_m": 20000},
            "study": {**base["study"], "name": "small", "as_of": self.as_of, "pcode_vintage": self.vintage},
            "targeting": targeting,
            "selection": {"n": 1, "variant": "21", "regions": {}, "tracks": {}, **self.selection},
        }

    def write(self, root: Path, folder: Path) -> Path:
        """Write the configuration and its layers, and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        self._boundaries(folder)
        rows = [f"{code},{self.as_of[:7]}-01,political_violence,{e},{d},made" for code, (e, d) in self.counts.items()]
        head = "cercle_pcode,month,event_class,events,fatalities,source"
        (folder / "counts.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        layers = {
            level: {"path": f"{level}.geojson", "format": "boundaries", "vintage": self.vintage}
            for level in ("regions", "cercles", "communes")
        }
        layers["event_counts"] = {"path": "counts.csv", "format": "event_counts"}
        path = folder / "study.yaml"
        tree = self.tree(root) | {"layers": layers}
        path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    def _boundaries(self, folder):
        """Cercles stand side by side; a region holds those of its code, a commune fills its cercle."""
        places = {}
        for code, name in sorted(self.names.items()):
            west = PLACES[name]
            places[code] = box(west, 12, west + self.widths.get(name, 1), 14)
        cercles = gpd.GeoDataFrame(
            {
                "pcode": list(places),
                "name": [self.names[code] for code in places],
                "parent_pcode": [code[:4] for code in places],
                "vintage": self.vintage,
            },
            geometry=list(places.values()),
            crs=4326,
        )
        regions = cercles.dissolve("parent_pcode").reset_index()
        regions = regions.assign(pcode=regions["parent_pcode"], parent_pcode="ML")
        regions["name"] = regions["pcode"].map(REGIONS)
        communes = cercles.assign(parent_pcode=cercles["pcode"], pcode=cercles["pcode"] + "01")
        for name, frame in (("regions", regions), ("cercles", cercles), ("communes", communes)):
            frame.to_file(folder / f"{name}.geojson")
