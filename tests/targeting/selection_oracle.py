"""Small made countries, and the best list by trying every subset; it knows the configuration, not the rules' code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from prosmed_gis.config.selection import Selection
from prosmed_gis.targeting.choice.rules import selection_rules
from prosmed_gis.targeting.choice.wishes import wishes

DAY = date(2021, 1, 2)
TRACK = {"R1": "stabilise", "R2": "stabilise", "R3": "prevent", "R4": "prevent"}
NOTHING = pd.Series(dtype="str")


@dataclass(frozen=True, eq=False)
class Country:
    units: pd.DataFrame
    tracks: pd.Series
    score: pd.Series
    violence: pd.Series
    people: pd.Series
    shared_km: pd.DataFrame
    unscored: tuple[str, ...] = ()

    @property
    def codes(self):
        return list(self.units.index)

    @property
    def wanted(self):
        return wishes(self.score, self.violence, self.people)

    def rules(self, config, *, within=""):
        return selection_rules(
            config, self.units, self.tracks, NOTHING,
            unscored=self.unscored, shared_km=self.shared_km, within=within,
        )  # fmt: skip

    def stages(self):
        return [frame[self.codes].to_numpy() for frame in (self.score, self.violence, self.people)]


def country(rng, size, *, levels=4):
    codes = [f"C{number:02d}" for number in range(size)]
    regions = rng.choice(list(TRACK), size)
    units = pd.DataFrame({"name": codes, "parent_pcode": regions}, index=pd.Index(codes, name="pcode"))
    lengths = np.triu(rng.choice([0.0, 0.0, 0.5, 10.0, 20.0], (size, size)), 1)
    few = lambda: pd.Series(rng.integers(0, levels, size), index=codes, dtype=float)  # noqa: E731
    return Country(
        units=units,
        tracks=units["parent_pcode"].map(TRACK).astype("str"),
        score=few(),
        violence=few(),
        people=few(),
        shared_km=pd.DataFrame(lengths + lengths.T, index=codes, columns=codes),
        unscored=tuple(rng.choice(codes, int(rng.random() < 0.2), replace=False)),
    )


def lock(pcode, state):
    return {"pcode": pcode, "state": state, "author": "x", "date": DAY, "reason": "y"}


def config(n, **more):
    return Selection.model_validate({"n": n, "variant": "21", "regions": {}, "tracks": {}, **more})


def random_rules(rng, made, *, sums=True):
    """Return the rules of one list as a configuration section."""
    size = len(made.codes)
    top = None if rng.random() < 0.5 else int(rng.integers(1, 4))
    regions = {"min": int(rng.random() < 0.15), "max": top}
    if rng.random() < 0.3:
        regions["by_region"] = {str(rng.choice(made.units["parent_pcode"])): {"max": int(rng.integers(0, 3))}}
    low = int(rng.integers(0, 3))
    section = {"n": int(rng.integers(1, size)), "regions": regions}
    section["tracks"] = {"prevent": {"min": low, "max": low + int(rng.integers(0, 3))}} if rng.random() < 0.6 else {}
    held = rng.choice(made.codes, int(rng.integers(0, 3)), replace=False)
    section["locks"] = tuple(lock(str(code), str(rng.choice(["in", "out"]))) for code in held)
    if sums and rng.random() < 0.6:
        costs = {code: int(rng.integers(0, 9)) for code in made.codes if rng.random() < 0.7}
        section["budget"] = {
            "max_usd": int(rng.integers(5, 30)), "cost_usd": costs, "cost_usd_default": 3,
            "author": "x", "date": DAY, "source": "z",
        }  # fmt: skip
    if sums and rng.random() < 0.6:
        section["adjacency"] = {"min_neighbours": int(rng.integers(1, 3)), "min_border_km": 1.0, "source": "z"}
    return section


def every_subset(size):
    """(2**size, size) bool; the first cercle is the heaviest bit, so that larger numbers have smaller P-codes."""
    return (np.arange(2**size)[:, None] >> np.arange(size)[::-1] & 1).astype(bool)


def obeyed(made, rules, subsets, within=""):
    """Word of each rule of a configuration -> (subsets,) bool."""
    region, tracks = made.units["parent_pcode"].to_numpy(), made.tracks.to_numpy()
    found = {f"{within}n={rules.n}": subsets.sum(axis=1) == rules.n}
    general = [subsets[:, region == code].sum(axis=1) for code in set(region) - set(rules.regions.by_region)]
    sets = [(f"{within}regions", rules.regions, general)]
    sets += [
        (f"{within}regions.by_region.{code}", own, [subsets[:, region == code].sum(axis=1)])
        for code, own in rules.regions.by_region.items()
    ]
    sets += [
        (f"{within}tracks.{track.value}", own, [subsets[:, tracks == track.value].sum(axis=1)])
        for track, own in rules.tracks.items()
    ]
    everything = np.ones(len(subsets), dtype=bool)
    for name, limits, counts in sets:
        if limits.min:
            found[f"{name}.min={limits.min}"] = np.all([everything, *(count >= limits.min for count in counts)], axis=0)
        if limits.max is not None:
            found[f"{name}.max={limits.max}"] = np.all([everything, *(count <= limits.max for count in counts)], axis=0)
    if rules.budget is not None:
        cost = np.array([rules.budget.cost_usd.get(code, rules.budget.cost_usd_default) for code in made.codes])
        found[f"{within}budget.max_usd={rules.budget.max_usd}"] = subsets @ cost <= rules.budget.max_usd
    if rules.adjacency is not None:
        beside = made.shared_km.to_numpy() >= rules.adjacency.min_border_km
        least = rules.adjacency.min_neighbours
        enough = ~subsets | (subsets.astype(int) @ beside.astype(int) >= least)
        found[f"{within}adjacency.min_neighbours={least}"] = enough.all(axis=1)
    for item in rules.locks:
        column = subsets[:, made.codes.index(item.pcode)]
        found[f"{within}locks.{item.pcode}={item.state}"] = column if item.state == "in" else ~column
    if made.unscored:
        found["unscored"] = ~subsets[:, [made.codes.index(code) for code in made.unscored]].any(axis=1)
    return found


def best_subset(made, rules):
    """The best list (cercles,) bool, how many lists share its score, and the rules' truth; None where there is none."""
    subsets = every_subset(len(made.codes))
    truth = obeyed(made, rules, subsets)
    allowed = subsets[np.all(list(truth.values()), axis=0)]
    if not len(allowed):
        return None, 0, truth
    sums = [allowed @ numbers for numbers in made.stages()]
    weight = allowed @ 2.0 ** np.arange(len(made.codes))[::-1]
    first = np.lexsort((-weight, *(-total for total in reversed(sums))))[0]
    return allowed[first], int((sums[0] == sums[0].max()).sum()), truth
