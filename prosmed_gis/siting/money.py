"""The yearly money of open works, and whether the given works are still paid.

An output's money of a year pays its given works first, then its lines that are no works, then its envelopes, on which
the open works draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.notes import Listed, note
from prosmed_gis.errors import ConfigError, DataError, InfeasibleError
from prosmed_gis.siting.wishes import near_words

if TYPE_CHECKING:
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers

CENT = 0.005


@dataclass(frozen=True, eq=False)
class Money:
    """`budgets`: rows purses, columns plan years, USD; `purse_of`: envelope -> purse that pays its works."""

    budgets: pd.DataFrame
    purse_of: dict[str, str]


def yearly_money(layers: Layers, config: Siting) -> Money:
    """Return what open works may spend each year, changed as the configuration asks.

    Where the lines of an output (`layers.budgets`) leave less than its works and envelopes are printed with, its
    envelopes have that much less; what `budget_changes` does to an output falls on its envelopes in proportion to
    their money of the year (in equal parts where they have none).

    Raises
    ------
    ConfigError
        An open work names an envelope that the works do not have, or a change names no envelope or output.
    DataError
        An envelope that open works draw on has no payment at all.
    InfeasibleError
        The money left does not pay a given work: all such works, years and the USD missing are named.
    """
    years = sorted(config.years)
    names = sorted({work.envelope for work in config.open_works.values()})
    if layers.works is None or layers.payments is None:
        return Money(pd.DataFrame(0.0, index=names, columns=years), dict(zip(names, names, strict=True)))
    _known(layers.works, layers.payments, config)
    paid = layers.payments.pivot_table(index="work_id", columns="year", values="cost_usd", aggfunc="sum")
    paid = paid.reindex(index=layers.works.index, columns=years).fillna(0.0)
    envelopes = layers.works.index[~layers.works["placed"].astype(bool)]
    output_of = layers.works["output"].astype("str")
    deltas = _lacking(layers.budgets, paid, output_of).add(_changes(config, sorted(output_of.unique()), years))
    money = _shared(paid.loc[envelopes].add(_changes(config, list(envelopes), years)), output_of, deltas)
    purse_of = {str(name): str(output_of[name]) if config.purse == "output" else str(name) for name in envelopes}
    purses = money.groupby(pd.Series(purse_of)).sum() if len(money) else money
    bare = deltas.loc[sorted(set(deltas.index) - set(output_of[envelopes]))].clip(upper=0.0)
    outputs = {name: name if config.purse == "output" else str(output_of[name]) for name in purses.index}
    holes = _holes(purses, outputs, carry_over=config.carry_over) + _holes(
        bare, dict.fromkeys(bare.index), carry_over=False
    )
    if holes:
        raise _unpaid(layers.works, layers.payments, sorted(holes))
    kept = sorted({purse_of[name] for name in names})
    return Money(purses.reindex(kept), {name: purse_of[name] for name in names})


def _known(works: pd.DataFrame, payments: pd.DataFrame, config: Siting) -> None:
    envelopes = works.index[~works["placed"].astype(bool)]
    for name, work in config.open_works.items():
        if work.envelope not in envelopes:
            key = f"siting.open_works.{name}.envelope"
            raise ConfigError(note("siting.envelope_unknown", name=name, envelope=work.envelope), key)
    known = sorted({*envelopes, *works["output"].astype("str")})
    for name in config.budget_changes:
        if name not in known:
            message = note("siting.budget_unknown", name=name, near=near_words(name, known))
            raise ConfigError(message, f"siting.budget_changes.{name}")
    used = {work.envelope for work in config.open_works.values()}
    empty = sorted(used - set(payments["work_id"]))
    if empty:
        raise DataError(note("siting.envelope_empty", envelopes=", ".join(empty)))


def _changes(config: Siting, names: list[str], years: list[int]) -> pd.DataFrame:
    """Return the USD that the configuration adds to each of the names, rows names."""
    rows = [[config.budget_changes.get(name, {}).get(year, 0.0) for year in years] for name in names]
    return pd.DataFrame(rows, index=names, columns=years, dtype=float)


def _lacking(budgets: pd.DataFrame | None, paid: pd.DataFrame, output_of: pd.Series) -> pd.DataFrame:
    """USD, 0 or below, by which an output's printed money falls short of all that it must pay; rows outputs."""
    nothing = pd.DataFrame(0.0, index=sorted(output_of.unique()), columns=paid.columns)
    if budgets is None:
        return nothing
    printed = budgets[budgets["output"].isin(nothing.index)]
    lines, totals = printed[printed["level"] == "line"], printed[printed["level"] == "subtotal"]
    # A work without a line of its own is paid from another line of its output.
    line_of = output_of + "-" + output_of.index
    own = paid[line_of.isin(lines["line_id"]).to_numpy()]
    due = own.groupby(output_of.reindex(own.index)).sum().reindex(nothing.index).fillna(0.0)
    others = _by_output(lines[~lines["line_id"].isin(line_of)], nothing)
    lacking = _by_output(totals, nothing) - others - due
    stated = nothing.index.isin(totals["output"])
    return lacking.where(pd.Series(stated, index=nothing.index), 0.0).clip(upper=0.0)


def _by_output(rows: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    table = rows.pivot_table(index="output", columns="year", values="amount_usd", aggfunc="sum")
    return table.reindex(index=like.index, columns=like.columns).fillna(0.0)


def _shared(money: pd.DataFrame, output_of: pd.Series, deltas: pd.DataFrame) -> pd.DataFrame:
    """Return the money of envelopes (rows) after what their outputs lose or gain."""
    parts = []
    for output, own in money.groupby(output_of.reindex(money.index)):
        held = own.clip(lower=0.0)
        share = held.div(held.sum().where(held.sum() > 0)).fillna(1.0 / len(own))
        parts.append(own + share * deltas.loc[output])
    return pd.concat(parts).sort_index(kind="stable") if parts else money


def _holes(purses: pd.DataFrame, output_of: dict[str, str | None], *, carry_over: bool) -> list[tuple[str, int, float]]:
    """Return (output, year, USD missing) of every purse that falls below nothing."""
    left = purses.cumsum(axis=1) if carry_over else purses
    holes: dict[tuple[str, int], float] = {}
    for name, row in left.iterrows():
        told = 0.0
        for year, amount in zip(left.columns, row, strict=True):
            missing = -float(amount) - told
            if missing > CENT:
                key = (output_of[str(name)] or str(name), int(year))
                holes[key] = holes.get(key, 0.0) + missing
                told += missing if carry_over else 0.0
    return [(output, year, missing) for (output, year), missing in holes.items()]


def _unpaid(works: pd.DataFrame, payments: pd.DataFrame, holes: list[tuple[str, int, float]]) -> InfeasibleError:
    lines = [note("siting.unpaid")]
    for output, year, missing in holes:
        placed = works.index[works["placed"].astype(bool) & (works["output"].astype("str") == output)]
        due = payments[payments["work_id"].isin(placed) & (payments["year"] == year) & (payments["cost_usd"] > 0)]
        costs = due.groupby("work_id")["cost_usd"].sum()
        shown = [f"{name} ({cost:.0f} USD)" for name, cost in costs.items()]
        key = "siting.given_unpaid" if shown else "siting.purse_below_nothing"
        lines.append(
            note(
                key,
                output=output,
                year=year,
                missing=f"{missing:.0f}",
                works=Listed(tuple(shown), note("list.between")),
            )
        )
    return InfeasibleError(Listed(tuple(lines), "\n  "), [f"budget {output} {year}" for output, year, _ in holes])
