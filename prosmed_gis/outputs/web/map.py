"""Write the offline interactive map."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import DataWarning, OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.web.page import compose
from prosmed_gis.outputs.web.payload import payload
from prosmed_gis.wording.numbers import number

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.config.study import Outputs
    from prosmed_gis.domain.products import Products

LARGEST_MB = 3.0
"""Size of a page that an old computer still opens and moves without waiting."""


def write_map(products: Products, path: Path, settings: Outputs) -> None:
    """Write `carte.html`: one file that opens by double click and asks nothing of the network.

    Parameters
    ----------
    products
        What the run has found; it is filtered for the audience of its label before anything is written.
    path
        The `.html` to write. It is written aside and takes the place of an old one when it is whole; the same
        products give the same bytes.
    settings
        Tolerance of simplification in degrees, and the number of events above which no single event is shown.

    Raises
    ------
    OutputError
        The page would need the network, or cannot be written.

    Warns
    -----
    DataWarning
        The page is larger than `LARGEST_MB`.
    """
    seen = for_audience(products)
    language = seen.label.language
    page = compose(payload(seen, settings), language).encode("utf-8")
    size_mb = len(page) / 1e6
    if size_mb > LARGEST_MB:
        limit = number(LARGEST_MB, language, 1)
        warnings.warn(
            text("web.too_large", language, size=number(size_mb, language, 1), limit=limit), DataWarning, stacklevel=2
        )
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(page)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(text("web.not_written", language, path=path, reason=error)) from error
