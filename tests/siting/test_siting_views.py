"""The named views against every choice of sites, on the country of two cercles."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import siting_country as country

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.location.answer import Effort
from prosmed_gis.siting.run import build_world
from prosmed_gis.siting.views import _decided, _minutes, _places, named_views

EFFORT = Effort(20.0)


@pytest.fixture(scope="module")
def asked():
    ground = country.layers()
    access = country.access(ground)
    _, world = build_world(
        ground, country.selection(), access, country.config(partner_radius_km=0), country.access_config(), variant="21",
        as_of=country.AS_OF,
    )  # fmt: skip
    rng = np.random.default_rng(5)
    living = country.people().sample(40, random_state=3)
    groups = living.assign(people=rng.integers(1, 500, len(living)).astype(float))
    return world, access, groups


def every_choice(asked, n):
    """Minutes of each group for every set of n new sites, by brute force."""
    world, access, groups = asked
    config = country.access_config()
    places = _places(world, Service.SECURITY)
    minutes = _minutes(places, _decided(world, Service.SECURITY), groups, access, config, Service.SECURITY)
    assert len(places) >= 3
    return [minutes[:, [0, *(k + 1 for k in chosen)]].min(axis=1) for chosen in combinations(range(len(places)), n)]


def found(asked, n):
    world, access, groups = asked
    return named_views(
        world, access, groups, country.access_config(), service=Service.SECURITY, n_sites=n, effort=EFFORT
    )


@pytest.mark.parametrize("n", [1, 2])
def test_each_view_is_the_best_of_all_choices_by_its_own_rule(asked, n):
    people = asked[2]["people"].to_numpy(float)
    choices = every_choice(asked, n)
    summary = found(asked, n).summary
    assert (summary.loc[["mean_time", "worst_time", "most_people", "fewest_sites"], "status"] == "optimal").all()
    assert summary.loc["mean_time", "mean_min"] == pytest.approx(min(people @ m for m in choices) / people.sum())
    assert summary.loc["worst_time", "worst_min"] == pytest.approx(min(m.max() for m in choices))
    standard = country.access_config().standards[Service.SECURITY].minutes
    assert summary.loc["most_people", "within"] == pytest.approx(max(people[m <= standard].sum() for m in choices))


def test_full_cover_takes_no_more_sites_than_it_needs(asked):
    world, _, _ = asked
    standard = country.access_config().standards[Service.SECURITY].minutes
    n_places = len(_places(world, Service.SECURITY))
    most = (every_choice(asked, n_places)[0] <= standard).sum()
    needed = next(n for n in range(n_places + 1) if max((m <= standard).sum() for m in every_choice(asked, n)) == most)
    assert found(asked, 1).summary.loc["fewest_sites", "sites"] == needed


def test_sites_are_named_once_for_each_view(asked):
    views = found(asked, 2)
    counts = views.sites.groupby("view").size()
    assert counts.reindex(views.summary.index[1:], fill_value=0).tolist() == views.summary["sites"].iloc[1:].tolist()
    assert not views.sites.duplicated(["view", "place_id"]).any()
    assert isinstance(views.summary, pd.DataFrame)
