"""What the list rests on as tables: one CSV file a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.outputs.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Products, Robustness


def robustness_tables(robustness: Robustness, firmness: pd.DataFrame, cercles: pd.Series) -> dict[str, pd.DataFrame]:
    """Return the tables by the name of their file.

    Parameters
    ----------
    firmness
        As `Products.firmness`.
    cercles
        Names by P-code.
    """
    named = firmness.rename_axis("pcode").reset_index()
    named.insert(1, "cercle", named["pcode"].map(cercles))
    lists = robustness.view_lists.add_prefix("selected_").join(robustness.view_ranks.add_prefix("rank_"))
    lists = lists.rename_axis("pcode").reset_index()
    lists.insert(1, "cercle", lists["pcode"].map(cercles))
    nested = robustness.nesting
    inside = {}
    if nested is not None:
        inside = {
            "nested_lists": nested.lists.rename_axis("pcode").reset_index(),
            "nested_totals": nested.totals.rename_axis("reading").reset_index(),
            "release": nested.release.rename_axis("step").reset_index(),
        }
    return inside | {
        "weight_changes": robustness.weight_changes,
        "replacement": robustness.replacement.rename_axis("pcode").reset_index(),
        "firmness": named,
        "decides_by_choice": robustness.choices.rename_axis("choice").reset_index(),
        "decides_by_input": robustness.inputs,
        "omissions": robustness.omissions,
        "views": robustness.views.rename_axis("view").reset_index(),
        "views_lists": lists,
    }


def write_robustness_tables(products: Products, folder: Path) -> list[Path]:
    """Write the tables into an existing folder; return the files."""
    names = products.selection.set_index("pcode")["cercle"]
    found = robustness_tables(products.robustness, products.firmness, names)
    return [write_table(frame, folder / f"{name}.csv") for name, frame in found.items()]
