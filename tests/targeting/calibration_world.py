"""Worlds whose worths are given number by number, scored by the engine's own way."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
from targeting_world import AS_OF, group, indicator, linear, selection, targeting

from prosmed_gis.overlay.units import Neighbours
from prosmed_gis.targeting.choice.asked import rules_of
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.inverse.rechoosing import chosen_with
from prosmed_gis.targeting.measures import Context, Measured
from prosmed_gis.targeting.run import Scored
from prosmed_gis.targeting.scoring.aggregate import base_draw, combine
from prosmed_gis.targeting.scoring.criteria import criteria, unscored
from prosmed_gis.targeting.scoring.design import Design

TRACK = {"A": "stabilise", "B": "prevent"}
"""By the first letter of a region."""


def scored(values, regions, groups, *, min_coverage=0.0, ceiling=None, shares=None, **more):
    """Return a scored world.

    values: (cercles, indicators), worth = value held within 0 and 1, NaN unknown; regions: one name a cercle ("A1",
    "B2", ...); groups: {group: {indicator: (weight, tracks)}} in the order of the columns; shares: percent by group.
    """
    values = np.asarray(values, dtype=float)
    parts = {
        name: group(
            **{
                item: indicator("strategy_points", linear(1), weight=weight, tracks=tracks)
                for item, (weight, tracks) in items.items()
            }
        )
        for name, items in groups.items()
    }
    names = sorted(set(regions))
    tracks = {
        track: {"regions": [name for name in names if TRACK[name[0]] == track], "source": "made"}
        for track in TRACK.values()
    }
    weighting = {"method": "direct", "shares": shares or dict.fromkeys(groups, 100 / len(groups))}
    settings = targeting(parts, ceiling=ceiling, min_coverage=min_coverage, tracks=tracks, weighting=weighting, **more)
    codes = pd.Index([f"C{i:02d}" for i in range(len(values))], name="pcode")
    units = pd.DataFrame({"name": [f"Cercle {code}" for code in codes], "parent_pcode": regions}, index=codes)
    track = units["parent_pcode"].str[0].map(TRACK).astype("str").rename("track")
    items = [
        (name, item, k) for k, part in enumerate(settings.groups.values()) for name, item in part.indicators.items()
    ]
    applies = np.column_stack([track.isin([str(t.value) for t in item.tracks]).to_numpy() for _, item, _ in items])
    measured = np.where(applies, values, np.nan)
    nothing = pd.DataFrame(0.0, index=codes, columns=codes)
    inputs = TargetingInputs(
        cercles=units,
        regions=pd.DataFrame({"name": names}, index=pd.Index(names, name="pcode")),
        neighbours=Neighbours(distances_km=nothing, shared_km=nothing, perimeter_km=nothing.iloc[0]),
    )
    plan = Design(
        targeting=settings,
        pcodes=codes,
        tracks=track,
        names=tuple(name for name, _, _ in items),
        indicators=tuple(item for _, item, _ in items),
        group_of=np.array([k for _, _, k in items]),
        applies=applies,
        measured=measured,
        filled=measured,
        found=tuple(Measured(column) for column in measured.T),
        ceiling=Measured(np.zeros(len(codes))),
    )
    return of_design(plan, Context(codes, inputs, {}, track, settings.points, AS_OF))


def of_design(plan, context):
    outcome = combine(plan, base_draw(plan))
    shut = unscored(plan, outcome)
    score = pd.Series(outcome.scores[0], index=plan.pcodes, name="score").round(6)
    return Scored(
        criteria=criteria(plan, outcome, "fr"),
        score=score.mask(plan.pcodes.isin(list(shut))),
        tracks=plan.tracks,
        unscored=shut,
        notes=(),
        design=plan,
        context=context,
        outcome=outcome,
    )


BOTH = ("stabilise", "prevent")


def plain_groups(count, *, indicators=1):
    """So many groups of so many equal indicators, for both tracks."""
    return {f"g{g}": {f"i{g}{k}": (1, BOTH) for k in range(indicators)} for g in range(count)}


def chosen(world, rules):
    return chosen_with(world, rules, world.score, world.unscored)


def all_rules(world, rules):
    return rules_of(world, rules, world.unscored)


def codes_of(world, flags):
    return [str(code) for code in world.design.pcodes[flags]]


def random_rules(rng, regions, size):
    """Rules that can be obeyed: a number, and now and then regions' maxima and a track's count."""
    more = {}
    if rng.random() < 0.6:
        more["regions"] = {"max": int(rng.integers(2, 4))}
    prevent = sum(name[0] == "B" for name in regions)
    if rng.random() < 0.5 and 2 <= prevent < size:
        more["tracks"] = {"prevent": {"min": 1, "max": 1 if rng.random() < 0.7 else 2}}
    if rng.random() < 0.3:
        more["locks"] = [
            {"pcode": "C01", "state": "in", "author": "x", "date": date(2021, 1, 2), "reason": "y"},
        ]
    return selection(int(rng.integers(2, 4)), **more)


def simplex(count, steps):
    """All weights of `count` columns in whole steps."""
    if count == 1:
        return np.array([[1.0]])
    rows = []

    def fill(prefix, left):
        if len(prefix) == count - 1:
            rows.append([*prefix, left])
            return
        for part in range(left + 1):
            fill([*prefix, part], left - part)

    fill([], steps)
    return np.array(rows) / steps


def lists_of(world, rules):
    """Every list that obeys the rules, (cercles,) bool each."""
    codes = list(world.design.pcodes)
    size = next(bound.low for bound in rules[0].bounds)
    for subset in combinations(codes, size):
        inside = set(subset)
        if all(bound.low <= len(bound.members & inside) <= bound.high for rule in rules for bound in rule.bounds):
            yield np.isin(codes, subset)


def grid_lists(world, form, rules, weights):
    """(weights, cercles) bool: the best list at each of many weights, by brute force over lists; and its margin."""
    lists = np.array(list(lists_of(world, rules)))
    numbers = 100 * (weights @ form.worths.T) / (weights @ form.known.T)
    totals = numbers @ lists.T
    order = np.sort(totals, axis=1)
    margin = order[:, -1] - order[:, -2] if lists.shape[0] > 1 else np.full(len(weights), np.inf)
    return lists[totals.argmax(axis=1)], margin
