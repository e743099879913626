"""The method as it is written against the code: names, numbers of the examples, links."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from prosmed_gis.cli import COMMANDS
from prosmed_gis.config.calibration import Calibration
from prosmed_gis.config.indicators import Ceiling, Missing
from prosmed_gis.config.loading import Request, load
from prosmed_gis.config.selection import Rules, Selection
from prosmed_gis.config.targeting import Firmness
from prosmed_gis.config.values import Linear, Log, Value
from prosmed_gis.config.weighting import Weighting
from prosmed_gis.domain.vocabulary import EventClass, Track
from prosmed_gis.errors import InfeasibleError
from prosmed_gis.mcda.aggregating import METHODS, aggregate
from prosmed_gis.mcda.autocorrelation import adjacency, getis_ord, moran, row_standardised
from prosmed_gis.mcda.weighting import ahp, critic, entropy, roc, swing
from prosmed_gis.targeting.choice.nesting import nested
from prosmed_gis.targeting.choice.replacement import replacement
from prosmed_gis.targeting.choice.rules import UNSCORED, selection_rules
from prosmed_gis.targeting.choice.selection import select, wishes
from prosmed_gis.targeting.compared.shapley import FACTORS, shapley
from prosmed_gis.targeting.firm.draws import distances, wilson
from prosmed_gis.targeting.inverse.explaining import nearest, widest
from prosmed_gis.targeting.inverse.linear import Limits, LinearScore
from prosmed_gis.targeting.inverse.ratios import comparable
from prosmed_gis.targeting.inverse.weight_change import weight_changes
from prosmed_gis.targeting.measures import MEASURES
from prosmed_gis.targeting.measures.rates import beta_binomial, empirical_bayes, mann_kendall, theil_sen
from prosmed_gis.targeting.scoring.ceiling import damping
from prosmed_gis.targeting.scoring.values import describe, worth

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {
    "fr": {"index": "methode", "score": "methode-ciblage", "choice": "methode-choix", "firm": "methode-fermete",
           "conformance": "methode-conformite", "access": "methode-acces-placement", "tracking": "methode-suivi"},
    "en": {"index": "method", "score": "method-targeting", "choice": "method-choice", "firm": "method-firmness",
           "conformance": "method-conformance", "access": "method-access-siting", "tracking": "method-tracking"},
}  # fmt: skip
LANGUAGES = list(PAGES)
SPACES = re.compile("[\u00a0\u202f]")


def page(language, name):
    """A page of the method with plain spaces."""
    return SPACES.sub(" ", (DOCS / f"{PAGES[language][name]}.md").read_text(encoding="utf-8"))


def section(language, name, number):
    """What stands under the heading of that number, up to the next heading of its level or a higher one."""
    text = page(language, name)
    found = re.search(rf"^(##+) {re.escape(number)}[ .].*$", text, re.MULTILINE)
    assert found, f"{PAGES[language][name]}.md has no section {number}"
    rest = text[found.end() :]
    following = re.search(rf"^#{{2,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def written(number, digits, language):
    """A number as the language writes it, thousands apart."""
    shown = f"{number:,.{digits}f}".replace("-", "−")
    return shown if language == "en" else shown.replace(",", " ").replace(".", ",")


def holds(text, shown):
    """Whether a number stands in a text, and not as a part of another."""
    return re.search(rf"(?<![\d.,]){re.escape(shown)}(?![\d]|[.,]\d)", text) is not None


def names_of(union):
    """What the models of a union of the configuration call themselves."""
    models = get_args(get_args(union)[0])
    key = "form" if "form" in models[0].model_fields else "method"
    return [get_args(model.model_fields[key].annotation)[0] for model in models]


def literals(model, field):
    return list(get_args(model.model_fields[field].annotation))


NAMES = {
    "measures": list(MEASURES),
    "aggregations": list(METHODS),
    "weightings": names_of(Weighting),
    "value functions": names_of(Value),
    "ceilings": literals(Ceiling, "form"),
    "missing rules": literals(Missing, "rule"),
    "classes of events": [item.value for item in EventClass],
    "tracks": [f"tracks.{item.value}" for item in Track],
    "rules": [*Rules.model_fields, "nesting", UNSCORED],
    "settings of the draws": list(Firmness.model_fields),
    "settings of the search for weights": list(Calibration.model_fields),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", NAMES)
def test_every_name_is_explained(language, family):
    text = "\n".join(page(language, name) for name in PAGES[language])
    code = set(re.findall(r"`([^`\n]+)`", text))
    told = {part for item in code for part in (item, *re.split(r"[^\w]+", item))}
    assert [name for name in NAMES[family] if name not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_index(language):
    text = page(language, "index")
    assert [name for name in COMMANDS if not re.search(rf"`(prosmed-gis )?{name}[ `]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_of_a_change_is_told(language):
    rows = re.findall(r"^\| ([^|`]+) \|", section(language, "firm", "10"), re.MULTILINE)
    assert len(rows) == len(FACTORS) + 1  # the table's head besides


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_indicators_is_that_of_the_configuration(language):
    """Criterion, label, measure with its settings, goalposts, weight, track and missing rule, row by row."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section(language, "score", "2.5").splitlines()
        if line.startswith("|")
    ][2:]
    months = "mois" if language == "fr" else "months"
    half = "demi-vie" if language == "fr" else "half-life"
    expected = []
    for group in load(Request(ROOT / "config" / "prosmed.yaml")).config.targeting.groups.values():
        for number, item in enumerate(group.indicators.values()):
            told = [f"`{item.measure}`"]
            told += [f"{item.window_months} {months}"] if item.window_months else []
            told += [f"{half} {item.half_life_months:g}"] if item.half_life_months else []
            told += [f"{item.radius_km:g} km"] if item.radius_km else []
            expected.append([
                getattr(group, f"label_{language}") if number == 0 else "",
                getattr(item, f"label_{language}"), ", ".join(told), describe(item.value), f"{item.weight:g}",
                "P" if item.tracks == (Track.PREVENT,) else "", f"`{item.missing.rule}`",
            ])  # fmt: skip
    assert cells == expected


# The numbers of the examples, by page and section: (number, decimals).


def of_rates():
    events, people = np.array([2.0, 12, 60, 46]), np.array([2e4, 12e4, 20e4, 16e4])
    hits, trials = np.array([1.0, 3, 30, 20]), np.array([1.0, 10, 60, 100])
    months = np.array([1.0, 0, 2, 1, 2, 3, 2, 4, 3, 4, 5, 4])[:, None]
    rate, smooth = 1e5 * events / people, 1e5 * empirical_bayes(events, people)
    common = 1e5 * events.sum() / people.sum()
    trust, test = (smooth - common) / (rate - common), mann_kendall(months)
    shares = beta_binomial(hits, trials)
    correlation = (shares[0] - hits.sum() / trials.sum()) / (1 - hits.sum() / trials.sum())
    return [
        *((0.5 ** (age / 9), digits) for age, digits in ((9, 1), (18, 2))),
        *((number, 0) for number in (*events, *people, rate[0], rate[2], common)), (rate[3], 2),
        *((number, 3) for number in trust[:2]), *((number, 1) for number in smooth),
        (hits.sum() / trials.sum(), 3), (correlation, 3), *((number, 3) for number in shares),
        (12 * theil_sen(months)[0], 1), (test.s[0], 0), (test.p[0], 3),
    ]  # fmt: skip


def of_values():
    log = Log(form="log", lo=0, hi=100)
    rule = Ceiling(
        form="window", group="violence", measure="events", event_class="political_violence", threshold=120, hi=240,
        floor=0.5, window_months=12, unit_fr="", unit_en="", dated=date(2021, 1, 1), source="",
        tracks=(Track.STABILISE,), what_if_share=0.25,
    )  # fmt: skip
    effect = damping(rule, np.array([180.0]), np.ones(1, dtype=bool))
    share = float(worth(Linear(form="linear", lo=0, hi=0.6), np.array(0.3)))
    held = 130 * effect.shrink[0]
    capped = 0.6 * float(worth(log, np.array(held))) + 0.4 * share
    free = 0.6 * float(worth(log, np.array(130.0))) + 0.4 * share
    return [
        *((float(worth(log, np.array(x))), 3) for x in (5.0, 20.0, 50.0)), (share, 1), (free, 1), (held, 1),
        (float(worth(log, np.array(held))), 3), (capped, 3), (effect.factor[0], 2), (capped * effect.factor[0], 3),
    ]  # fmt: skip


def of_weights():
    coherent = ahp([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])
    circle = ahp([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]])
    worths = np.array([[0.9, 0.5, 0.3], [0.5, 0.5, 0.6], [0.1, 0.5, 0.6]])
    contrast = [*entropy(worths)[[0, 2]], *critic(worths, rescale=False)[[0, 2]]]
    assert entropy(worths)[1] == critic(worths, rescale=False)[1] == 0
    shares = [*roc([1, 2, 3, 4, 5]), roc([1, 2, 3, 4, 4])[4], *roc([1, 2, 3]), *swing([100, 90, 60, 50, 40])]
    return [
        *((100 * share, 1) for share in (*shares, *coherent.weights, *contrast)),
        (coherent.lambda_max, 4), (coherent.consistency_index, 4), (coherent.consistency_ratio, 3),
        (circle.lambda_max, 3), (circle.consistency_ratio, 3),
    ]  # fmt: skip


def of_aggregations():
    worths, weights = np.array([[[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]]]), np.array([0.6, 0.4])
    asked = [
        ("arithmetic", {}), ("power_mean", {"p": 0.5}), ("power_mean", {"p": 0.0}), ("topsis", {}),
        ("promethee2", {"indifference": 0.05, "preference": 0.3}), ("copeland", {}),
    ]  # fmt: skip
    return [(score, 1) for name, more in asked for score in aggregate(name, worths, weights, **more)[0]]


def of_missing():
    known = np.array([[[np.nan, np.nan, 0.5, 0.7]]])
    group = aggregate("arithmetic", known, np.array([40.0, 20, 20, 20]))[0, 0]
    return [(group / 100, 1), (group * 0.25, 0), (100 * (1 - 0.25 * 0.6), 0)]


CODES = list("ABCDE")
UNITS = pd.DataFrame({"name": CODES, "parent_pcode": ["N", "N", "N", "S", "S"]}, index=pd.Index(CODES, name="pcode"))
POINTS = pd.Series([80.0, 75, 70, 60, 40], index=UNITS.index)
WANTED = wishes(POINTS, 0 * POINTS, 0 * POINTS)
COSTS = {"A": 50_000, "B": 50_000, "C": 10_000, "D": 20_000, "E": 5_000}


def rules(within="", **more):
    asked = {"n": 3, "variant": "21", "regions": {"max": 2}, "tracks": {}} | more
    tracks = pd.Series("stabilise", index=UNITS.index)
    regions = pd.Series({"N": "N", "S": "S"})
    return selection_rules(Selection.model_validate(asked), UNITS, tracks, regions, within=within)


def lock(code):
    return {"pcode": code, "state": "in", "author": "-", "date": date(2021, 5, 12), "reason": "-"}


def chosen(found):
    return "".join(code for code, inside in zip(CODES, found, strict=True) if inside)


def of_rules():
    found = select(WANTED, rules()).chosen
    assert chosen(found) == "ABD"
    return [(WANTED.score @ found / 1e6, 0), *((points, 0) for points in POINTS)]


def of_money():
    asked = {"max_usd": 90_000, "cost_usd": COSTS, "author": "-", "date": date(2021, 5, 12), "source": "-"}
    found = select(WANTED, rules(budget=asked)).chosen
    assert chosen(found) == "ACD"
    spent = sum(cost for code, cost in COSTS.items() if code in "ACD")
    return [(WANTED.score @ found / 1e6, 0), (90_000, 0), (spent, 0), *((cost, 0) for cost in COSTS.values())]


def of_nesting():
    found = nested(WANTED, rules(), rules("nesting.", n=2, variant="17", locks=[lock("E")]))
    assert [chosen(found.lists[name]) for name in ("large_free", "small_free", "large_nested", "small_nested")] == [
        "ABD", "AE", "ABE", "AE",
    ]  # fmt: skip
    totals = found.totals
    assert totals.loc["nested", "small_price"] == 0
    return [(totals.loc[reading, size], 0) for reading in ("free", "nested") for size in ("large", "small")] + [
        (totals.loc["nested", "large_price"], 0)
    ]


def of_draws():
    low, high = wilson(np.array([9500, 300]), 10_000)
    one, other = np.arange(42) < 21, (np.arange(42) >= 2) & (np.arange(42) < 23)
    return [(100 * bound, 1) for bound in (*low, *high)] + [(distances(one[None], other)[0], 3)]


def form(worths, weights):
    worths = np.array(worths)
    size = worths.shape[1]
    free = Limits(np.zeros((0, size)), np.zeros(0), np.zeros(0))
    return LinearScore(
        "groups", tuple("XYZ"[:size]), np.array(weights), np.full(size, 0.01), np.ones(size), worths,
        np.ones_like(worths), free, (), np.eye(size), np.ones(size),
    )  # fmt: skip


def of_changes():
    plan = form([[0.8, 0.5, 0.4], [0.5, 0.6, 0.6]], [0.4, 0.3, 0.3])
    found = weight_changes(plan, np.array([[0, 1]]), steps=3, time_limit_s=10).iloc[0]
    shares = [100 * found[f"share_{name}"] for name in "XYZ"]
    return [(number, 0) for number in (*plan.scores(plan.weights), found["moved_percent"], *shares)]


def of_calibration():
    plan = form([[0.9, 0.3], [0.3, 0.8], [0.5, 0.4]], [0.5, 0.5])
    shown = comparable(plan, [np.ones(3, dtype=bool)], 3)
    pairs = {"Q": np.array([[1, 0], [1, 2]]), "R": np.array([[2, 0], [2, 1]])}
    wide, near, never = (
        widest(shown, pairs["Q"], 10),
        nearest(shown, pairs["Q"], 0.01, 10),
        widest(shown, pairs["R"], 10),
    )
    assert wide.weights == pytest.approx([0.01, 0.99])
    assert nearest(shown, pairs["R"], 0.01, 10) is None
    return [
        *((score, 0) for score in plan.scores(plan.weights)), (wide.margin_points, 1), (-never.margin_points, 1),
        (100 * (near.weights[1] - 0.5), 2), (100 * near.weights[1], 2),
    ]  # fmt: skip


def of_shares():
    found = shapley({frozenset(): 10, frozenset("d"): 6, frozenset("w"): 9, frozenset("dw"): 4}, "dw")
    return [(float(found["d"]), 1), (float(found["w"]), 1), (float(sum(found.values())), 0)]


def of_clusters():
    near = adjacency({"a": "b", "b": "ac", "c": "bd", "d": "ce", "e": "d"}, "abcde")
    x = np.array([80.0, 70, 30, 20, 25])
    whole, star = moran(x, row_standardised(near)), getis_ord(x, near, star=True)
    return [(whole.statistic, 2), (whole.expected, 2), (whole.p_randomisation, 2), (star[0], 2), (star[3], 2)]


EXAMPLES = {
    ("score", "2.1"): of_rates,
    ("score", "3"): of_values,
    ("score", "4"): of_weights,
    ("score", "5"): of_aggregations,
    ("score", "6"): of_missing,
    ("choice", "7.2"): of_rules,
    ("choice", "7.6"): of_money,
    ("choice", "7.7"): of_nesting,
    ("firm", "8"): of_draws,
    ("firm", "8.4"): of_changes,
    ("firm", "9"): of_calibration,
    ("firm", "10"): of_shares,
    ("conformance", "13"): of_clusters,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_examples_are_what_the_code_gives(language, name, number):
    text = section(language, name, number)
    shown = [written(value, digits, language) for value, digits in EXAMPLES[name, number]()]
    assert [value for value in shown if not holds(text, value)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_places_is_what_the_code_gives(language):
    rows = [line.strip("| ").split(" | ") for line in section(language, "choice", "7.5").splitlines() if "|" in line][
        2:
    ]
    yes = {"oui": True, "yes": True, "non": False, "no": False}
    found = replacement(WANTED, rules(), select(WANTED, rules()).chosen)
    assert [[row[0], yes[row[1]], float(row[2]), row[3]] for row in rows] == [
        [code, bool(row["selected"]), row["replacement_cost"], row["partner"]] for code, row in found.iterrows()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_collision_is_what_the_code_gives(language):
    with pytest.raises(InfeasibleError) as caught:
        select(WANTED, rules(locks=[lock(code) for code in "ABC"]))
    assert sorted(caught.value.rules) == ["locks.A=in", "locks.B=in", "locks.C=in", "regions.max=2"]
    assert "selection.regions.max=3" in str(caught.value)
    text = section(language, "choice", "7.4")
    assert "`regions.max=2`" in text
    assert "`selection.regions.max=3`" in text


def test_both_languages_have_the_same_sections():
    numbers = [
        {name: re.findall(r"^##+ ([\d.]+)", page(language, name), re.MULTILINE) for name in PAGES[language]}
        for language in LANGUAGES
    ]
    assert numbers[0] == numbers[1]
    assert any(numbers[0].values())


# Links.


def anchors(text):
    """Anchors of the headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    plain = [re.sub(r"[`*\\]|\]\([^)]*\)|\[", "", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("file", [*sorted(DOCS.glob("*.md")), ROOT / "README.md"], ids=lambda file: file.name)
def test_every_relative_link_leads_somewhere(file):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (file.parent / path).resolve() if path else file
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []
