"""Selection and plan as HXL: the tables with a second line of hashtags (standard 1.1, hxlstandard.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.products import PLAN_COLUMNS, STANDING_COLUMNS
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.marking import marked
from prosmed_gis.outputs.tables import csv_text, selection_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from prosmed_gis.domain.products import Products

TAGS = {
    "pcode": "#adm2+code",
    "cercle_pcode": "#adm2+code",
    "region": "#adm1+name",
    "cercle": "#adm2+name",
    "track": "#meta+track",
    "score": "#indicator+score",
    "rank": "#indicator+rank",
    "selected": "#status+selected",
    "firmness": "#indicator+firmness",
    "reason_fr": "#description+reason+i_fr",
    "reason_en": "#description+reason+i_en",
    "work_id": "#activity+code",
    "kind": "#loc+type",
    "action": "#activity+type",
    "place": "#loc+name",
    "lon": "#geo+lon",
    "lat": "#geo+lat",
    "year": "#date+year+payment",
    "cost_usd": "#value+usd",
    "status": "#status+plan",
    "people_gained": "#population+gained",
    "opens_year": "#date+year+opening",
    "known_standing": "#status+standing",
    "nearest_same_km": "#indicator+distance+km",
    "nearest_same_state": "#status+nearest",
    "warning_fr": "#description+warning+i_fr",
    "warning_en": "#description+warning+i_en",
    "study_status": "#meta+status",
    "handling": "#meta+handling",
    "data_as_of": "#date+reference",
    "source": "#meta+source",
}


def tag(column: str) -> str:
    """Return the hashtag of a column; the ones by group become `#indicator+value+<group>`.

    >>> tag("violence_contribution")
    '#indicator+contribution+violence'
    """
    if column in TAGS:
        return TAGS[column]
    group, _, what = column.rpartition("_")
    attribute = "".join(letter for letter in group.lower() if letter.isalnum() or letter == "_")
    return f"#indicator+{what}+{attribute}" if attribute else f"#meta+{what}"


def hxl_text(frame: pd.DataFrame) -> str:
    """Return a table as CSV with its line of hashtags under the header."""
    header, _, rest = csv_text(frame).partition("\n")
    tags = ",".join(tag(str(name)) for name in frame.columns)
    return f"{header}\n{tags}\n{rest}"


def write_hxl(products: Products, folder: Path) -> list[Path]:
    """Write `selection.hxl.csv` and `plan.hxl.csv` (UTF-8 without mark) into a folder, made where absent.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    frames = {
        "plan.hxl.csv": marked(
            products.plan.works.reindex(columns=[*PLAN_COLUMNS, *STANDING_COLUMNS]), products.label, exact=True
        ),
        "selection.hxl.csv": marked(selection_table(products), products.label, exact=False),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            (folder / name).write_bytes(hxl_text(frame).encode("utf-8"))
    except OSError as error:
        msg = f"{folder.name}: cannot be written ({error.strerror})"
        raise OutputError(msg) from error
    return [folder / name for name in frames]
