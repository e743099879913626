"""The rules of the choice: how many cercles of which set, each rule with its name in the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prosmed_gis.config.targeting import Selection


@dataclass(frozen=True, slots=True)
class Bound:
    """At least `low` and at most `high` of these cercles."""

    members: frozenset[str]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the configuration; it may bound several sets (a limit for every region)."""

    word: str
    """The rule as it stands in the configuration: `n=21`, `regions.max=1`, `locks.ML0506=in`."""
    bounds: tuple[Bound, ...]
    key: str = ""
    """Key of the sentence that says it, and its values."""
    fields: tuple[tuple[str, object], ...] = ()

    def sentence(self, language: str) -> str:
        """Return the rule in words."""
        return text(self.key, language, **dict(self.fields))

    def concerns(self, pcode: str) -> bool:
        """Return whether a bound of the rule holds this cercle."""
        return any(pcode in bound.members for bound in self.bounds)


UNSCORED = "unscored"


def selection_rules(
    selection: Selection, units: pd.DataFrame, tracks: pd.Series, regions: pd.Series, *, unscored: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """Return every rule, the number first.

    Parameters
    ----------
    units
        Index P-code, columns `name` and `parent_pcode`.
    regions
        Names of regions by P-code.
    unscored
        Cercles without a score, or shut out by the ceiling's gate: they cannot be chosen.

    Raises
    ------
    ConfigError
        A lock or a limit names an unknown cercle or region.
    """
    everyone = frozenset(str(code) for code in units.index)
    members = {str(region): frozenset(map(str, part.index)) for region, part in units.groupby("parent_pcode")}
    by_track = {str(track): frozenset(map(str, part.index)) for track, part in tracks.groupby(tracks)}
    number = Rule(
        f"n={selection.n}", (Bound(everyone, selection.n, selection.n),), "rule.number", (("n", selection.n),)
    )
    rules = [number, *_region_rules(selection, members, regions)]
    for track, limits in selection.tracks.items():
        bounds = (("low", limits.min), ("high", limits.max))
        rules += _limit_rules(
            f"tracks.{track.value}", f"rule.track.{track.value}", bounds, [by_track.get(track, frozenset())]
        )
    rules += _lock_rules(selection, units)
    shut = sorted(unscored)
    if shut:
        names = ", ".join(units["name"].reindex(shut).fillna("").astype(str))
        bars = tuple(Bound(frozenset([code]), 0, 0) for code in shut)
        rules.append(Rule(UNSCORED, bars, "rule.unscored", (("names", names),)))
    return tuple(rules)


def _region_rules(selection: Selection, members: dict[str, frozenset[str]], regions: pd.Series) -> list[Rule]:
    limits = selection.regions
    unknown = sorted(set(limits.by_region) - set(members))
    if unknown:
        msg = f"selection.regions.by_region: no region {', '.join(unknown)}; there are {', '.join(sorted(members))}"
        raise ConfigError(msg)
    general = [members[code] for code in sorted(members) if code not in limits.by_region]
    rules = _limit_rules("regions", "rule.region", (("low", limits.min), ("high", limits.max)), general)
    for code, own in sorted(limits.by_region.items()):
        bounds = (("low", own.min), ("high", own.max))
        place = str(regions.get(code, code))
        rules += _limit_rules(f"regions.by_region.{code}", "rule.one_region", bounds, [members[code]], place=place)
    return rules


def _limit_rules(
    word: str,
    key: str,
    bounds: tuple[tuple[str, int | None], ...],
    sets: list[frozenset[str]],
    **fields: object,
) -> list[Rule]:
    """Return a rule for a minimum that asks for something, and one for a maximum that there is."""
    rules = []
    for side, limit in bounds:
        if limit is None or (side == "low" and limit == 0):
            continue
        low, high = (limit, None) if side == "low" else (0, limit)
        parts = tuple(Bound(part, low, len(part) if high is None else high) for part in sets)
        name = f"{word}.{'min' if side == 'low' else 'max'}={limit}"
        rules.append(Rule(name, parts, f"{key}.{side}", (("count", limit), *fields.items())))
    return rules


def _lock_rules(selection: Selection, units: pd.DataFrame) -> list[Rule]:
    unknown = sorted({lock.pcode for lock in selection.locks} - set(units.index))
    if unknown:
        msg = f"selection.locks: no cercle {', '.join(unknown)} in the boundaries"
        raise ConfigError(msg)
    rules = []
    for lock in selection.locks:
        count = int(lock.state == "in")
        fields = (
            ("name", units["name"][lock.pcode]), ("author", lock.author), ("day", lock.date), ("reason", lock.reason),
        )  # fmt: skip
        bound = Bound(frozenset([lock.pcode]), count, count)
        rules.append(Rule(f"locks.{lock.pcode}={lock.state}", (bound,), f"rule.lock.{lock.state}", fields))
    return rules
