"""A sheet as JSON: the content's own names, numbers that JSON knows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from prosmed_gis.siting.sheets.content import Sheet

LEFT_OUT = ("map", "label", "notes")
"""Fields of a sheet that are geometry or words."""


def answer(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet's content as JSON values.

    A time or distance that has no end (no way leads there, nothing in sight) is the text `inf`; what is not known is
    null. The map is left out.
    """
    label = sheet.label
    whole = {field.name: plain(getattr(sheet, field.name)) for field in fields(sheet) if field.name not in LEFT_OUT}
    whole["work"]["cost_usd"] = sheet.work.cost_usd
    return {
        "study": label.name, "as_of": label.as_of.isoformat(), "audience": label.audience.value,
        "illustrative": label.illustrative, "version": label.version, "not_computed": list(sheet.notes), **whole,
    }  # fmt: skip


def plain(value: object) -> Any:
    """Return a value of the content as JSON has it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.reset_index().to_dict("records")]
    if isinstance(value, Mapping | pd.Series):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else "inf" if math.isinf(value) else round(float(value), 6)
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
