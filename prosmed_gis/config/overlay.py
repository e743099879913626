"""How events of uncertain place are laid over the cercles."""

from __future__ import annotations

from typing import Literal

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import ActorKind, EventType


class Overlay(Model):
    """Rules that bring events, people and partners onto units."""

    low_precision: Literal["spread", "drop", "keep"]
    """What becomes of an event whose place is known only by region: its weight is spread over the region's
    cercles in proportion to their precise events (+1), or dropped, or kept at its point."""
    political_violence: tuple[EventType, ...]
    """Event types that make up political violence."""
    political_violence_sub_types: tuple[str, ...]
    """Sub-types of other event types that count as political violence too (mob violence)."""
    communal_actors: tuple[ActorKind, ...]
    """Kinds of actor whose presence makes an event one of communal violence."""
    raster_scaled_to_table: bool
    """True scales the raster so that each cercle's sum equals the population table."""
