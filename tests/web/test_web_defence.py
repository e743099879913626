"""The reduced list and what a place is worth, on the map."""

from __future__ import annotations

from web_world import world

from prosmed_gis.outputs.web.defence import defence_themes, places_at_stake


def test_places_and_the_reduced_list_are_told():
    made = world()
    told = places_at_stake(made)
    assert set(told) == set(made.robustness.replacement.index)
    assert all(part["stake"] and all(part["stake"]) for part in told.values())
    ids = [theme["id"] for theme in defence_themes(made)]
    assert ("nested" in ids) == (made.robustness.nesting is not None)
