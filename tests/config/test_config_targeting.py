"""Wrong criteria, weights and goalposts are refused, each with the line that says them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from prosmed_gis.config.loading import Request, load
from prosmed_gis.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "config" / "prosmed.yaml"
GROUPS = ("conflict", "violence", "spread", "strategy", "complementarity")


def faults(folder, **targeting):
    """The message of a study that extends the embedded one with other targeting, as a planner would write it."""
    child = folder / "mine.yaml"
    tree = {"extends": str(CONFIG), "targeting": targeting}
    child.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(Request(child))
    return str(caught.value)


def line_of(folder, word):
    lines = (folder / "mine.yaml").read_text(encoding="utf-8").splitlines()
    return f"mine.yaml:{next(number for number, line in enumerate(lines, 1) if re.search(word, line))}"


def test_shares_that_do_not_sum(tmp_path):
    shares = dict(zip(GROUPS, (30, 30, 20, 20, 20), strict=True))
    message = faults(tmp_path, weighting={"method": "direct", "shares": shares})
    assert "sum to 120, not to 100" in message
    assert "conflict 30" in message
    assert line_of(tmp_path, "method") in message


def test_indicators_that_do_not_sum(tmp_path):
    message = faults(tmp_path, groups={"conflict": {"indicators": {"local_conflicts": {"weight": 99}}}})
    assert "targeting.groups.conflict" in message
    assert re.search(r"sum to 1\d\d, not to 100", message)
    assert "mine.yaml" in message


@pytest.mark.parametrize(
    ("weighting", "words"),
    [
        ({"method": "direct", "shares": {"conflict": 100}}, "no weight for: violence, spread, strategy"),
        ({"method": "rank", "order": [*GROUPS, "police"]}, "no such group: police"),
        ({"method": "rank", "order": [*GROUPS, "conflict"]}, "twice: conflict"),
        ({"method": "swing", "points": dict.fromkeys(GROUPS, 50)}, "must have 100 points"),
        ({"method": "best"}, "'direct', 'rank', 'swing', 'ahp'"),
    ],
)
def test_weights_that_do_not_fit_the_groups(tmp_path, weighting, words):
    assert words in faults(tmp_path, weighting=weighting)


def judgements(first):
    """Ten comparisons of five groups; `first` is that of conflict with violence, the rest are all equal."""
    pairs = [(a, b) for number, a in enumerate(GROUPS) for b in GROUPS[number + 1 :]]
    return [{"more": a, "less": b, "times": first if (a, b) == pairs[0] else 1} for a, b in pairs]


def test_judgements_that_contradict_one_another_need_someone_who_accepts_them(tmp_path):
    message = faults(tmp_path, weighting={"method": "ahp", "comparisons": judgements(9)})
    ratio = float(re.search(r"consistency ratio ([\d.]+)", message).group(1))
    assert ratio > 0.10
    assert line_of(tmp_path, "method: ahp") in message
    accepted = {"author": "comité de pilotage", "date": "2021-06-30", "reason": "jugements maintenus"}
    child = tmp_path / "mine.yaml"
    tree = yaml.safe_load(child.read_text(encoding="utf-8"))
    tree["targeting"]["weighting"]["accepted"] = accepted
    child.write_text(yaml.safe_dump(tree), encoding="utf-8")
    assert load(Request(child)).config.targeting.weighting.accepted.author == "comité de pilotage"


def test_coherent_judgements_need_nobody(tmp_path):
    child = tmp_path / "mine.yaml"
    weighting = {"method": "ahp", "comparisons": judgements(1)}
    child.write_text(yaml.safe_dump({"extends": str(CONFIG), "targeting": {"weighting": weighting}}), encoding="utf-8")
    assert load(Request(child)).config.targeting.weighting.consistency_ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pairs: pairs[1:], "not compared: conflict/violence"),
        (lambda pairs: [*pairs, pairs[0]], "compared twice: conflict/violence"),
        (lambda pairs: [*pairs, {"more": "conflict", "less": "conflict", "times": 2}], "compared with itself: conflict/conflict"),
        (lambda pairs: [{**pairs[0], "times": 10}, *pairs[1:]], "less than or equal to 9"),
    ],
)  # fmt: skip
def test_comparisons_must_be_whole(tmp_path, change, words):
    assert words in faults(tmp_path, weighting={"method": "ahp", "comparisons": change(judgements(1))})


def test_goalposts_the_wrong_way_round(tmp_path):
    value = {"form": "linear", "lo": 20, "hi": 0}
    message = faults(tmp_path, groups={"conflict": {"indicators": {"local_conflicts": {"value": value}}}})
    assert "wrong way round: lo 20 must be below hi 0" in message
    assert "form: decreasing" in message
    assert line_of(tmp_path, "form: linear") in message


def test_every_fault_is_told_in_one_go(tmp_path):
    message = faults(
        tmp_path,
        weighting={"method": "direct", "shares": dict.fromkeys(GROUPS, 10)},
        aggregation={"method": "promethee2", "indifference": 0.5, "preference": 0.2},
        groups={"violence": {"indicators": {"events_12m": {"value": {"form": "log", "lo": 5, "hi": 1}}}}},
    )
    for words in ("sum to 50", "indifference 0.5 must be below preference 0.2", "wrong way round"):
        assert words in message
