"""Which themes are worth a map, and the sentence of those that are not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.products import Products
    from prosmed_gis.outputs.web.themes import Theme

RESULTS = ("agreement", "document", "selection")
"""The lists themselves: a short one leaves most cercles out, and is no less the answer."""

NAMED = 12
"""Cercles named in a sentence; past that they are counted."""


def judged(themes: Sequence[Theme], products: Products, most: float) -> tuple[list[Theme], list[dict[str, str]]]:
    """Return the themes to offer, and `group`, `label`, `text` of each that is said instead of drawn.

    A theme is said where, in every year that it shows, at least the share `most` of the cercles with data is in one
    class, or of all cercles without data: a map of one colour tells less than a sentence, and looks like more. The
    lists themselves are only said where all is one class; themes that the page recomputes are always offered.
    """
    offered, told = [], []
    for theme in themes:
        limit = 1.0 if theme["id"] in RESULTS else most
        if theme["group"] == "trial" or evenness(theme) < limit:
            offered.append(theme)
        else:
            told.append({"group": theme["group"], "label": theme["label"], "text": sentence(theme, products)})
    return offered, told


def evenness(theme: Theme) -> float:
    """Return the largest share (0-1) of cercles in one class; of a theme by year that of its most varied year."""
    missing = len(theme["classes"]) - 1
    years = theme["of"].values() if isinstance(theme["of"], dict) else (theme["of"],)
    return min((_share(of, missing) for of in years), default=1.0)


def _share(of: Sequence[int], missing: int) -> float:
    known = Counter(k for k in of if k != missing)
    if not known:
        return 1.0
    return max(max(known.values()) / known.total(), 1 - known.total() / len(of))


def sentence(theme: Theme, products: Products) -> str:
    """Return what a theme would show in its last year: what most cercles have, and the others by name."""
    language, missing = products.label.language, len(theme["classes"]) - 1
    of, shown = _last(theme["of"]), _last(theme["shown"])
    told = [theme["classes"][k]["label"] if k == missing else words for k, words in zip(of, shown, strict=True)]
    usual = _usual(of, missing)
    known = [k == usual or k != missing for k in of]
    value, alike = _alike(told, of, usual, theme["classes"][usual]["label"])
    others: dict[str, list[str]] = {}
    for words, same, counts, name in zip(told, alike, known, products.layers.cercles["name"], strict=True):
        if counts and not same:
            others.setdefault(words, []).append(str(name))
    unknown = len(of) - sum(known)
    key = "web.said.most" if others or unknown else "web.said.all"
    said = [text(key, language, value=value, n=sum(alike), of=sum(known)), *_others(others, products)]
    said += [text("web.said.unknown", language, n=unknown)] if unknown else []
    return text("web.said.join", language).join(said)


def _alike(told: list[str], of: list[int], usual: int, label: str) -> tuple[str, list[bool]]:
    """Return the words of most cercles and which have them: the commonest value, else the class that holds it."""
    inside = [words for words, k in zip(told, of, strict=True) if k == usual]
    value = Counter(inside).most_common(1)[0][0]
    alike = [words == value and k == usual for words, k in zip(told, of, strict=True)]
    if len(inside) - sum(alike) <= NAMED // 2:
        return value, alike
    return label, [k == usual for k in of]


def _usual(of: Sequence[int], missing: int) -> int:
    """Return the class that makes a map of one colour: of those with data, or that without."""
    known = Counter(k for k in of if k != missing)
    if not known or 1 - known.total() / len(of) > max(known.values()) / known.total():
        return missing
    return known.most_common(1)[0][0]


def _others(others: dict[str, list[str]], products: Products) -> list[str]:
    language, count = products.label.language, sum(map(len, others.values()))
    if count > NAMED:
        return [text("web.said.many", language, n=count)]
    return [text("web.said.other", language, names=", ".join(names), value=told) for told, names in others.items()]


def _last(values: Any) -> list[Any]:
    return list(values[max(values, key=int)] if isinstance(values, dict) else values)
