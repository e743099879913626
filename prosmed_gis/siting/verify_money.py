"""The money of a plan looked at a second time: envelopes, outputs and given works added up again, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prosmed_gis.config.siting import OpenWork, Siting
    from prosmed_gis.domain.layers import Layers

CENT = 0.005
"""Half a cent: sums of dollars equal within it."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule, what breaks it and how."""

    rule: str
    subject: str
    detail: str


def work_of(row: pd.Series, config: Siting) -> tuple[str, OpenWork | None]:
    """Return the name and the description of the open work that a planned row is; empty and None where it is none."""
    for name, work in config.open_works.items():
        if str(row["work_id"]).startswith(f"OPEN-{name.upper()}-"):
            return name, work
    return "", None


def overspent(planned: pd.DataFrame, layers: Layers, config: Siting) -> Iterator[Violation]:
    """Yield `budget` for a purse that pays more than it has, `given_unpaid` where it has less than nothing."""
    if layers.works is None or layers.payments is None:
        for _, row in planned.iterrows():
            yield Violation("budget", row["work_id"], "no works or payments are known")
        return
    purses: dict[str, list[str]] = {}
    for name, row in layers.works.iterrows():
        if not row["placed"]:
            purses.setdefault(str(row["output"]) if config.purse == "output" else str(name), []).append(str(name))
    yield from _without_envelopes(layers, config)
    for purse, envelopes in sorted(purses.items()):
        own = [row for _, row in planned.iterrows() if _envelope(row, config) in envelopes]
        left = had = 0.0
        for year in sorted(config.years):
            money = sum(_money(envelope, year, layers, config) for envelope in envelopes)
            left = (left if config.carry_over else 0.0) + money
            had = (had if config.carry_over else 0.0) + money
            left -= sum(float(row["cost_usd"]) for row in own if int(row["year"]) == year)
            if had < -CENT:
                yield Violation("given_unpaid", purse, f"{year}: {-had:.2f} USD are missing")
            elif left < -CENT:
                yield Violation("budget", purse, f"{year}: {-left:.2f} USD more than there is")


def _without_envelopes(layers: Layers, config: Siting) -> Iterator[Violation]:
    """Yield the outputs that lose money and have no envelope to take it from."""
    works = layers.works
    if works is None:
        return
    with_envelope = {str(row["output"]) for _, row in works.iterrows() if not row["placed"]}
    for output in sorted({str(value) for value in works["output"]} - with_envelope):
        for year in sorted(config.years):
            loss = config.budget_changes.get(output, {}).get(year, 0.0) + _lacking(output, year, layers)
            if loss < -CENT:
                yield Violation("given_unpaid", output, f"{year}: {-loss:.2f} USD are missing")


def _envelope(row: pd.Series, config: Siting) -> str:
    work = work_of(row, config)[1]
    return work.envelope if work is not None else ""


def _paid(work_id: str, year: int, layers: Layers) -> float:
    payments = layers.payments
    if payments is None:
        return 0.0
    return float(payments[(payments["work_id"] == work_id) & (payments["year"] == year)]["cost_usd"].sum())


def _own(envelope: str, year: int, layers: Layers, config: Siting) -> float:
    """Return what is printed for an envelope, and what is asked of it by name."""
    return _paid(envelope, year, layers) + config.budget_changes.get(envelope, {}).get(year, 0.0)


def _money(envelope: str, year: int, layers: Layers, config: Siting) -> float:
    """Return what an envelope has once its output's loss or gain is shared out."""
    works = layers.works
    if works is None:
        return 0.0
    output = str(works.loc[envelope, "output"])
    same = [str(name) for name, row in works.iterrows() if str(row["output"]) == output and not row["placed"]]
    held = {name: max(0.0, _own(name, year, layers, config)) for name in same}
    share = held[envelope] / sum(held.values()) if sum(held.values()) > 0 else 1.0 / len(same)
    asked = config.budget_changes.get(output, {}).get(year, 0.0)
    return _own(envelope, year, layers, config) + share * (asked + _lacking(output, year, layers))


def _lacking(output: str, year: int, layers: Layers) -> float:
    """Return by how much the output's printed total falls short of its other lines and of its works, 0 or below."""
    works, budgets = layers.works, layers.budgets
    if works is None or budgets is None:
        return 0.0
    total, others, stated, lined = 0.0, 0.0, False, set()
    lines = {f"{output}-{name}": str(name) for name, row in works.iterrows() if str(row["output"]) == output}
    for row in budgets[budgets["output"] == output].to_dict("records"):
        amount = float(row["amount_usd"]) if row["year"] == year else 0.0
        if row["level"] == "subtotal":
            stated, total = True, total + amount
        elif row["line_id"] in lines:
            lined.add(lines[row["line_id"]])
        elif row["level"] == "line":
            others += amount
    due = sum(_paid(name, year, layers) for name in sorted(lined))
    return min(0.0, total - others - due) if stated else 0.0
