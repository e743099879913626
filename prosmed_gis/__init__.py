"""Geographic targeting of cercles for the PROSMED rule-of-law programme in Mali.

`Study` is the way in for other programs: `Study.load("config/prosmed.yaml").select()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prosmed_gis.study import Study

__version__ = "0.1.0"

__all__ = ["Study", "__version__"]


def __getattr__(name: str) -> Any:
    """Load `Study` when it is first asked for: geospatial libraries take a while, and `--help` needs none."""
    if name == "Study":
        from prosmed_gis.study import Study

        return Study
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
