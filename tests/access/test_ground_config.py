"""The speeds of the configuration: what is refused, and what the embedded one promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.domain.ground import BEST, GroundState
from prosmed_gis.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "config" / "prosmed.yaml"


def test_every_impossible_speed_is_named_at_once_with_exit_2():
    words = (
        "access.speeds.track=0", "access.speeds.off_road=-4", "access.rains.primary.good=1.5",
        "access.landcover.classes.barren.kmh=-1", "access.security_effect.factor=1",
    )  # fmt: skip
    with pytest.raises(ConfigError) as caught:
        load(Request(CONFIG, None, words))
    assert caught.value.exit_code == 2
    for word in words:
        assert word.split("=")[0] in str(caught.value)


def test_a_state_without_its_rule_is_named_with_exit_2():
    with pytest.raises(ConfigError, match="needs `rains`"):
        load(Request(CONFIG, None, ("access.rains=null",)))


def test_all_eight_states_are_computed_and_the_plan_uses_the_best():
    access = load(Request(CONFIG)).config.access
    assert access.planning_state == BEST
    assert len(set(access.every_state)) == 8
    assert access.every_state[0] == GroundState()
    assert GroundState().name == "dry-calm-vehicle"


def test_every_class_of_land_cover_has_a_speed_or_is_water():
    cover = load(Request(CONFIG)).config.access.landcover
    assert sorted(item.code for item in cover.classes.values()) == list(range(17))
    assert [name for name, item in cover.classes.items() if item.kmh == 0] == list(cover.water)
