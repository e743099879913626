"""YAML documents as trees of values, with the file and line that each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from prosmed_gis.errors import ConfigError

Tree = dict[str, Any]
Origins = dict[str, str]
"""Dotted key of a value -> where it was said (`prosmed.yaml:12`, `--set`)."""

WHOLE = "layers"
"""Section whose entries replace one another whole: half of a layer's description is no description."""

ONE_PIECE = frozenset({"weighting", "aggregation", "value"})
"""Keys of mappings that replace one another whole: the fields of one method or form mean nothing in another."""

DEEPEST = 40
"""Levels of a configuration; the deepest shipped value stands at less than ten."""
MOST_VALUES = 100_000
"""Values of a configuration with those behind aliases; the shipped ones hold some thousands."""


@dataclass(frozen=True, slots=True)
class Document:
    """A tree of values and the origin of each leaf."""

    tree: Tree
    origins: Origins


def read_document(path: Path) -> Document:
    """Read a YAML file whose root is a mapping.

    Raises
    ------
    ConfigError
        The file does not exist, is not YAML, its root is no mapping, or a key stands twice in one mapping.
    """
    if not path.is_file():
        msg = (
            f"{path}: no such configuration file. Name one with --config, or work in the folder that holds "
            "config/prosmed.yaml: a copy of the project has it, the installed program alone has not"
        )
        raise ConfigError(msg)
    try:
        content = path.read_text(encoding="utf-8")
        check_size(content, path.name)
        node = yaml.compose(content, Loader=yaml.SafeLoader)
        tree = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        msg = f"{path}: not readable as YAML: {' '.join(str(error).split())}"
        raise ConfigError(msg) from error
    if not isinstance(tree, dict) or node is None:
        msg = f"{path}: the file must hold a mapping of sections"
        raise ConfigError(msg)
    origins: Origins = {}
    _trace(node, "", path.name, origins)
    return Document(tree, origins)


def check_size(content: str, name: str) -> None:
    """Raise ConfigError where values nest too deep, hold themselves, or become too many by aliases of aliases.

    Events come one after the other, so that no document can exhaust the stack or the memory here.
    """
    sizes: dict[str, int] = {}
    opened: list[tuple[str | None, int]] = []
    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        fault = None
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor, 1))
            if len(opened) > DEEPEST:
                fault = f"values nest deeper than {DEEPEST} levels; flatten them"
        elif isinstance(event, yaml.CollectionEndEvent | yaml.AliasEvent | yaml.ScalarEvent):
            fault = _counted(event, opened, sizes)
        if fault:
            line = event.start_mark.line + 1 if event.start_mark else 0
            msg = f"{name}:{line}: {fault}"
            raise ConfigError(msg)


def _counted(event: Any, opened: list[tuple[str | None, int]], sizes: dict[str, int]) -> str | None:
    """Add a finished value to the one that holds it; return what is wrong with that."""
    if isinstance(event, yaml.AliasEvent):
        if any(anchor == event.anchor for anchor, _ in opened):
            return f"'*{event.anchor}' stands inside the value that it names; write the value out"
        anchor, size = None, sizes.get(str(event.anchor), 1)
    else:
        anchor, size = opened.pop() if isinstance(event, yaml.CollectionEndEvent) else (event.anchor, 1)
    if anchor:
        sizes[anchor] = size
    if opened:
        opened[-1] = (opened[-1][0], opened[-1][1] + size)
        if opened[-1][1] > MOST_VALUES:
            return f"more than {MOST_VALUES} values, aliases counted each time; write them out"
    return None


def _trace(node: yaml.Node, prefix: str, name: str, origins: Origins) -> None:
    origins[prefix] = f"{name}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in seen:
            msg = f"{name}:{key_node.start_mark.line + 1}: key '{key}' stands twice in one mapping; keep one"
            raise ConfigError(msg)
        seen.add(key)
        _trace(value_node, f"{prefix}.{key}" if prefix else key, name, origins)


def merge(base: Document, over: Document) -> Document:
    """Return `base` with the values of `over` laid on it, mapping by mapping.

    Entries of the section `layers` are replaced whole, and a layer set to null is removed; so are the mappings of
    `ONE_PIECE`. Any other list or scalar is replaced.
    """
    origins = dict(base.origins)
    tree = _merged(base.tree, over.tree, "", over.origins, origins)
    return Document(tree, origins)


def _merged(base: Tree, over: Mapping[str, Any], prefix: str, theirs: Origins, origins: Origins) -> Tree:
    result = dict(base)
    for key, value in over.items():
        path = f"{prefix}.{key}" if prefix else str(key)
        if prefix == WHOLE and value is None:
            result.pop(key, None)
        elif _merges(prefix, str(key)) and isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(result[key], value, path, theirs, origins)
        else:
            result[key] = value
            for known in [name for name in origins if name == path or name.startswith(f"{path}.")]:
                del origins[known]
            origins.update({name: line for name, line in theirs.items() if name == path or name.startswith(f"{path}.")})
    return result


def _merges(prefix: str, key: str) -> bool:
    return prefix != WHOLE and key not in ONE_PIECE


def assign(document: Document, key: str, value: object, origin: str) -> Document:
    """Return the document with the value at a dotted key replaced.

    Raises
    ------
    ConfigError
        A part of the key before the last names a value that holds no keys.
    """
    tree = _with_value(document.tree, key.split("."), value, f"{origin} {key}")
    origins = {name: line for name, line in document.origins.items() if name != key and not name.startswith(f"{key}.")}
    return Document(tree, {**origins, key: origin})


def _with_value(tree: Tree, path: list[str], value: object, asked: str) -> Tree:
    first, *rest = path
    if not rest:
        return {**tree, first: value}
    inner = tree.get(first) or {}
    if not isinstance(inner, dict):
        msg = f"{asked}: '{first}' holds a value, not a section"
        raise ConfigError(msg)
    return {**tree, first: _with_value(inner, rest, value, asked)}
