import csv
import json

import numpy as np
import pytest

from prosmed_gis.errors import ConfigError
from prosmed_gis.mcda.hierarchy import Tree, composite, drop_each, effective_weights, rank_shift
from prosmed_gis.mcda.normalising import minmax, percentile_rank, ranks
from prosmed_gis.mcda.treating import treat

NAN = float("nan")
SMALL = Tree(
    {"index": None, "left": "index", "right": "index", "a": "left", "b": "left", "c": "right"},
    {"left": 1, "right": 3, "a": 2, "b": 1, "c": 5},
)


def read(path):
    with path.open() as lines:
        return list(csv.DictReader(lines))


class Asem:
    """The ASEM study as COINr builds it: data by unit and indicator, tree and the expected figures."""

    def __init__(self, folder):
        rows, meta = read(folder / "coinr_asem_iData.csv"), read(folder / "coinr_asem_iMeta.csv")
        self.folder = folder
        self.expected = json.loads((folder / "coinr_asem_expected.json").read_text())
        self.codes = [row["iCode"] for row in meta if row["Type"] == "Indicator"]
        self.direction = np.array([float(row["Direction"]) for row in meta if row["Type"] == "Indicator"])
        self.units = np.array([row["uCode"] for row in rows])
        self.region = np.array([row["EurAsia_group"] for row in rows])
        inside = [row for row in meta if row["Type"] in {"Indicator", "Aggregate"}]
        self.tree = Tree(
            {row["iCode"]: row["Parent"] or None for row in inside},
            {row["iCode"]: float(row["Weight"]) for row in inside},
        )

        def number(text):
            return float(text) if text not in {"", "NA"} else NAN

        self.raw = np.array([[number(row[code]) for code in self.codes] for row in rows])
        for place, row in enumerate(row for row in meta if row["Type"] == "Indicator"):
            if row["Denominator"]:
                self.raw[:, place] /= [number(line[row["Denominator"]]) for line in rows]

    def imputed(self):
        found = self.raw.copy()
        for region in np.unique(self.region):
            own = found[self.region == region]
            found[self.region == region] = np.where(np.isnan(own), np.nanmean(own, axis=0), own)
        return found

    def indicators(self, values, scale):
        treated = [
            treat(column, skew_limit=2, kurtosis_limit=3.5, most_winsorised=5).values * sign
            for column, sign in zip(values.T, self.direction, strict=True)
        ]
        return {code: scale(column) for code, column in zip(self.codes, treated, strict=True)}

    def ranks_match(self, index, units, variant):
        column = {row["uCode"]: row[variant] for row in read(self.folder / "coinr_asem_expected_ranks.csv")}
        expected = {unit: float(rank) for unit, rank in column.items() if rank not in {"", "NA"}}
        assert dict(zip(units.tolist(), ranks(index).tolist(), strict=True)) == expected
        assert len(column) == 51


@pytest.fixture(scope="module")
def asem(shared):
    return Asem(shared / "vectors")


@pytest.fixture(scope="module")
def nominal(asem):
    return asem.indicators(asem.imputed(), lambda x: 100 * minmax(x))


def test_composite_by_hand():
    values = {"a": np.array([0.3, 0.0]), "b": np.array([0.9, NAN]), "c": np.array([0.1, NAN])}
    found = composite(SMALL, values, power=1)
    assert found["left"] == pytest.approx([0.5, 0])
    assert found["right"][0] == pytest.approx(0.1)
    assert np.isnan(found["right"][1])
    assert found["index"] == pytest.approx([0.2, 0])


def test_composite_of_many_draws_is_that_of_each():
    rng = np.random.default_rng(1)
    draws = {name: rng.random((4, 6)) for name in "abc"}
    together = composite(SMALL, draws, power=0)["index"]
    for draw in range(4):
        alone = composite(SMALL, {name: values[draw] for name, values in draws.items()}, power=0)["index"]
        assert together[draw] == pytest.approx(alone)


def test_effective_weights_multiply_down():
    found = effective_weights(SMALL)
    assert found == pytest.approx({"index": 1, "left": 0.25, "right": 0.75, "a": 1 / 6, "b": 1 / 12, "c": 0.75})


def test_leaving_out_takes_what_is_under_and_what_is_left_empty():
    assert set(SMALL.without(["left"]).parents) == {"index", "right", "c"}
    assert set(SMALL.without(["c"]).parents) == {"index", "left", "a", "b"}
    assert effective_weights(SMALL.without(["b", "c"])) == {"index": 1, "left": 1, "a": 1}


def test_rank_shift_by_hand():
    assert rank_shift(np.array([3.0, 2.0, 1.0]), np.array([1.0, 3.0, 2.0])) == pytest.approx(4 / 3)


@pytest.mark.parametrize(
    ("parents", "told"),
    [
        ({"index": None, "a": "nowhere"}, "nowhere"),
        ({"one": None, "two": None}, r"roots: \['one', 'two'\]"),
        ({"index": None, "a": "b", "b": "a"}, "parts of themselves: a, b"),
    ],
)
def test_what_is_not_a_tree_is_refused(parents, told):
    with pytest.raises(ConfigError, match=told):
        Tree(parents, dict.fromkeys(parents, 1.0))


def test_a_tree_with_nothing_left_is_refused():
    with pytest.raises(ConfigError, match="one root"):
        SMALL.without(["left", "right"])


@pytest.mark.real
def test_asem_ranks_nominal(asem, nominal):
    asem.ranks_match(composite(asem.tree, nominal, power=1)["Index"], asem.units, "Nominal")


@pytest.mark.real
def test_asem_ranks_by_percentile(asem):
    found = composite(asem.tree, asem.indicators(asem.imputed(), percentile_rank), power=1)
    asem.ranks_match(found["Index"], asem.units, "Prank")


@pytest.mark.real
def test_asem_ranks_without_two_indicators(asem, nominal):
    found = composite(asem.tree.without(["LPI", "Forest"]), nominal, power=1)
    asem.ranks_match(found["Index"], asem.units, "NoLPIFor")


@pytest.mark.real
def test_asem_ranks_of_units_with_enough_data(asem):
    enough = (~np.isnan(asem.raw)).mean(axis=1) >= 0.9
    found = composite(asem.tree, asem.indicators(asem.raw[enough], minmax), power=1)
    asem.ranks_match(found["Index"], asem.units[enough], "Screen90")


@pytest.mark.real
def test_asem_shift_of_ranks_by_element_left_out(asem, nominal):
    expected = asem.expected["remove_elements_level2_MeanAbsDiff"]
    assert len(expected) == 8
    assert drop_each(asem.tree, nominal, expected, power=1) == pytest.approx(expected, abs=5e-7)


@pytest.mark.real
def test_asem_published_scores(asem, nominal):
    found = composite(asem.tree, nominal, power=1)
    place = ranks(found["Index"])
    columns = asem.expected["top6_columns"][2:]
    for code, rank, *scores in asem.expected["top6_scores_published"]:
        unit = asem.units.tolist().index(code)
        assert place[unit] == rank
        assert [found[column][unit] for column in columns] == pytest.approx(scores, abs=0.00501)
    india = asem.units.tolist().index("IND")
    for name, (value, rank) in asem.expected["IND_published"].items():
        assert found[name][india] == pytest.approx(value, abs=0.00501)
        assert ranks(found[name])[india] == rank


@pytest.mark.real
@pytest.mark.parametrize(("file", "power", "least"), [("full_scores", 1, 0), ("geometric", 0, 1)])
def test_asem_all_scores(asem, file, power, least):
    values = asem.indicators(asem.imputed(), lambda x: least + (100 - least) * minmax(x))
    found = composite(asem.tree, values, power=power)
    expected = {row["uCode"]: row for row in read(asem.folder / f"coinr_asem_{file}_reimpl.csv")}
    place = ranks(found["Index"])
    for unit, code in enumerate(asem.units):
        row = expected.pop(code)
        assert place[unit] == float(row["Rank"])
        for name in set(row) - {"uCode", "Rank"}:
            assert found[name][unit] == pytest.approx(float(row[name]), abs=5.1e-7)
    assert not expected


@pytest.mark.real
def test_asem_weights_and_correlations(asem, nominal):
    def correlations(tree):
        found = composite(tree, nominal, power=1)
        return {name: np.corrcoef(found["Index"], found[name])[0, 1] for name in ("Conn", "Sust")}

    effective = asem.expected["effective_weights"]
    found = effective_weights(asem.tree)
    assert {name: found[name] for name in effective} == pytest.approx(effective, abs=5e-9)
    assert correlations(asem.tree) == pytest.approx(asem.expected["corr_index_with"], abs=5e-8)
    even = asem.expected["opt_weights_level3_equal_influence"]
    reweighted = Tree(asem.tree.parents, {**asem.tree.weights, **{name: even[name] for name in ("Conn", "Sust")}})
    assert correlations(reweighted) == pytest.approx(even["corr_after"], abs=5e-8)


@pytest.mark.real
def test_oecd_technology_ranks_without_two_indicators(shared):
    """Table 41, on the goalposts of the Human Development Report 2001 (see the note of the vector)."""
    table = json.loads((shared / "vectors" / "oecd_tai_expected.json").read_text())["table41_drop_tel_elec_ranks"]
    rows = {row.pop("country"): row for row in read(shared / "vectors" / "oecd_tai_23_raw.csv")}
    goalposts = {
        "PATENTS": (0, 994, "creation"),
        "ROYALTIES": (0, 272.6, "creation"),
        "INTERNET": (0, 232.4, "recent"),
        "EXPORTS": (0, 80.8, "recent"),
        "TELEPHONES_log10": (0, np.log10(901), "old"),
        "ELECTRICITY_log10": (np.log10(22), np.log10(6969), "old"),
        "SCHOOLING": (0.8, 12.0, "skills"),
        "UNIVERSITY": (0.1, 27.4, "skills"),
    }
    dimensions = dict.fromkeys(("creation", "recent", "old", "skills"), "index")
    parents = {"index": None, **dimensions, **{name: post[2] for name, post in goalposts.items()}}
    tree = Tree(parents, dict.fromkeys(parents, 1.0))
    values = {
        name: np.clip([(float(rows[c][name]) - low) / (high - low) for c in table["order"]], 0, 1)
        for name, (low, high, _) in goalposts.items()
    }
    without = tree.without(["TELEPHONES_log10", "ELECTRICITY_log10"])
    assert "old" not in without.parents
    assert ranks(composite(without, values, power=1)["index"]).tolist() == table["TAI6"]
