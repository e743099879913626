"""Codes against names: the check that tells one vintage of P-codes from another."""

from __future__ import annotations

import pandas as pd

from prosmed_gis.domain.names import fold, match_names
from prosmed_gis.domain.problems import Problem
from prosmed_gis.readers.reading import Context, RefusedError


def check_names(codes: pd.Series, names: pd.Series, layer: str, context: Context) -> list[Problem]:
    """Compare the name that a table gives a code with the name in the boundaries.

    P-codes were issued anew between vintages, so a code that exists may name another place. A few other names
    are told one by one; a code that is unknown gets proposals by its name.

    Parameters
    ----------
    codes, names
        Code and name of each row, index = row numbers; rows with either missing are left out.
    layer
        Boundary layer of the codes; without it nothing is compared.

    Raises
    ------
    RefusedError
        A larger share of the distinct codes than `context.max_refused_share` bears another name: the table is of
        another vintage.
    """
    units = context.units.get(layer)
    if units is None:
        return []
    pairs = pd.DataFrame({"code": codes, "name": names}).dropna()
    pairs = pairs.assign(row=pairs.index, folded=pairs["name"].map(fold))
    groups = pairs.groupby(["code", "folded"], sort=True).agg(
        row=("row", "min"), name=("name", "first"), n=("row", "size")
    )
    distinct = groups.reset_index()
    known = distinct["code"].isin(units.index)
    stated = distinct["code"].map(units["name"])
    other = known & (distinct["folded"] != stated.map(fold, na_action="ignore"))
    agreeing = set(distinct.loc[known & ~other, "code"])
    foreign = set(distinct.loc[other, "code"]) - agreeing
    share = len(foreign) / max(1, distinct.loc[known, "code"].nunique())
    if share > context.max_refused_share:
        raise RefusedError(context.reporter.fatal("vintage.names", value=f"{share:.0%}"))
    problems = [
        context.reporter.warning(
            "pcode.name", row=int(line["row"]), value=line["code"], name=line["name"],
            expected=units.loc[line["code"], "name"], rows=int(line["n"]),
        )
        for line in distinct[other].to_dict("records")
    ]  # fmt: skip
    return problems + _proposals(distinct[~known], layer, context)


def _proposals(unknown: pd.DataFrame, layer: str, context: Context) -> list[Problem]:
    units = context.units[layer]
    anywhere = pd.Series(None, index=unknown.index, dtype="str")
    matches = match_names(unknown["name"], anywhere, units, min_score=context.name_match_score)
    problems = []
    for position in unknown.index:
        match, line = matches.loc[position], unknown.loc[position]
        codes = [match["pcode"]] if match["method"] != "none" else list(match["proposals"])
        if codes:
            shown = ", ".join(f"{code} {units.loc[code, 'name']}" for code in codes)
            problems.append(
                context.reporter.info(
                    "pcode.proposed", row=int(line["row"]), value=line["code"], name=line["name"], proposals=shown
                )
            )
    return problems
