"""What each place is worth, against every subset."""

from __future__ import annotations

import numpy as np
from selection_oracle import best_subset, config, country, every_subset, obeyed, random_rules

from prosmed_gis.targeting.choice.replacement import replacement, replacement_sentences
from prosmed_gis.targeting.choice.tree import nest


def test_cost_and_partners_are_those_of_the_best_list_without_or_with_each_cercle():
    seen = {"nested": 0, "sums": 0, "never": 0, "besides": 0}
    for seed in range(150):
        rng = np.random.default_rng(seed)
        made = country(rng, int(rng.integers(4, 9)), levels=20)
        rules = config(**random_rules(rng, made))
        chosen, _, _ = best_subset(made, rules)
        if chosen is None:
            continue
        written = made.rules(rules)
        found = replacement(made.wanted, written, chosen)
        assert found.index.tolist() == made.codes
        subsets = every_subset(len(made.codes))
        allowed = subsets[np.all(list(obeyed(made, rules, subsets).values()), axis=0)]
        score = made.score.to_numpy()
        for position, code in enumerate(made.codes):
            row = found.loc[code]
            assert row["selected"] == chosen[position]
            others = allowed[allowed[:, position] != chosen[position]]
            if not len(others):
                assert np.isnan(row["replacement_cost"])
                assert row["partner"] == row["besides"] == ""
                seen["never"] += 1
                continue
            best = (others @ score).max()
            assert row["replacement_cost"] == chosen @ score - best >= 0
            moved = set(row["partner"].split()) | set(row["besides"].split()) | {code}
            after = chosen ^ np.isin(made.codes, list(moved))
            assert after.tolist() in others.tolist()
            assert after @ score == best
            entering = set(row["partner" if chosen[position] else "besides"].split())
            assert entering == set(np.array(made.codes)[after & ~chosen]) - {code}
            seen["besides"] += bool(row["besides"])
        if nest(written, made.codes):
            seen["nested"] += 1
            assert (found["besides"] == "").all()
            assert found["partner"].str.split().str.len().max() <= 1
        else:
            seen["sums"] += 1
    assert min(seen.values()) > 5, seen


def test_sentences_name_the_partner_and_the_points():
    rng = np.random.default_rng(3)
    made = country(rng, 6, levels=1)
    score = np.array([5.0, 4.0, 3.5, 1.0, 0.5, 0.0])
    made.score[:] = score
    rules = made.rules(
        config(2, locks=[{"pcode": "C00", "state": "in", "author": "x", "date": "2021-01-02", "reason": "y"}])
    )
    rules = tuple(rule for rule in rules if rule.word != "unscored")
    found = replacement(made.wanted, rules, np.array([True, True, False, False, False, False]))
    english = replacement_sentences(found, made.units["name"], "en")
    assert english["C01"] == "Without C01, the best list loses 0.5 point(s); in its place comes: C02."
    assert english["C03"] == "With C03, the best list loses 3 point(s); what makes way for it: C01."
    assert english["C00"] == "C00 cannot leave: without it, no list obeys the rules."
    french = replacement_sentences(found, made.units["name"], "fr")
    assert french["C01"] == "Sans C01, la meilleure liste perd 0,5 point(s)\u202f; entre à sa place\u202f: C02."
