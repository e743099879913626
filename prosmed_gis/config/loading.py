"""From files, scenario and command line to one checked configuration.

Later words win: the file that a file extends, the file, the scenario, `--layer`, `--set`, the
dedicated options (`--as-of`, `--audience`, `--lang`). The origin of every value is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from pydantic import ValidationError

from prosmed_gis.config.documents import Document, Origins, assign, check_size, merge, read_document
from prosmed_gis.config.root import Config
from prosmed_gis.errors import ConfigError

LONGEST_CHAIN = 8
"""Files that may extend one another; a longer chain is taken for a circle."""

USUAL_FORMATS = {
    "settlements": "settlements",
    "events": "acled",
    "event_counts": "event_counts",
    "conflicts": "conflicts",
    "redeployment": "redeployment",
    "facilities": "facilities",
    "interventions": "interventions",
    "works": "works",
    "progress": "progress",
    "indicators": "indicators",
    "budgets": "budgets",
    "reference": "reference",
    "institutions": "institutions",
    "contradictions": "contradictions",
    "population": "population",
    "roads": "roads",
    "rivers": "lines",
    "water": "water",
    "barriers": "barriers",
}
"""Form in which `--layer` reads a canonical layer that the configuration does not have."""


@dataclass(frozen=True)
class Request:
    """What a user asked for on the command line."""

    path: Path
    scenario: str | None = None
    settings: tuple[str, ...] = ()
    """`key=value` words, value in YAML."""
    layers: tuple[str, ...] = ()
    """`NAME=PATH` words; paths relative to the working folder."""
    options: tuple[tuple[str, str, object], ...] = ()
    """(option, dotted key, value) of dedicated options."""


@dataclass(frozen=True)
class Loaded:
    """A checked configuration, the folder its paths are relative to, and where each value was said."""

    config: Config
    base: Path
    path: Path
    scenario: str
    scenario_labels: tuple[str, str]
    """(French, English) title of the scenario; empty where none was asked for."""
    origins: Origins


def load(request: Request) -> Loaded:
    """Return the configuration that a request asks for.

    Raises
    ------
    ConfigError
        The file or the scenario does not exist, or a value is wrong; the message names every fault with its key, value,
        origin and what is allowed.
    """
    return overridden(_extended(request.path, LONGEST_CHAIN), request)


def overridden(document: Document, request: Request) -> Loaded:
    """Return the configuration of a document with all but the file that a request asks for; raises as `load`."""
    document, labels = _with_scenario(document, request)
    document = _with_layers(document, request.layers)
    for word in request.settings:
        key, written = _split(word, "--set")
        try:
            check_size(written, f"--set {key}")
            document = assign(document, key, yaml.safe_load(written), "--set")
        except yaml.YAMLError as error:
            msg = f"--set {word}: the value is not readable as YAML"
            raise ConfigError(msg) from error
    for option, key, value in request.options:
        document = assign(document, key, value, option)
    return Loaded(
        config=_checked(document),
        base=request.path.resolve().parent,
        path=request.path,
        scenario=request.scenario or "",
        scenario_labels=labels,
        origins=dict(sorted(document.origins.items())),
    )


def _extended(path: Path, depth: int) -> Document:
    document = read_document(path)
    parent = document.tree.get("extends")
    if parent is None:
        return document
    if depth == 0:
        msg = f"{path}: 'extends' runs in a circle"
        raise ConfigError(msg)
    own = {key: value for key, value in document.tree.items() if key != "extends"}
    origins = {key: line for key, line in document.origins.items() if key != "extends"}
    parent_path = path.parent / str(parent)
    base = _extended(parent_path, depth - 1)
    return merge(_relative_to(base, parent_path.parent, path.parent), Document(own, origins))


def _relative_to(document: Document, here: Path, there: Path) -> Document:
    """Rewrite the parent's layer paths so that they hold from the child's folder; what a variable gives stays."""
    if here.resolve() == there.resolve():
        return document
    layers = {
        name: {**source, "path": str(here.resolve() / source["path"])}
        if isinstance(source, dict) and not str(source.get("path", "$")).startswith("$")
        else source
        for name, source in document.tree.get("layers", {}).items()
    }
    return replace(document, tree={**document.tree, "layers": layers})


def scenarios(config_path: Path) -> list[str]:
    """Return the names of the scenarios that stand beside a configuration file."""
    return sorted(path.stem for path in (config_path.parent / "scenarios").glob("*.yaml"))


def _with_scenario(document: Document, request: Request) -> tuple[Document, tuple[str, str]]:
    if request.scenario is None:
        return document, ("", "")
    known = scenarios(request.path)
    if request.scenario not in known:
        msg = f"--scenario {request.scenario}: no such scenario; there are {', '.join(known) or 'none'}"
        raise ConfigError(msg)
    found = read_document(request.path.parent / "scenarios" / f"{request.scenario}.yaml")
    unknown = sorted(set(found.tree) - {"label_fr", "label_en", "set"})
    if unknown:
        msg = f"scenario {request.scenario}: unknown key {', '.join(unknown)}; allowed are label_fr, label_en, set"
        raise ConfigError(msg)
    for key, value in (found.tree.get("set") or {}).items():
        origin = found.origins.get(f"set.{key}", f"{request.scenario}.yaml")
        document = assign(document, str(key), value, f"scenarios/{origin}")
    return document, (str(found.tree.get("label_fr", "")), str(found.tree.get("label_en", "")))


def _with_layers(document: Document, words: Sequence[str]) -> Document:
    for word in words:
        name, path = _split(word, "--layer")
        known = document.tree.get("layers", {})
        if name not in known and name not in USUAL_FORMATS:
            names = ", ".join(sorted({*known, *USUAL_FORMATS}))
            msg = f"--layer {word}: no layer is called '{name}'; there are {names}"
            raise ConfigError(msg)
        entry = known.get(name) or {"format": USUAL_FORMATS[name]}
        entry = {**entry, "path": str(Path(path).resolve()), "sha256": None}
        document = assign(document, f"layers.{name}", entry, "--layer")
    return document


def _split(word: str, option: str) -> tuple[str, str]:
    key, sign, value = word.partition("=")
    if not sign or not key:
        msg = f"{option} {word}: expected {'NAME=PATH' if option == '--layer' else 'key=value'}"
        raise ConfigError(msg)
    return key.strip(), value


def _checked(document: Document) -> Config:
    try:
        return Config.model_validate(document.tree)
    except ValidationError as error:
        lines = [_fault(fault, document.origins) for fault in error.errors(include_url=False)]
        msg = "the configuration is not valid:\n  " + "\n  ".join(sorted(lines))
        raise ConfigError(msg) from None


def with_line(error: ConfigError, origins: Origins) -> ConfigError:
    """Return the error with the file and line that say the value at fault, where it names a key."""
    path = error.key.split(".")
    while path and ".".join(path) not in origins:
        path.pop()
    origin = _said_at(".".join(path), origins)
    return ConfigError(f"{origin} {error.key}: {error}") if error.key and origin else error


def _said_at(key: str, origins: Origins) -> str:
    """Return where a value was said; for a mapping partly said elsewhere since, the first such place."""
    own = origins.get(key, "")
    later = [line for name, line in origins.items() if name.startswith(f"{key}.") and _file(line) != _file(own)]
    return later[0] if own and later else own


def _file(origin: str) -> str:
    return origin.rpartition(":")[0] or origin


def _fault(fault: object, origins: Origins) -> str:
    detail: dict[str, object] = dict(fault)  # type: ignore[call-overload]
    path = [str(part) for part in detail["loc"]]  # type: ignore[attr-defined]
    key = ".".join(path)
    while path and ".".join(path) not in origins:
        path.pop()
    origin = _said_at(".".join(path), origins)
    value = detail.get("input")
    shown = "" if isinstance(value, dict | list) else f" (value: {value!r})"
    return f"{origin} {key}: {detail['msg']}{shown}".strip()
