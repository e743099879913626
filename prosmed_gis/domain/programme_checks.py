"""The programme document against itself: sums, counts and the contradictions that it carries."""

from __future__ import annotations

import pandas as pd

from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter

COMMUNE_COUNT = "communes_with_mechanisms"
"""What the indicator counts whose last target is the number of communes of the target cercles."""
FULL_VARIANT = "21"
CENT = 0.005


def programme_problems(layers: Layers) -> list[Problem]:
    """Return what does not add up between the tables of the programme; a check whose tables are absent is left out.

    Errors where a printed subtotal, or a work's budget line, is not the sum of its parts (nothing is set aside);
    warnings where the document contradicts itself or the boundaries, and one for each contradiction listed.
    """
    problems: list[Problem] = []
    if layers.budgets is not None:
        reporter = _reporter("budgets")
        problems += _subtotals(layers.budgets, reporter)
        if layers.works is not None and layers.payments is not None:
            problems += _work_lines(layers.works, layers.payments, layers.budgets, reporter)
    if layers.reference is not None:
        problems += _communes_of_cercles(layers.reference, layers.communes, _reporter("reference"))
        if layers.indicators is not None:
            reporter = _reporter("indicators")
            problems += _communes_in_targets(layers.reference, layers.indicators, reporter)
    if layers.contradictions is not None:
        problems += _contradictions(layers.contradictions, _reporter("contradictions"))
    return problems


def _reporter(layer: str) -> Reporter:
    """Report on a layer as a whole: its file may be any, so the layer's name stands for it."""
    return Reporter(layer, layer)


def _subtotals(budgets: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    by_level = budgets.groupby(["level", "output", "year"], sort=True)["amount_usd"].sum()
    lines = by_level.xs("line", level="level") if "line" in by_level.index else by_level.iloc[:0].droplevel(0)
    printed = by_level.xs("subtotal", level="level") if "subtotal" in by_level.index else lines.iloc[:0]
    problems = []
    for output, year in sorted(set(lines.index) | set(printed.index)):
        total = float(lines.get((output, year), 0.0))
        stated = printed.get((output, year))
        values = {"sum": f"{total:.0f}", "year": year}
        if stated is None:
            problems.append(reporter.warning("programme.no_subtotal", column="amount_usd", value=output, **values))
        elif abs(float(stated) - total) > CENT:
            shown = f"{float(stated):.0f}"
            problems.append(reporter.error("programme.subtotal", None, "amount_usd", output, total=shown, **values))
    return problems


def _work_lines(
    works: pd.DataFrame, payments: pd.DataFrame, budgets: pd.DataFrame, reporter: Reporter
) -> list[Problem]:
    """Compare a work's payments with its budget line `<output>-<work_id>`; a work without one shares another's."""
    line_of = (works["output"] + "-" + works.index).rename("line_id")
    costs = payments.assign(line_id=payments["work_id"].map(line_of)).groupby(["line_id", "year"])["cost_usd"].sum()
    amounts = budgets[budgets["level"] == "line"].groupby(["line_id", "year"])["amount_usd"].sum()
    amounts = amounts[amounts.index.get_level_values("line_id").isin(line_of)]
    both = pd.DataFrame({"cost": costs, "line": amounts}).fillna(0.0).sort_index()
    apart = both[(both["cost"] - both["line"]).abs() > CENT].reset_index()
    work_of = pd.Series(line_of.index, index=line_of)
    return [
        reporter.error(
            "programme.work_budget", None, "amount_usd", work_of[row["line_id"]], year=row["year"],
            cost=f"{row['cost']:.0f}", line=f"{row['line']:.0f}",
        )
        for row in apart.to_dict("records")
    ]  # fmt: skip


def _communes_of_cercles(reference: pd.DataFrame, communes: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    counted = communes.groupby("parent_pcode").size()
    return [
        reporter.warning(
            "programme.cercle_communes", column="communes", value=code, cercle=row["cercle"], stated=row["communes"],
            counted=int(counted.get(code, 0)),
        )
        for code, row in reference.sort_index(kind="stable").iterrows()
        if int(counted.get(code, 0)) != row["communes"]
    ]  # fmt: skip


def _communes_in_targets(reference: pd.DataFrame, indicators: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    rows = indicators[(indicators["counts"] == COMMUNE_COUNT) & (indicators["variant"] == FULL_VARIANT)]
    total = int(reference["communes"].sum())
    last = rows.sort_values("year", kind="stable").groupby("code", sort=True)["target"].last()
    return [
        reporter.warning("programme.communes", column="target", value=code, sum=total, target=f"{target:g}")
        for code, target in last.items()
        if target != total
    ]


def _contradictions(contradictions: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    shown = contradictions.fillna("–")
    return [
        reporter.warning(
            "programme.contradiction", column="id", value=key, subject=row["subject"], value_a=row["value_a"],
            value_b=row["value_b"], used=row["used"], lines_a=row["lines_a"], lines_b=row["lines_b"],
        )
        for key, row in shown.iterrows()
    ]  # fmt: skip
