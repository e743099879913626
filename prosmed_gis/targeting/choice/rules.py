"""The rules of the choice: how many cercles of which set, each rule with its name in the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd
from rapidfuzz import process

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.names import fold
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from prosmed_gis.config.selection import Adjacency, Budget, Rules

MAX_PROPOSALS = 3
"""More than three proposals are no help to a reader."""


@dataclass(frozen=True, slots=True)
class Bound:
    """At least `low` and at most `high` of these cercles."""

    members: frozenset[str]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the chosen cercles that is held at `low` or above and at `high` or below, where there are such."""

    weights: tuple[tuple[str, int], ...]
    """(P-code, what it adds when chosen); cercles that are not named add nothing."""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the configuration; it may bound several sets (a limit for every region)."""

    word: str
    """The rule as it stands in the configuration: `n=21`, `regions.max=1`, `locks.ML0506=in`."""
    bounds: tuple[Bound, ...]
    key: str = ""
    """Key of the sentence that says it, and its values."""
    fields: tuple[tuple[str, object], ...] = ()
    totals: tuple[Total, ...] = ()
    implied: tuple[Total, ...] = ()
    """Sums that every list obeying the rule holds to anyway; they bring the solver nearer to whole cercles."""
    step: int | None = None
    """Way in which its limit moves when it is loosened: 1 up, -1 down, 0 either; None where it can only be dropped."""

    def sentence(self, language: str) -> str:
        """Return the rule in words; a rule without a sentence is told by its name."""
        return self.word if not self.key else text(self.key, language, **dict(self.fields))

    def concerns(self, pcode: str) -> bool:
        """Return whether a bound or a sum of the rule holds this cercle."""
        return any(pcode in bound.members for bound in self.bounds) or any(
            pcode == code for total in self.totals for code, _ in total.weights
        )

    def loosened(self, by: int, language: str) -> str:
        """Return in words what is to be written for the rule to be loosened by so much; empty where it is no choice."""
        name, sign, limit = self.word.rpartition("=")
        if not sign:
            return ""
        if self.step is None:
            return text("selection.drop", language, name=name)
        return text("selection.loosen", language, name=name, limit=int(limit) + by)


UNSCORED = "unscored"


def settled(rules: Iterable[Rule]) -> pd.Series:
    """Return P-code -> `in` or `out` of the cercles that one bound settles by itself, in order of P-code."""
    found: dict[str, str] = {}
    for bound in (bound for rule in rules for bound in rule.bounds):
        if bound.high == 0:
            found |= dict.fromkeys(bound.members, "out")
        elif bound.low == len(bound.members):
            found |= dict.fromkeys(bound.members, "in")
    return pd.Series(found, dtype="str").sort_index().rename_axis("pcode")


def selection_rules(
    selection: Rules,
    units: pd.DataFrame,
    tracks: pd.Series,
    regions: pd.Series,
    *,
    unscored: Iterable[str] = (),
    shared_km: pd.DataFrame | None = None,
    within: str = "",
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
    shared_km
        Length of common border between cercles (`overlay.units.Neighbours.shared_km`); needed where the rules ask
        for neighbours.
    within
        Put before the name of each rule: `nesting.` for the rules of the smaller list.

    Raises
    ------
    ConfigError
        A lock, a limit or a cost names an unknown cercle or region; a cercle has no cost; or neighbours are asked
        for and the borders are unknown.
    """
    everyone = frozenset(str(code) for code in units.index)
    members = {str(region): frozenset(map(str, part.index)) for region, part in units.groupby("parent_pcode")}
    by_track = {str(track): frozenset(map(str, part.index)) for track, part in tracks.groupby(tracks)}
    count = selection.n
    number = Rule(f"{within}n={count}", (Bound(everyone, count, count),), "rule.number", (("n", count),), step=0)
    rules = [number, *_region_rules(selection, members, regions, within)]
    for track, limits in selection.tracks.items():
        bounds = (("low", limits.min), ("high", limits.max))
        name, key = f"{within}tracks.{track.value}", f"rule.track.{track.value}"
        rules += _limit_rules(name, key, bounds, [by_track.get(track, frozenset())])
    if selection.budget is not None:
        rules.append(_budget_rule(selection.budget, units, within))
    if selection.adjacency is not None and selection.adjacency.min_neighbours > 0:
        rules.append(_adjacency_rule(selection.adjacency, shared_km, within))
    rules += _lock_rules(selection, units, within)
    shut = sorted(unscored)
    if shut:
        names = ", ".join(units["name"].reindex(shut).fillna("").astype(str))
        bars = tuple(Bound(frozenset([code]), 0, 0) for code in shut)
        rules.append(Rule(UNSCORED, bars, "rule.unscored", (("names", names),)))
    return tuple(rules)


def _region_rules(selection: Rules, members: dict[str, frozenset[str]], regions: pd.Series, within: str) -> list[Rule]:
    limits = selection.regions
    _must_be_known(limits.by_region, "region", regions.reindex(sorted(members)), f"selection.{within}regions.by_region")
    general = [members[code] for code in sorted(members) if code not in limits.by_region]
    rules = _limit_rules(f"{within}regions", "rule.region", (("low", limits.min), ("high", limits.max)), general)
    for code, own in sorted(limits.by_region.items()):
        bounds = (("low", own.min), ("high", own.max))
        name = f"{within}regions.by_region.{code}"
        rules += _limit_rules(name, "rule.one_region", bounds, [members[code]], place=str(regions.get(code, code)))
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
        values = (("count", limit), *fields.items())
        rules.append(Rule(name, parts, f"{key}.{side}", values, step=-1 if side == "low" else 1))
    return rules


def _budget_rule(budget: Budget, units: pd.DataFrame, within: str) -> Rule:
    place = f"selection.{within}budget"
    _must_be_known(budget.cost_usd, "cercle", units["name"], f"{place}.cost_usd")
    lacking = [str(code) for code in units.index if code not in budget.cost_usd]
    if lacking and budget.cost_usd_default is None:
        names = ", ".join(f"{code} ({units['name'][code]})" for code in lacking)
        msg = f"{place}.cost_usd: no cost for {names}; name them, or set {place}.cost_usd_default"
        raise ConfigError(msg, key=f"{place}.cost_usd")
    usual = budget.cost_usd_default or 0
    costs = tuple((str(code), budget.cost_usd.get(str(code), usual)) for code in units.index)
    fields = (
        *_in_words("max", budget.max_usd),
        ("author", budget.author),
        ("day", budget.date),
        ("source", budget.source),
    )
    total = Total(costs, high=budget.max_usd)
    return Rule(f"{within}budget.max_usd={budget.max_usd}", (), "rule.budget", fields, (total,), step=1)


def _adjacency_rule(asked: Adjacency, shared_km: pd.DataFrame | None, within: str) -> Rule:
    if shared_km is None:
        place = f"selection.{within}adjacency"
        msg = f"{place}: the common borders of cercles are unknown; give the boundaries, or remove the rule"
        raise ConfigError(msg, key=place)
    beside = shared_km.ge(asked.min_border_km)
    near = {str(code): [str(other) for other in row.index[row]] for code, row in beside.iterrows()}
    least = asked.min_neighbours
    totals = tuple(Total(((code, -least), *((other, 1) for other in others)), low=0) for code, others in near.items())
    # Whichever least - 1 neighbours are set aside, one more must be chosen: the same rule for whole cercles, and a
    # narrower one for the fractions that the solver starts from.
    implied = tuple(
        Total(((code, -1), *((other, 1) for other in others if other not in aside)), low=0)
        for code, others in near.items()
        for aside in combinations(others, least - 1)
        if least > 1
    )
    fields = (("count", least), *_in_words("border", asked.min_border_km))
    return Rule(f"{within}adjacency.min_neighbours={least}", (), "rule.adjacency", fields, totals, implied, step=-1)


def _lock_rules(selection: Rules, units: pd.DataFrame, within: str) -> list[Rule]:
    _must_be_known([lock.pcode for lock in selection.locks], "cercle", units["name"], f"selection.{within}locks")
    rules = []
    for lock in selection.locks:
        count = int(lock.state == "in")
        fields = (
            ("name", units["name"][lock.pcode]), ("author", lock.author), ("day", lock.date), ("reason", lock.reason),
        )  # fmt: skip
        bound = Bound(frozenset([lock.pcode]), count, count)
        rules.append(Rule(f"{within}locks.{lock.pcode}={lock.state}", (bound,), f"rule.lock.{lock.state}", fields))
    return rules


def _in_words(name: str, number: float) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}_{language}", decimal(number, language)) for language in ("fr", "en"))


def _must_be_known(codes: Iterable[str], kind: str, names: pd.Series, place: str) -> None:
    """Raise, naming the key, every unknown P-code and what stands near it."""
    unknown = sorted(set(codes) - {str(code) for code in names.index})
    if unknown:
        found = "; ".join(f"'{code}' (did you mean {', '.join(_near(code, names))}?)" for code in unknown)
        msg = f"{place}: no {kind} {found}"
        raise ConfigError(msg, key=place)


def _near(word: str, names: pd.Series) -> Sequence[str]:
    """Return the units whose P-code or name is most like a word, as `P-code (name)`."""
    shown = {str(code): f"{code} ({name})" for code, name in names.sort_index().items()}
    alike = process.extract(fold(word), {code: fold(label) for code, label in shown.items()}, limit=MAX_PROPOSALS)
    return [shown[code] for _, _, code in alike]
