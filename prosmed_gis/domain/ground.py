"""The state of the ground in which a journey is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from prosmed_gis.domain.vocabulary import Season, SecurityState, TravelMode


@dataclass(frozen=True, order=True)
class GroundState:
    """Season, security and mode: what a friction surface and all that follows from it hold for."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    season: Season = Season.DRY
    security: SecurityState = SecurityState.CALM
    mode: TravelMode = TravelMode.VEHICLE

    @property
    def name(self) -> str:
        """The three words joined by hyphens, as `rains-calm-foot`."""
        return f"{self.season}-{self.security}-{self.mode}"


BEST = GroundState()
"""The state in which no journey takes longer than in any other."""
