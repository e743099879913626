"""What decided works bring by themselves, in the unit of the plan's worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.domain.vocabulary import Service

if TYPE_CHECKING:
    from prosmed_gis.siting.world import World


def decided_worth(world: World) -> float:
    r"""Return the worth of what given and partners' works reach and complete, without any planned work.

    .. math:: \sum_g \delta_{f_g} P_g + \sum_k \delta_{f_k} C w_k

    The plan's objective counts what planned works add to it; the sum of both grows where a decided work opens earlier,
    while the objective alone would fall. What is decided before the plan counts in full.
    """
    discount, years = world.discount(), np.array(world.years)
    total = 0.0
    for service in Service:
        opens = world.fixed_year(service)
        reached = np.flatnonzero(opens <= years[-1])
        total += float(world.people_worth[reached] @ discount[np.searchsorted(years, opens[reached])])
    for cercle, weight in world.cercle_weight.items():
        whole = max(world.served_from(service, str(cercle)) for service in Service)
        total += world.config.chain_bonus_people * float(weight) * float(discount[np.searchsorted(years, whole)])
    return total
