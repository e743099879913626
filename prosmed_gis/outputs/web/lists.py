"""The programme's own list on the map, beside the tool's: themes, what each cercle's sheet says, the differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.outputs import agreement
from prosmed_gis.outputs.web.themes import Theme, categories

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products


def list_themes(products: Products) -> list[Theme]:
    """Return the themes of agreement and of the document's list; none where there is no such list.

    On generated data the legend of agreement counts nothing (`uncounted`): the count would look like evidence.
    """
    if not agreement.has_document(products):
        return []
    language = products.label.language
    about = text("web.about.agreement" + (".generated" if products.label.illustrative else ""), language)
    found = [
        categories(products, "agreement", "result", agreement.places(products), sy.AGREEMENT, about=about),
        categories(products, "document", "result", agreement.phases(products), sy.DOCUMENT),
    ]
    themes = [theme for theme in found if theme is not None]
    for theme in themes:
        if theme["id"] == "agreement":
            theme["uncounted"] = products.label.illustrative
            theme["shown"] = _with_phase(products, theme["shown"])
    return themes


def _with_phase(products: Products, shown: list[str]) -> list[str]:
    language = products.label.language
    return [
        text("agreement.shown.initiation", language, place=told) if phase == agreement.INITIATION else told
        for told, phase in zip(shown, agreement.phases(products), strict=True)
    ]


def list_fiches(products: Products) -> dict[str, dict[str, Any]]:
    """Return P-code -> `listed`, `document` (words) and, where the two lists differ, `difference` (why)."""
    if not agreement.has_document(products):
        return {}
    language, why = products.label.language, agreement.reasons(products, products.label.language)
    listed = set(agreement.in_document(products).loc[lambda held: held].index.astype(str))
    found: dict[str, dict[str, Any]] = {}
    for code, phase in agreement.phases(products).items():
        fiche = {"listed": str(code) in listed, "document": text(f"agreement.fiche.{phase}", language)}
        if str(code) in why:
            fiche["difference"] = why[str(code)]
        found[str(code)] = fiche
    return found


def differences(products: Products) -> list[dict[str, Any]]:
    """Return a row for each cercle that only one list holds: those of the document first, each by name.

    `cercle` is its position on the page; None where the document's code is no cercle of the boundaries.
    """
    language, why = products.label.language, agreement.reasons(products, products.label.language)
    cercles, found = products.layers.cercles, agreement.places(products)
    order = {str(code): k for k, code in enumerate(cercles.index)}
    rows = []
    for place in (agreement.DOCUMENT_ONLY, agreement.TOOL_ONLY):
        codes = cercles["name"][found == place].sort_values().index.astype(str).tolist()
        codes += agreement.unplaced(products) if place == agreement.DOCUMENT_ONLY else []
        rows += [
            {
                "cercle": order.get(code),
                "code": code,
                "lists": text(f"agreement.{place}", language),
                "phase": _phase(products, code),
                "why": why.get(code, ""),
            }
            for code in codes
        ]
    return rows


def _phase(products: Products, code: str) -> str:
    reference = products.layers.reference
    if reference is None or "initiation_phase" not in reference:
        return ""
    first = reference["initiation_phase"].astype("boolean").fillna(value=False).reindex([code], fill_value=False)
    return text("agreement.initiation", products.label.language) if first.all() else ""
