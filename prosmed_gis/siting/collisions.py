"""Which rules collide where no plan obeys them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.notes import Note, note
from prosmed_gis.location.colliding import colliding
from prosmed_gis.siting.asked import Asked
from prosmed_gis.siting.model import written

if TYPE_CHECKING:
    from prosmed_gis.location.program import Tag
    from prosmed_gis.siting.world import World

NOTHING_ASKED = Asked()


def colliding_rules(world: World, asked: Asked = NOTHING_ASKED) -> tuple[Tag, ...]:
    """Return a set of rules that cannot hold together, none of which can be spared (see `rules` for their names).

    Empty where a plan obeys all rules; what `asked.at_least` wants is no such rule.
    """
    program, _ = written(world, asked)
    return colliding(program, time_limit_s=world.config.time_limit_s)


def told(rule: Tag) -> Note:
    """Return a rule in words, with the works, places or years that it concerns."""
    return note(f"siting.rule.{rule[0]}", about=" ".join(rule[1:]))
