"""Worlds between two configurations: parts of one, parts of the other, and the list that each world gives.

The parts are the factors of a comparison. `data`: every layer but the boundaries, the date of the study, checks,
overlay and access. `boundaries`: regions, cercles, communes and the vintage of P-codes. `weights`: the section
`targeting`. `rules`: the section `selection`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
from shapely.geometry.base import BaseGeometry

from prosmed_gis.config.loading import Loaded
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.names import fold
from prosmed_gis.domain.pcodes import is_pcode
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.errors import ConfigError
from prosmed_gis.outputs.manifest import configuration, fingerprint
from prosmed_gis.pipeline.cache import Results
from prosmed_gis.pipeline.run import Notify, Run, Warn
from prosmed_gis.readers.files import VARIABLE, located
from prosmed_gis.readers.reading import option_text
from prosmed_gis.readers.registry import FORMATS
from prosmed_gis.readers.study import BOUNDARIES
from prosmed_gis.targeting.compared.shapley import FACTORS, World
from prosmed_gis.targeting.run import Scored, listed

READ = frozenset({"data", "boundaries"})
"""Factors on which reading, overlay and access depend; the score depends on `weights` besides."""
FACTOR_OF = {
    "study.as_of": "data",
    "checks": "data",
    "overlay": "data",
    "access": "data",
    "study.pcode_vintage": "boundaries",
    "targeting": "weights",
    "selection": "rules",
}
"""Key or section of the configuration -> factor; layers apart."""
UNFELT = ("targeting.firmness", "targeting.stakeholders")
"""Sections that decide no list."""
DIGITS = 12
"""Hexadecimal digits of a hash by which two files are told apart: 48 bits."""


class Worlds:
    """The worlds between A and B; what several share is computed once.

    `notify` is told the stages; `warn` the problems of A's and B's inputs, each once.
    """

    def __init__(self, a: Loaded, b: Loaded, *, today: date, notify: Notify, warn: Warn, results: Results) -> None:
        self.language = a.config.study.language
        self.sides = (_prepared(a, a.base, self.language), _prepared(b, a.base, self.language))
        said = [_said(side) for side in self.sides]
        self.differences = [
            (factor, key, said[0].get((factor, key)), said[1].get((factor, key)))
            for factor, key in sorted({*said[0], *said[1]}, key=lambda item: (FACTORS.index(item[0]), item[1]))
            if said[0].get((factor, key)) != said[1].get((factor, key))
        ]
        """(factor, key, A's value, B's value) of everything that may change the list and differs."""
        self.differing = tuple(factor for factor in FACTORS if factor in {line[0] for line in self.differences})
        self._today, self._notify, self._warn = today, notify, _once(warn)
        self._runs: dict[World, Run] = {}
        self._results = results

    @property
    def one_vintage(self) -> bool:
        """True where P-codes mean the same places on both sides."""
        return len({side.config.study.pcode_vintage for side in self.sides}) == 1

    def listed(self, world: World) -> pd.DataFrame:
        """Return the list of a world as `targeting.comparison.compared` takes it.

        A cercle's key is A's P-code of it. Between two vintages, where codes change their meaning, a cercle of A and
        one of B are the same where they bear one name and share most of their ground.

        Raises
        ------
        ConfigError, DataError, InfeasibleError
            The parts do not fit together: no such list exists.
        """
        self._refuse_foreign_codes(world)
        scored, run = self.scored(world), self.run(world)
        self._notify("select")
        chosen = listed(scored, self.mixed(world).config.selection, language=self.language)
        cercles = run.layers.cercles.reindex(scored.score.index)
        regions = cercles["parent_pcode"].map(run.layers.regions["name"])
        frame = pd.DataFrame(
            {
                "pcode": cercles.index.astype("str"),
                "cercle": cercles["name"].to_numpy(),
                "region": regions.to_numpy(),
                "selected": chosen.chosen,
                "rank": scored.score.rank(ascending=False, method="min").astype("Int64").array,
                "score": scored.score.to_numpy(),
            }
        )
        keys = frame["pcode"].map(self._twins) if "boundaries" in world else frame["pcode"]
        return frame.set_index(pd.Index(keys, name="key"))

    @cached_property
    def _twins(self) -> dict[str, str]:
        """B's P-code of each cercle -> its key: A's P-code where it is the same cercle."""
        ours, theirs = (self.run(world).layers.cercles for world in (frozenset[str](), frozenset(self.differing)))
        if self.one_vintage:
            return {str(code): str(code) for code in theirs.index}
        vintage = self.sides[1].config.study.pcode_vintage
        names = ours["name"].map(fold)
        keys = {}
        for code, name, place in zip(theirs.index, theirs["name"].map(fold), theirs.geometry, strict=True):
            twins = [str(twin) for twin in names.index[names == name] if _is_same(ours.geometry[twin], place)]
            keys[str(code)] = twins[0] if twins else f"{vintage}:{code}"
        return keys

    def scored(self, world: World) -> Scored:
        """Return the scores of a world; raises as `listed`."""
        self.run(world)
        return self._open(world - {"rules"}).scored

    def run(self, world: World) -> Run:
        """Return the run whose layers a world looks at."""
        part = world & READ
        if part not in self._runs:
            self._runs[part] = self._open(part)
        return self._runs[part]

    def _open(self, part: World) -> Run:
        whole = part in (frozenset(), READ & frozenset(self.differing))
        warn: Warn = self._warn if whole else lambda _problems: None
        return Run(self.mixed(part), today=self._today, notify=self._notify, warn=warn, results=self._results)

    def set_aside(self, world: World) -> int:
        """Return how many rows of its inputs a world could not use."""
        return sum(problem.severity is Severity.ERROR for problem in self.run(world).reading.problems)

    def mixed(self, world: World) -> Loaded:
        """Return the configuration of a world, fit or not."""
        data, boundaries, weights, rules = (self.sides[factor in world].config for factor in FACTORS)
        layers = {name: source for name, source in boundaries.layers.items() if _is_boundary(name, source)}
        layers |= {name: source for name, source in data.layers.items() if not _is_boundary(name, source)}
        study = data.study.model_copy(update={"pcode_vintage": boundaries.study.pcode_vintage})
        parts = {"study": study, "layers": layers, "targeting": weights.targeting, "selection": rules.selection}
        # A fault is told with the line where it was said: most are faults of the weights.
        return replace(self.sides["weights" in world], config=data.model_copy(update=parts))

    def _refuse_foreign_codes(self, world: World) -> None:
        """Raise where a section names other P-codes than the other side's and the boundaries are of another vintage."""
        for factor, section in (("weights", "targeting"), ("rules", "selection")):
            codes = [_codes(getattr(side.config, section).model_dump(mode="json")) for side in self.sides]
            apart = (factor in world) != ("boundaries" in world)
            if apart and not self.one_vintage and set(codes[0]) != set(codes[1]):
                raise ConfigError(text("comparison.foreign_codes", self.language, section=section))


def _once(warn: Warn) -> Warn:
    """Return a function that tells each problem once, though both sides may have it."""
    told: set[Problem] = set()

    def tell(problems: Iterable[Problem]) -> None:
        fresh = [problem for problem in problems if problem not in told]
        told.update(fresh)
        if fresh:
            warn(fresh)

    return tell


def _is_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two places have more ground in common than apart (degrees do: only a ratio is asked for)."""
    common = float(one.intersection(other).area)
    return 2 * common > float(one.area) + float(other.area) - common


def _prepared(loaded: Loaded, home: Path, language: str) -> Loaded:
    """Return a side without draws, its paths relative to `home` and the vintage of its codes spelled out."""
    config = loaded.config
    layers = {}
    for name, source in config.layers.items():
        moved = loaded.base != home and not VARIABLE.match(source.path)
        path = str(loaded.base / source.path) if moved else source.path
        layers[name] = source.model_copy(update={"path": path, "vintage": _vintage(source, config.study.pcode_vintage)})
    firmness = config.targeting.firmness.model_copy(update={"draws": 0})
    parts = {
        "study": config.study.model_copy(update={"language": language}),
        "layers": layers,
        "targeting": config.targeting.model_copy(update={"firmness": firmness}),
    }
    return replace(loaded, base=home, config=config.model_copy(update=parts))


def _vintage(source: LayerSource, studys: str) -> str | None:
    """Return the vintage of a layer's P-codes: where it says none, they are the study's."""
    form = FORMATS.get(source.format)
    return source.vintage or (studys if form is not None and form.has_codes else None)


def _is_boundary(name: str, source: LayerSource) -> bool:
    return (option_text(source, "into") or name) in BOUNDARIES


def _said(loaded: Loaded) -> dict[tuple[str, str], object]:
    """Return all that may change the list, by factor and key; of a layer's file what is in it, not where it is."""
    said: dict[tuple[str, str], object] = {}
    for key, leaf in configuration(loaded).items():
        known = [part for part in FACTOR_OF if key == part or key.startswith(f"{part}.")]
        if known and not key.startswith(UNFELT):
            said[FACTOR_OF[known[0]], key] = leaf["value"]
    for name, source in loaded.config.layers.items():
        factor = "boundaries" if _is_boundary(name, source) else "data"
        said[factor, f"layers.{name}"] = _content(source, located(source, loaded.base))
    return said


def _content(source: LayerSource, path: Path) -> str:
    """Return what a layer's file is read as and the start of its hash, in one line."""
    digest = fingerprint(path).get("sha256", "–")[:DIGITS]
    options = json.dumps(source.options, ensure_ascii=False, sort_keys=True) if source.options else ""
    return " ".join(part for part in (source.format, digest, source.layer, source.vintage, options) if part)


def _codes(tree: object) -> Iterator[str]:
    """Yield the P-codes that a section names."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _codes(key)
            yield from _codes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _codes(value)
    elif isinstance(tree, str) and is_pcode(tree):
        yield tree
