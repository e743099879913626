"""The exact choice against every subset: quotas, locks, budget, neighbours, ties and collisions."""

from __future__ import annotations

import numpy as np
import pytest
from selection_oracle import best_subset, config, country, random_rules

from prosmed_gis.errors import InfeasibleError
from prosmed_gis.targeting.choice import batch
from prosmed_gis.targeting.choice.batch import choose_many
from prosmed_gis.targeting.choice.programme import ChoiceProgramme, by_stages
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.selection import select
from prosmed_gis.targeting.choice.tree import nest

INSTANCES = 1_000
PARTS = 8


def instances(part, count=INSTANCES // PARTS):
    for seed in range(part * count, (part + 1) * count):
        rng = np.random.default_rng(seed)
        made = country(rng, int(rng.integers(4, 11)))
        yield made, config(**random_rules(rng, made))


@pytest.mark.parametrize("part", range(PARTS))
def test_the_choice_is_the_best_of_every_subset_ties_included(part):
    seen = {"choice": 0, "none": 0, "sums": 0, "tied": 0}
    for made, rules in instances(part):
        expected, level, truth = best_subset(made, rules)
        written = made.rules(rules)
        nobody = np.zeros((1, len(made.codes)), dtype=bool)
        many = choose_many(made.wanted.score[None, :], nobody, made.wanted, written)
        if expected is None:
            seen["none"] += 1
            assert not many.feasible[0]
            assert not many.chosen.any()
            with pytest.raises(InfeasibleError) as caught:
                select(made.wanted, written)
            is_irreducible(caught.value.rules, truth)
            continue
        found = select(made.wanted, written)
        assert found.chosen.tolist() == expected.tolist()
        assert many.chosen[0].tolist() == expected.tolist()
        assert found.unique == (level == 1)
        seen["choice"] += 1
        seen["sums"] += nest(written, made.wanted.pcodes) is None
        seen["tied"] += level > 1
    assert min(seen.values()) > 5, seen


def is_irreducible(words, truth):
    """Together no subset obeys them; without any one of them some subset obeys the others."""
    assert set(words) <= set(truth)
    assert not np.all([truth[word] for word in words], axis=0).any()
    for left_out in words:
        others = [truth[word] for word in words if word != left_out]
        assert not others or np.all(others, axis=0).any()


def test_the_solver_alone_stage_by_stage_gives_the_same_list():
    for made, rules in instances(0, 60):
        expected, level, _ = best_subset(made, rules)
        found = by_stages(ChoiceProgramme(rows_of(made.rules(rules), made.wanted.pcodes)), made.wanted)
        if expected is None:
            assert found is None
        else:
            assert found[0].tolist() == expected.tolist()
            assert found[1] == (level == 1)


def test_the_search_hands_over_to_the_solver_and_the_list_stays(monkeypatch):
    monkeypatch.setattr(batch, "NODES", 1)
    monkeypatch.setattr(batch, "CORE", 2)
    monkeypatch.setattr(batch, "WIDE", 2)
    for made, rules in instances(1, 60):
        expected, level, _ = best_subset(made, rules)
        try:
            found = select(made.wanted, made.rules(rules))
        except InfeasibleError:
            assert expected is None
        else:
            assert found.chosen.tolist() == expected.tolist()
            assert found.unique == (level == 1)


def test_branching_gives_the_same_list_as_trying_every_combination(monkeypatch):
    monkeypatch.setattr(batch, "CORE", 1)
    monkeypatch.setattr(batch, "WIDE", 2)
    for made, rules in instances(2, 150):
        expected, level, _ = best_subset(made, rules)
        search = batch.Search(made.wanted, made.rules(rules))
        for _ in range(2):
            found = search.best(made.wanted.score, np.zeros(len(made.codes), dtype=bool))
            assert (found is None) == (expected is None)
            if found is not None:
                assert found.chosen.tolist() == expected.tolist()
                assert found.unique == (level == 1)


def test_many_draws_with_barred_cercles_equal_one_choice_each():
    for seed in range(30):
        rng = np.random.default_rng(seed)
        made = country(rng, 9, levels=30)
        rules = config(**random_rules(rng, made))
        scores = rng.integers(0, 50, (12, 9))
        barred = rng.random((12, 9)) < 0.15
        many = choose_many(scores, barred, made.wanted, made.rules(rules))
        for row in range(12):
            out = [code for code, shut in zip(made.codes, barred[row], strict=True) if shut]
            shut = type(made)(**{**vars(made), "unscored": (*made.unscored, *out)})
            try:
                expected = select(made.wanted.with_score(scores[row]), shut.rules(rules)).chosen
            except InfeasibleError:
                assert not many.feasible[row]
                continue
            assert many.chosen[row].tolist() == expected.tolist()
