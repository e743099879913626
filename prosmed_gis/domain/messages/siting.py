"""Texts of the room `siting`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
