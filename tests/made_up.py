"""Parts of `Products` that the worlds of several rooms' tests share; a new field of one of them is one line here."""

from datetime import date

import numpy as np
import pandas as pd

from prosmed_gis.domain.products import CeilingRule, NestedLists, Robustness

CEILING = CeilingRule(
    form="window", group="violence", unit_fr="événements en 12 mois", unit_en="events in 12 months", threshold=120.0,
    dated=date(2021, 1, 1), source="essai", what_if_share=0.25,
    curve=((0.0, 1.0, 1.0), (120.0, 1.0, 1.0), (240.0, 0.5, 0.5), (312.0, 0.4, 0.5)),
)  # fmt: skip

CHOICES = ("weights", "dropped", "goalposts", "ceiling", "normalisation", "aggregation", "events")
VIEWS = {
    "configured": ("Pondération retenue", "Configured weights", "configured"),
    "justice": ("Regard justice", "Justice view", "stakeholder"),
    "entropy": ("Entropie (données)", "Entropy (data)", "data"),
}


def described(definitions, top=10.0, **shares):
    """Add what is drawn of each indicator (worth 0 at 0 and 1 at `top`) and what its group weighs."""
    points = ((0.0, 0.0), (top, 1.0), (1.15 * top, 1.0))
    return definitions.assign(
        curve=[points] * len(definitions), goalposts=[(0.0, top)] * len(definitions), goalposts_dated=date(2021, 1, 1),
        group_share=definitions["group"].map(shares), weight_stabilise=definitions["weight"], weight_prevent=definitions["weight"],
        value_form=f"linear 0..{top:g}",
    )  # fmt: skip


def robustness(selection, groups):
    """Views that agree but for one swap each: the last chosen cercle against the first that was left out, by rank."""
    codes = pd.Index(selection["pcode"], name="pcode")
    chosen = pd.Series(selection["selected"].to_numpy(dtype=bool), index=codes)
    ranks = pd.Series(pd.to_numeric(selection["rank"]).to_numpy(dtype=float), index=codes)
    swapped = chosen.copy()
    if chosen.any() and (~chosen & ranks.notna()).any():
        swapped[ranks[chosen].idxmax()] = False
        swapped[ranks[~chosen].idxmin()] = True
    lists = pd.DataFrame({name: chosen if name == "configured" else swapped for name in VIEWS})
    common = lists.mul(chosen, axis=0).sum()
    return Robustness(
        choices=pd.DataFrame(
            {
                f"{name}{end}": np.linspace(first, last, len(CHOICES)) + half
                for name, first, last in (("first_order", 0.4, 0.01), ("total", 0.6, 0.02))
                for end, half in (("", 0.0), ("_low", -0.05), ("_high", 0.05))
            },
            index=pd.Index(CHOICES, name="choice"),
        ),
        inputs=pd.DataFrame(
            [("weights", group, f"Pondération – {group}", f"Weights – {group}", *(0.3 / (k + 1) + np.array([0, -0.02, 0.02]))) for k, group in enumerate(groups)],
            columns=["choice", "name", "label_fr", "label_en", "first_order", "low", "high"],
        ),
        views=pd.DataFrame(list(VIEWS.values()), columns=["label_fr", "label_en", "kind"], index=pd.Index(VIEWS, name="view")).assign(
            source="essai", **{f"share_{group}": 1 / len(groups) for group in groups}, common=common,
            jaccard=common / (2 * chosen.sum() - common),
        ),
        view_lists=lists,
        view_ranks=pd.DataFrame(dict.fromkeys(VIEWS, ranks)),
        weight_changes=_changes(chosen, ranks, groups),
        first_change=_changes(chosen, ranks, groups),
        replacement=_replacement(chosen, ranks),
        nesting=_nesting(chosen, ranks),
        notes=(),
        omissions=pd.DataFrame(
            [("group", group, f"Groupe {group}", f"Group {group}", int(chosen.sum()), "", "", 0.5) for group in groups],
            columns=["kind", "name", "label_fr", "label_en", "common", "entered", "left", "rank_shift"],
        ),
    )  # fmt: skip


def _replacement(chosen, ranks):
    """Every place goes to the first that was left out, and whoever comes in takes that of the last chosen cercle."""
    known = ranks.notna()
    last = ranks[chosen].idxmax() if chosen.any() else ""
    first = ranks[~chosen & known].idxmin() if (~chosen & known).any() else ""
    return pd.DataFrame(
        {
            "selected": chosen,
            "replacement_cost": np.where(known, np.where(chosen, 1.5, 2.25), np.nan),
            "partner": np.where(known, np.where(chosen, first, last), ""),
            "besides": "",
        },
        index=chosen.index,
    )


def _nesting(chosen, ranks):
    """The list without its last cercle is the smaller one, however the two are chosen; None where it would be empty."""
    if chosen.sum() < 2:
        return None
    last = ranks[chosen].idxmax()
    small = chosen.drop(last).reindex(chosen.index, fill_value=False)
    readings = ("free", "nested", "large_first", "small_first")
    return NestedLists(
        lists=pd.DataFrame({f"{size}_{reading}": frame for reading in readings for size, frame in (("large", chosen), ("small", small))}),
        totals=pd.DataFrame(
            {"large": 180.0, "small": 130.0, "both": 310.0, "large_price": [0.0, 0.25, 0.0, 0.5], "small_price": 0.0},
            index=pd.Index(readings, name="reading"),
        ),
        release=pd.DataFrame(
            [(last, int(small.sum()), 130.0, "")], columns=["pcode", "left", "total", "alone"], index=pd.RangeIndex(1, 2, name="step")
        ),
    )  # fmt: skip


def _changes(chosen, ranks, groups):
    """One exchange, of the last chosen cercle against the first that was left out."""
    if not chosen.any() or not (~chosen & ranks.notna()).any():
        return pd.DataFrame(
            columns=["selected", "left_out", "gap_points", "moved_percent", "from_groups", "to_groups", "how"]
        )
    row = {
        "selected": ranks[chosen].idxmax(), "left_out": ranks[~chosen].idxmin(), "gap_points": 0.7, "moved_percent": 2.5,
        "from_groups": groups[0], "to_groups": groups[-1], "how": "exact", **{f"share_{group}": 1 / len(groups) for group in groups},
    }  # fmt: skip
    return pd.DataFrame([row])
