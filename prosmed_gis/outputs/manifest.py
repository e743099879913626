"""`run.json`: what a run was made from and what it made, so that another can repeat and compare it.

Everything but the last key, `timings`, is the same in two runs of the same inputs on the same machine. No path of the
machine and no secret stands in it.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import subprocess
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import may_see_sites, names_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.config.loading import Loaded
    from prosmed_gis.domain.products import Label

FILE_NAME = "run.json"
LIBRARIES = (
    "exactextract",
    "fiona",
    "folium",
    "geopandas",
    "highspy",
    "numpy",
    "pandas",
    "pydantic",
    "pyogrio",
    "pyproj",
    "rasterio",
    "scikit-image",
    "scipy",
    "shapely",
    "XlsxWriter",
)
SECRET = re.compile(r"token|secret|passw|credential|api_?key|(^|\.)key$", re.IGNORECASE)
"""Names of configuration keys whose values are never written."""

WITHHELD = "***"

SITE_SETTINGS = ("siting.forced_sites", "siting.forbidden_sites")
"""Sections of the configuration that name places for works: not for those who may see no site."""


@dataclass(frozen=True)
class Record:
    """What the pipeline knows about a run besides its products."""

    loaded: Loaded
    label: Label
    inputs: Mapping[str, Path]
    """Layer -> file that was read."""
    rows: Mapping[str, Mapping[str, int]]
    """Stage -> name -> rows that came out of it (`read`: by layer; `check`: kept and refused; ...)."""
    results: Mapping[str, Any] = field(default_factory=dict)
    """Status and gap of the plan, agreement with the reference, and the like; JSON values only."""
    warnings: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    """Stage -> seconds."""
    unseen: frozenset[str] = frozenset()
    """Ids of places that the audience may not see (`audience.site_ids`): no setting is written that names one."""


def write_manifest(record: Record, folder: Path) -> Path:
    """Write `run.json` into a folder that already holds all other products, whose hashes it takes.

    Raises
    ------
    OutputError
        A product or an input cannot be read, or the file cannot be written.
    """
    path = folder / FILE_NAME
    try:
        content = manifest(record, folder)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"{FILE_NAME}: cannot be made ({error.strerror}: {Path(str(error.filename or '')).name})"
        raise OutputError(msg) from error
    return path


def manifest(record: Record, folder: Path) -> dict[str, Any]:
    """Return the content of `run.json`, keys in their order, `timings` last."""
    loaded, label = record.loaded, record.label
    return {
        "tool": {"name": "prosmed_gis", "version": label.version, "commit": commit()},
        "study": {
            "name": label.name,
            "title_fr": label.title_fr,
            "title_en": label.title_en,
            "as_of": label.as_of.isoformat(),
            "tracking_as_of": label.tracking_as_of.isoformat(),
            "illustrative": label.illustrative,
            "audience": str(label.audience),
            "language": str(label.language),
        },
        "scenario": loaded.scenario,
        "seed": loaded.config.targeting.firmness.seed,
        "configuration": _shown(configuration(loaded), record),
        "inputs": {
            name: {"path": portable(path, loaded.base), **fingerprint(path)}
            for name, path in sorted(record.inputs.items())
        },
        "versions": versions(),
        "rows": {stage: dict(sorted(counts.items())) for stage, counts in record.rows.items()},
        "results": dict(record.results),
        "warnings": [unplaced(warning, loaded.base) for warning in record.warnings],
        "outputs": {
            path.relative_to(folder).as_posix(): fingerprint(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path != folder / FILE_NAME
        },
        "timings": {stage: round(seconds, 3) for stage, seconds in record.timings.items()},
    }


def configuration(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """Return every value of the configuration with its origin, by dotted key.

    A value that nobody said has the origin `default`; values of keys that look secret are withheld.
    """
    return {
        key: {
            "value": WITHHELD if SECRET.search(key) else _portable_value(value, loaded.base),
            "origin": _origin(key, loaded.origins),
        }
        for key, value in _leaves(loaded.config.model_dump(mode="json"), "")
    }


def _shown(settings: dict[str, dict[str, Any]], record: Record) -> dict[str, dict[str, Any]]:
    """Withhold from those who may see no site what names one: the value, or all below a section of sites."""
    if may_see_sites(record.label.audience):
        return settings
    found = {}
    for key, entry in settings.items():
        section = next((name for name in SITE_SETTINGS if key == name or key.startswith(f"{name}.")), None)
        if section is not None and entry["value"] not in ({}, []):
            found[section] = {"value": WITHHELD, "origin": entry["origin"]}
        elif names_one(f"{key} {entry['value']} {entry['origin']}", record.unseen):
            found[key if not names_one(key, record.unseen) else key.partition(".")[0]] = {
                "value": WITHHELD,
                "origin": WITHHELD,
            }
        else:
            found[key] = entry
    return found


def _leaves(tree: Any, prefix: str) -> list[tuple[str, Any]]:
    if isinstance(tree, dict) and tree:
        return [
            leaf for name, value in tree.items() for leaf in _leaves(value, f"{prefix}.{name}" if prefix else str(name))
        ]
    return [(prefix, tree)]


def _origin(key: str, origins: Mapping[str, str]) -> str:
    """Return where a value was said: itself, or the nearest list or section that was said as a whole."""
    if key in origins:
        return origins[key]
    parent = key.rpartition(".")[0]
    # A section's own line says nothing of a key that stands not in it; only what an override set whole does.
    while parent:
        if origins.get(parent, "").startswith("--"):
            return origins[parent]
        parent = parent.rpartition(".")[0]
    return "default"


def portable(path: Path, base: Path) -> str:
    """Return a path relative to the configuration's folder; of a file outside the study only the name.

    The study is the folder above the configuration's.
    """
    resolved, home = path.resolve(), base.resolve()
    if resolved.is_relative_to(home):
        return resolved.relative_to(home).as_posix()
    if resolved.is_relative_to(home.parent) and home.parent != Path(home.anchor):
        return f"../{resolved.relative_to(home.parent).as_posix()}"
    return f"(outside)/{resolved.name}"


def _portable_value(value: Any, base: Path) -> Any:
    if isinstance(value, str) and Path(value).is_absolute():
        return portable(Path(value), base)
    return [_portable_value(item, base) for item in value] if isinstance(value, list) else value


def unplaced(words: str, base: Path) -> str:
    """Return a text in which every absolute path has become a portable one.

    >>> unplaced("read /data/x/events.csv twice", Path("/study/config"))
    'read (outside)/events.csv twice'
    """
    return re.sub(r"(?<![\w.:/])(?:/[^\s/:'\"]+){2,}", lambda match: portable(Path(match.group()), base), words)


def fingerprint(path: Path) -> dict[str, Any]:
    """Return SHA-256 and size of a file, or of a folder's names and hashes; `absent` where nothing is there.

    A layer that the study names and does not have is told, so that another run with it does not look the same.
    """
    if path.is_dir():
        files = sorted(item for item in path.rglob("*") if item.is_file())
        parts = [(item.relative_to(path).as_posix(), fingerprint(item)) for item in files]
        whole = "".join(f"{name}\0{part['sha256']}\n" for name, part in parts)
        return {"sha256": hashlib.sha256(whole.encode()).hexdigest(), "bytes": sum(part["bytes"] for _, part in parts)}
    if not path.exists():
        return {"absent": True}
    with path.open("rb") as stream:
        return {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "bytes": path.stat().st_size}


def commit() -> str | None:
    """Return the commit of the tool's own checkout, `+` after it where files differ; None where it is installed."""
    package = Path(__file__).resolve().parents[1]
    if _git(package, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    head = _git(package, "rev-parse", "HEAD")
    changed = _git(package, "status", "--porcelain", "--", ".")
    return f"{head}+" if head and changed else head


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def versions() -> dict[str, str]:
    """Return the versions that a result may depend on: Python, libraries, and the GDAL, PROJ, GEOS, HiGHS inside."""
    import fiona
    import highspy
    import pyogrio
    import pyproj
    import rasterio
    import shapely

    return {
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
        "gdal (fiona)": str(fiona.__gdal_version__),
        "gdal (pyogrio)": str(pyogrio.__gdal_version_string__),
        "gdal (rasterio)": str(rasterio.__gdal_version__),
        "geos": str(shapely.geos_version_string),
        "highs": f"{highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}",
        "proj": str(pyproj.proj_version_str),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
