"""What A and B of a comparison are: a configuration, a scenario, one of these at a date, or the folder of a run."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from prosmed_gis.config.documents import Document
from prosmed_gis.config.loading import Loaded, Request, load, overridden, scenarios
from prosmed_gis.domain.days import day_of
from prosmed_gis.domain.messages import text
from prosmed_gis.errors import ConfigError, IntegrityError
from prosmed_gis.outputs.manifest import FILE_NAME, WITHHELD, fingerprint
from prosmed_gis.readers.files import located

LISTED = "selection.csv"


@dataclass(frozen=True)
class Side:
    """One of the two runs to compare."""

    name: str
    """As the user asked for it."""
    loaded: Loaded
    listed: frozenset[str] | None = None
    """P-codes that the run chose when it was made; None where the side is no folder of a run."""


def side(word: str, request: Request) -> Side:
    """Return what a user calls A or B.

    Parameters
    ----------
    word
        A configuration file, the name of a scenario of the request's configuration, the folder of a run, or nothing
        (the request's configuration itself), each with `@2020-12-31` after it where another date is meant.
    request
        The configuration, and what is laid on either side (`--set`, `--layer`, ...). A run's relative paths start at
        the folder of this configuration, for its `run.json` names no folder of the machine.

    Raises
    ------
    ConfigError
        A configuration is not there; the word names nothing, or both a scenario and a file; or today's tool cannot read
        a run's configuration.
    IntegrityError
        A file that the run was made from is not there, or has changed since.
    """
    name, day = _dated(word)
    if day is not None:
        dated = (("@", "study.as_of", day), ("@", "study.tracking_as_of", None))
        request = replace(request, options=(*request.options, *dated))
    place, known = Path(name), scenarios(request.path)
    if name in known and place.exists():
        msg = f"compare {word}: '{name}' is both a scenario and a file or folder; write './{name}' for the latter"
        raise ConfigError(msg)
    if name in known:
        return Side(word, load(replace(request, scenario=name)))
    if name and (place / FILE_NAME).is_file():
        return _run_again(word, place, request)
    if name and not place.is_file():
        msg = (
            f"compare {word}: '{name}' is no configuration file, no folder written by a run (with {FILE_NAME}) and no "
            f"scenario; there are {', '.join(known) or 'none'}. For a date write CONFIG@2020-12-31"
        )
        raise ConfigError(msg)
    return Side(word or str(request.path), load(replace(request, path=place) if name else request))


def _dated(word: str) -> tuple[str, date | None]:
    name, sign, day = word.rpartition("@")
    if not sign:
        return word, None
    try:
        return name, day_of(day)
    except ValueError as error:
        msg = f"compare {word}: '{day}' is no date; write it as 2020-12-31 or 31-12-2020"
        raise ConfigError(msg) from error


def _run_again(word: str, folder: Path, request: Request) -> Side:
    try:
        content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        document, inputs = _document(content["configuration"]), content["inputs"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{folder / FILE_NAME}: not readable as what a run writes; compare with a configuration file instead"
        raise ConfigError(msg) from error
    try:
        loaded = overridden(document, request)
    except ConfigError as error:
        made = content.get("tool", {}).get("version", "?")
        msg = f"{folder / FILE_NAME}: today's tool cannot take the configuration of that run (version {made}): {error}"
        raise ConfigError(msg) from error
    _refuse_changed(inputs, loaded, folder)
    return Side(word, loaded, _listed(folder))


def _document(configuration: dict[str, dict[str, Any]]) -> Document:
    tree: dict[str, Any] = {}
    for key, said in configuration.items():
        *sections, last = key.split(".")
        branch = tree
        for section in sections:
            branch = branch.setdefault(section, {})
        if said["value"] == WITHHELD:
            msg = f"{key} was withheld"
            raise ValueError(msg)
        branch[last] = said["value"]
    return Document(tree, {key: str(said["origin"]) for key, said in configuration.items()})


def _refuse_changed(inputs: dict[str, dict[str, Any]], loaded: Loaded, folder: Path) -> None:
    """Raise where a layer's file is not the one that the run was made from, all of them in one message."""
    lines = []
    for name, source in loaded.config.layers.items():
        then, now = inputs.get(name, {}), fingerprint(located(source, loaded.base))
        if then.get("sha256") != now.get("sha256"):
            hashes = [str(found.get("sha256", "–"))[:12] for found in (then, now)]
            lines.append(f"{name}: {source.path} ({hashes[0]} → {hashes[1]})")
    if lines:
        language = loaded.config.study.language
        raise IntegrityError(
            text("comparison.changed_inputs", language, folder=folder, lines="\n  ".join(lines), name=FILE_NAME)
        )


def _listed(folder: Path) -> frozenset[str] | None:
    """Return the P-codes that the run chose by its table; None where the table is not there as it is written."""
    try:
        with (folder / LISTED).open(encoding="utf-8-sig", newline="") as file:
            return frozenset(row["pcode"] for row in csv.DictReader(file) if row["selected"] == "true")
    except (OSError, KeyError, UnicodeDecodeError):
        return None
