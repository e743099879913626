"""The order of communes as fields of a layer, and as the first ones of each cercle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.domain.products import CommuneOrder, Products
    from prosmed_gis.domain.vocabulary import Language

OF_THE_LAYER = ("commune", "cercle_pcode", "cercle")
"""Columns that the layer of communes has already."""
RENAMED = {"rank": "rank_overall"}
"""Columns whose name says another thing in the layer of cercles."""


def commune_fields(order: CommuneOrder) -> pd.DataFrame:
    """Return what is known of each commune of a selected cercle, by P-code, as fields of the layer of communes."""
    return order.table.set_index("pcode").drop(columns=list(OF_THE_LAYER)).rename(columns=RENAMED)


def commune_labels(products: Products) -> dict[str, str]:
    """Return what the fields that groups and indicators give their names to are called."""
    order, language = products.communes, products.label.language
    if order is None:
        return {}
    found = {}
    for name, row in order.definitions.iterrows():
        unit = f" ({row[f'unit_{language}']})" if row[f"unit_{language}"] else ""
        found[f"measured_{name}"] = f"{row[f'label_{language}']}{unit}"
    for group, label in group_labels(order, language).items():
        found[f"points_{group}"] = text("qgis.field.group_contribution", language, group=label)
    return found


def group_labels(order: CommuneOrder, language: Language) -> dict[str, str]:
    """Return group id -> label in the order of the criteria."""
    named = order.definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]
    return {str(group): str(label) for group, label in named.items()}


def first_communes(order: CommuneOrder) -> pd.DataFrame:
    """Return the rows of the communes that the sheet of their cercle names."""
    table = order.table
    return table[table["rank_in_cercle"].notna() & (table["rank_in_cercle"] <= order.named)]
