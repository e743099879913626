"""What steers a run: frozen models, their YAML files, scenarios and overrides."""

from __future__ import annotations

from prosmed_gis.config.root import Config

__all__ = ["Config"]
