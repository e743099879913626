"""The offline interactive map."""

from __future__ import annotations

from prosmed_gis.outputs.web.map import write_map

__all__ = ["write_map"]
