"""Texts of what a plan means (room `siting.meaning`): key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
