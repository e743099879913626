"""What a list rests on, on the map: the reduced list, hot spots, and what each cercle's place costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.nested import LARGE_ONLY, SMALL, places, sizes, steps
from prosmed_gis.outputs.web.themes import Theme, categories
from prosmed_gis.targeting.choice.replacement import replacement_sentences
from prosmed_gis.wording.numbers import number

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language


def defence_themes(products: Products) -> list[Theme]:
    """Return the themes of the reduced list and of hot spots; none of what is not known."""
    found = [_reduced(products), *(_hot_spots(products, name) for name in ("gi_star_score", "gi_star_violence"))]
    return [theme for theme in found if theme is not None]


def _reduced(products: Products) -> Theme | None:
    nesting, language = products.robustness.nesting, products.label.language
    if nesting is None:
        return None
    about = text("web.about.nested", language, **sizes(nesting))
    theme = categories(products, "nested", "result", places(nesting), sy.NESTED, about=about)
    if theme is not None:
        step = steps(nesting).to_dict()
        theme["shown"] = [
            text("web.nested.step", language, step=step[code]) if code in step else shown
            for code, shown in zip(products.layers.cercles.index, theme["shown"], strict=True)
        ]
    return theme


def _hot_spots(products: Products, name: str) -> Theme | None:
    if name not in products.beside:
        return None
    values = products.beside[name].astype(float)
    hot, cold = values >= sy.HOT_SPOT_Z, values <= -sy.HOT_SPOT_Z
    kind = pd.Series(np.select([hot, cold], ["hot", "cold"], "between"), index=values.index).mask(values.isna())
    theme = categories(products, name, "result", kind, sy.HOT_SPOTS)
    if theme is not None:
        aligned = values.reindex(products.layers.cercles.index)
        theme["shown"] = [number(value, products.label.language, 1) for value in aligned]
    return theme


def places_at_stake(products: Products) -> dict[str, dict[str, Any]]:
    """Return P-code -> `stake`, sentences: what the place costs, the reduced list, the smallest change of weights."""
    language, names = products.label.language, products.layers.cercles["name"]
    costs = replacement_sentences(products.robustness.replacement, names, language)
    found: dict[str, list[str]] = {str(code): [sentence] for code, sentence in costs.items()}
    for told in (_staying(products, language), _changes(products, language)):
        for code, sentence in told.items():
            found.setdefault(code, []).append(sentence)
    return {code: {"stake": lines} for code, lines in found.items()}


def _staying(products: Products, language: Language) -> dict[str, str]:
    nesting = products.robustness.nesting
    if nesting is None:
        return {}
    told, size, step = places(nesting), sizes(nesting), steps(nesting)
    staying = {str(code): text("web.fiche.nested.small", language, **size) for code in told.index[told == SMALL]}
    for code in told.index[told == LARGE_ONLY]:
        left = int(nesting.release["left"][step[code]])
        staying[str(code)] = text("web.fiche.nested.large", language, step=step[code], more=left + 1, left=left)
    return staying


def _changes(products: Products, language: Language) -> dict[str, str]:
    """Return for each cercle the exchange that concerns it and needs the least weight to move."""
    names, definitions = products.layers.cercles["name"], products.criteria.definitions
    labels = definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]
    rows = products.robustness.weight_changes.dropna(subset=["moved_percent"])
    found: dict[str, str] = {}
    for row in rows.sort_values("moved_percent", kind="stable").to_dict("records"):
        sides = {
            key: ", ".join(str(labels.get(group, group)) for group in str(row[column]).split())
            for key, column in (("source", "from_groups"), ("goal", "to_groups"))
        }
        moved = number(float(row["moved_percent"]), language, 1)
        for side, code, other in (("in", row["selected"], row["left_out"]), ("out", row["left_out"], row["selected"])):
            sentence = text(f"web.fiche.change.{side}", language, moved=moved, other=names[other], **sides)
            found.setdefault(str(code), sentence)
    return found
