"""The list moves only when it should."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from selection_oracle import Country, config, country, random_rules

from prosmed_gis.errors import InfeasibleError
from prosmed_gis.targeting.choice.selection import select, wishes

seeds = st.integers(0, 10**6)
QUICK = settings(max_examples=80, deadline=None)


def chosen_codes(made, rules):
    try:
        found = select(made.wanted, made.rules(rules))
    except InfeasibleError:
        return None
    return {code for code, inside in zip(made.codes, found.chosen, strict=True) if inside}


def problem(seed, *, sums=True, size=None):
    rng = np.random.default_rng(seed)
    made = country(rng, size or int(rng.integers(4, 10)), levels=int(rng.choice([3, 50])))
    return rng, made, config(**random_rules(rng, made, sums=sums))


@QUICK
@given(seeds)
def test_the_order_of_rows_does_not_matter(seed):
    rng, made, rules = problem(seed)
    order = rng.permutation(made.codes)
    score, violence, people = (
        series[rng.permutation(made.codes)] for series in (made.score, made.violence, made.people)
    )
    shuffled = made.units.loc[order]
    mixed = Country(
        units=shuffled,
        tracks=made.tracks[rng.permutation(made.codes)],
        score=score,
        violence=violence,
        people=people,
        shared_km=made.shared_km.loc[order, rng.permutation(made.codes)],
        unscored=made.unscored,
    )
    try:
        found = select(wishes(score, violence, people), mixed.rules(rules))
    except InfeasibleError:
        assert chosen_codes(made, rules) is None
        return
    assert {code for code, inside in zip(sorted(made.codes), found.chosen, strict=True) if inside} == chosen_codes(
        made, rules
    )


@QUICK
@given(seeds, st.integers(1, 90))
def test_a_constant_added_to_all_scores_changes_nothing(seed, constant):
    _, made, rules = problem(seed)
    raised = Country(**{**vars(made), "score": made.score + constant})
    assert chosen_codes(raised, rules) == chosen_codes(made, rules)


@QUICK
@given(seeds, st.sampled_from([0.5, 2.0, 7.0]))
def test_another_unit_of_scores_changes_nothing(seed, factor):
    _, made, rules = problem(seed)
    scaled = Country(**{**vars(made), "score": made.score * factor})
    assert chosen_codes(scaled, rules) == chosen_codes(made, rules)


def with_another(made, like, *, lower_by=0.0):
    """The country with one more cercle, like one that stands there, last in order of P-code."""
    new = "Z00"
    grown = {
        name: pd.concat([getattr(made, name), pd.Series({new: getattr(made, name)[like]})])
        for name in ("tracks", "score", "violence", "people")
    }
    grown["score"][new] -= lower_by
    row = made.units.loc[[like]].set_axis([new])
    borders = made.shared_km.reindex(index=[*made.codes, new], columns=[*made.codes, new], fill_value=0.0)
    return Country(**{**vars(made), **grown, "units": pd.concat([made.units, row]), "shared_km": borders})


@QUICK
@given(seeds, st.sampled_from([0.0, 0.5, 2.0]))
def test_a_twin_or_a_dominated_cercle_of_one_left_out_changes_nothing(seed, lower_by):
    _, made, rules = problem(seed, sums=False)
    chosen = chosen_codes(made, rules)
    assume(chosen is not None)
    left = sorted(set(made.codes) - chosen - set(made.unscored) - {item.pcode for item in rules.locks})
    assume(left)
    assert chosen_codes(with_another(made, left[0], lower_by=lower_by), rules) == chosen


@QUICK
@given(seeds)
def test_a_better_score_for_a_chosen_cercle_keeps_it_in_and_for_one_left_out_never_pushes_it_further(seed):
    rng, made, rules = problem(seed)
    chosen = chosen_codes(made, rules)
    assume(chosen is not None)
    code = str(rng.choice(made.codes))
    score = made.score.copy()
    score[code] += 1 if code in chosen else -1
    score += 1
    after = chosen_codes(Country(**{**vars(made), "score": score}), rules)
    assert (code in after) == (code in chosen)


@QUICK
@given(seeds)
def test_one_rule_less_never_lowers_the_total(seed):
    rng, made, rules = problem(seed)
    assume(chosen_codes(made, rules) is not None)
    written = made.rules(rules)
    total = made.wanted.score @ select(made.wanted, written).chosen
    left_out = written[int(rng.integers(1, len(written)))] if len(written) > 1 else None
    fewer = [rule for rule in written if rule is not left_out]
    assert made.wanted.score @ select(made.wanted, fewer).chosen >= total
