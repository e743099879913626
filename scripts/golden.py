"""What moved between two builds of the products, told by product and part.

    python scripts/golden.py --build FOLDER [--study NAME=CONFIG[@DATE] ...]
    python scripts/golden.py OLD NEW

A build is a folder with one run for each study, audience and language. Content is compared, not bytes: the parts of a
workbook or of a QGIS project, the columns of every table, the keys of the page's data and of `run.json`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

AUDIENCES = ("internal", "partners", "public")
LANGUAGES = ("fr", "en")
TODAY = date(2026, 1, 1)
"""Day that 'future' is judged against, so that a build of another day is the same."""
STUDIES = ("illustrative=config/prosmed.yaml",)
PAGE_DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)
PAGE_POLICY = re.compile(r"'sha256-[^']+'")
"""Hashes of the page's scripts: they follow from the scripts, which are compared themselves."""
OF_THE_MACHINE = ("timings", "versions", "tool", "outputs")
"""Keys of `run.json` that say when and with what it was made, or repeat the hashes of the other files."""

Hashes = dict[str, str]


def hashed(content: Any) -> str:
    """Return a short hash of a text, of bytes, or of what JSON can hold."""
    if not isinstance(content, bytes):
        words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, sort_keys=True)
        content = words.encode()
    return hashlib.sha256(content).hexdigest()[:16]


def table_parts(header: list[str], rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    """Yield the number of rows and the hash of every column, so that a change names its column."""
    yield "rows", str(len(rows))
    for number, name in enumerate(header):
        yield name, hashed("\0".join(str(row[number]) for row in rows))


def csv_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the parts of a table; lines before the header are kept as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    if len({len(row) for row in rows}) > 1 or not rows:
        yield "text", hashed(path.read_bytes())
        return
    yield from table_parts(rows[0], [tuple(row) for row in rows[1:]])


def geopackage_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the columns of every table that is no index of the format's own."""
    with sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True) as base:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (name,) in names:
            if name.startswith(("rtree_", "sqlite_")):
                continue
            rows = base.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the name comes from the file's own list
            header = [column[0] for column in rows.description]
            for column, value in table_parts(header, rows.fetchall()):
                yield f"{name}.{column}", value


def zip_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the files inside an archive."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            yield name, hashed(archive.read(name))


def page_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the keys of the page's data, and the page without them."""
    page = path.read_text(encoding="utf-8")
    found = PAGE_DATA.search(page)
    if found is not None:
        for key, value in json.loads(found.group(2).replace("<\\/", "</")).items():
            yield f"data.{key}", hashed(value)
        page = PAGE_DATA.sub(r"\1\3", page)
    yield "page", hashed(PAGE_POLICY.sub("", page))


def json_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the keys of a JSON file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for key, value in content.items() if isinstance(content, dict) else [("list", content)]:
        if path.name != "run.json" or key not in OF_THE_MACHINE:
            yield key, hashed(value)


READERS = {
    ".csv": csv_parts,
    ".gpkg": geopackage_parts,
    ".xlsx": zip_parts,
    ".qgz": zip_parts,
    ".docx": zip_parts,
    ".html": page_parts,
    ".json": json_parts,
    ".geojson": json_parts,
}


def hashes_of(folder: Path) -> Hashes:
    """Return `file: part` -> hash for every file under a folder."""
    found: Hashes = {}
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        name = path.relative_to(folder).as_posix()
        reader = READERS.get(path.suffix)
        parts = reader(path) if reader else iter([("bytes", hashed(path.read_bytes()))])
        found |= {f"{name}: {part}": value for part, value in parts}
    return found


def moved(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return a line for every part that is gone, new or changed."""
    gone = [f"- {part}" for part in old if part not in new]
    fresh = [f"+ {part}" for part in new if part not in old]
    changed = [f"~ {part}" for part in new if part in old and old[part] != new[part]]
    return sorted(gone + fresh + changed, key=lambda line: line[2:])


def build(folder: Path, studies: list[str], settings: tuple[str, ...] = ()) -> None:
    """Write every study for every audience and language; what two audiences share is computed once."""
    from prosmed_gis.config.loading import Request, load
    from prosmed_gis.pipeline import Run
    from prosmed_gis.pipeline.cache import Results
    from prosmed_gis.pipeline.writing import write_run

    for study, language in product(studies, LANGUAGES):
        name, _, rest = study.partition("=")
        config, _, day = rest.partition("@")
        results = Results()
        for audience in AUDIENCES:
            said = {"audience": audience, "language": language} | ({"as_of": date.fromisoformat(day)} if day else {})
            options = tuple((f"--{key}", f"study.{key}", value) for key, value in said.items())
            loaded = load(Request(path=Path(config), settings=settings, options=options))
            run = Run(loaded, today=TODAY, notify=lambda _: None, warn=lambda _: None, results=results)
            target = folder / f"{name}-{audience}-{language}"
            write_run(run, target, overwrite=True)
            sys.stderr.write(f"{target}\n")


def main() -> int:
    """Build, or compare two builds; the exit code is 1 where something moved."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folders", nargs="*", type=Path, metavar="OLD NEW")
    words.add_argument("--build", type=Path, metavar="FOLDER")
    words.add_argument("--study", action="append", metavar="NAME=CONFIG[@DATE]")
    words.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
    asked = words.parse_args()
    if asked.build:
        build(asked.build, asked.study or list(STUDIES), tuple(asked.settings))
        return 0
    if len(asked.folders) != 2:  # noqa: PLR2004 - an old and a new one
        words.error("two folders are compared: OLD NEW")
    old, new = (hashes_of(folder) for folder in asked.folders)
    lines = moved(old, new)
    print("\n".join(lines) if lines else f"the same in all of {len(new)} parts")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
