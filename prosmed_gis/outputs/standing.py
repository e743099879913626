"""What the products say of works that act on a building where none is known to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.domain.vocabulary import Language


def doubts(works: pd.DataFrame, language: Language | str) -> dict[str, str]:
    """Return work id -> the warning of `siting.standing`, of those works that have one.

    `works` are rows of a plan; one without STANDING_COLUMNS, or as the public sees it, has no warnings.
    """
    column = f"warning_{language}"
    if column not in works:
        return {}
    told = works.drop_duplicates("work_id").set_index("work_id")[column].dropna()
    return {str(name): str(words) for name, words in told[told != ""].items()}
