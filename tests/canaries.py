"""Whether a file holds what its audience may not read: every file of a run is opened, what is packed unpacked."""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import zipfile
from html import escape

import geopandas as gpd
import pandas as pd


def opened(folder):
    """Read every file of a folder by its path, what is packed (workbook, project) also unpacked."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        found[name] = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
    return found


def spellings(word):
    """Return a word as plain text, JSON and markup write it."""
    return {word.encode(), json.dumps(word)[1:-1].encode(), escape(word).encode()}


NUMBER = re.compile(rb"-?\d+\.\d{3,}")


def positions(content):
    """Return all pairs of neighbouring numbers in a text that could be a position, to 3 decimals, in both orders."""
    found, last = set(), None
    for match in NUMBER.finditer(content):
        if last is not None and match.start() - last.end() <= NEAR:
            one, other = round(float(last.group()), 3), round(float(match.group()), 3)
            found |= {(one, other), (other, one)}
        last = match
    return found


NEAR = 40
"""Characters between the two numbers of a position: `</x><y>`, `", "lat": "`."""


TOKEN = re.compile(rb"[\w\x80-\xff]+")


def by_first_token(forms):
    """Return the forms by the first run of letters in each, with where it begins: thousands are sought at once."""
    first = {}
    for form in sorted(set(forms)):
        token = TOKEN.search(form)
        first.setdefault(token.group(), []).append((form, token.start()))
    return first


def said(content, first):
    """Return the forms that stand in a content as words of their own."""
    found = set()
    for token in TOKEN.finditer(content):
        for form, offset in first.get(token.group(), ()):
            start = token.start() - offset
            if start >= 0 and content.startswith(form, start) and not TOKEN.match(content, start + len(form)):
                found.add(form)
    return found


def hits(files, words, points):
    """Return `file: word` for each of the words, and each position, that a file holds."""
    first = by_first_token(form for word in words for form in spellings(word))
    rounded = {(round(lon, 3), round(lat, 3)) for lon, lat in points}
    packed = {struct.pack("<dd", lon, lat): (lon, lat) for lon, lat in points}
    found = []
    for name, content in files.items():
        found += [f"{name}: {word.decode()}" for word in sorted(said(content, first))]
        found += [f"{name}: {point}" for point in sorted(positions(content) & rounded)]
        if name.endswith(".gpkg"):
            found += [f"{name}: {point}" for form, point in packed.items() if form in content]
    return found


MOVED = (0.01234, 0.00567)
"""Degrees by which places are moved: where no road or boundary that anyone may see has a bend."""


def moved(part):
    """Return products whose every place (points, and columns `lon`, `lat`) lies a little beside the known ones."""
    if dataclasses.is_dataclass(part):
        fields = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        other = {name: moved(value) for name, value in fields.items()}
        changed = {name: value for name, value in other.items() if value is not fields[name]}
        return dataclasses.replace(part, **changed) if changed else part
    if isinstance(part, gpd.GeoDataFrame) and len(part) and (part.geom_type.dropna() == "Point").all():
        part = part.set_geometry(part.geometry.translate(*MOVED))
    if isinstance(part, pd.DataFrame) and {"lon", "lat"} <= set(part.columns):
        part = part.assign(lon=part["lon"] + MOVED[0], lat=part["lat"] + MOVED[1])
    return part


def secrets(products):
    """Return the words and the positions of whole products that the public may not read."""
    layers, plan = products.layers, products.plan.works
    free = {str(name) for frame in (layers.cercles, layers.regions) for name in frame["name"]}
    words = {str(name) for frame in (layers.facilities, layers.settlements) for name in frame.index}
    words |= {str(name) for frame in (layers.facilities, layers.settlements) for name in frame["name"].dropna()}
    words |= {str(name) for name in plan["place"].dropna()} | {str(name) for name in layers.communes["name"]}
    for column in ("actor1", "actor2", "notes", "note"):
        if column in layers.events:
            words |= {str(word) for word in layers.events[column].dropna().unique()}
    if layers.progress is not None:
        words |= {
            str(word)
            for column in ("observer", "note", "photo")
            if column in layers.progress
            for word in layers.progress[column].dropna()
        }
    shapes = [frame.geometry for frame in (layers.facilities, layers.settlements, layers.events)]
    points = {(point.x, point.y) for shape in shapes for point in shape if point is not None and not point.is_empty}
    points |= set(plan[["lon", "lat"]].dropna().itertuples(index=False, name=None))
    return sorted(word for word in words if len(word) > 3 and word not in free), sorted(points)
