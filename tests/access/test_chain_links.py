"""The criminal-justice chain by cercle: what is there, what counts, how far the next link is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, facilities

from prosmed_gis.access.chain import CHAIN_COLUMNS, chain_table, links, next_link, serving_facilities
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.domain.vocabulary import FacilityStatus, Service

STATUSES = (FacilityStatus.WORKING, FacilityStatus.PERIODIC, FacilityStatus.RELOCATED)
STANDARDS = {
    service: standard.model_copy(update={"statuses": STATUSES})
    for service, standard in access_config().standards.items()
}


def world() -> pd.DataFrame:
    """Cercle A: post, brigade, court, prison. B: brigade and a court that has moved there. C: a closed brigade. D: prison."""
    rows = (
        ("commissariat", "A", "working"), ("brigade", "A", "working"), ("ti", "A", "working"), ("epes", "A", "working"),
        ("brigade", "B", "working"), ("jpce", "B", "relocated"), ("brigade", "C", "closed"), ("epes", "D", "working"),
        ("jpce", "C", "relocated"), ("customs", "C", "working"), ("jpce", "D", "periodic"),
    )  # fmt: skip
    frame = facilities(*((kind, 0, 0, status) for kind, _, status in rows))
    moved = [name == "F5" for name in frame.index]
    return frame.assign(cercle_pcode=[row[1] for row in rows], moved=moved)


def serving() -> pd.DataFrame:
    return serving_facilities(world(), STANDARDS)


def ways(**minutes: tuple[str | None, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"facility_id": [way[0] for way in minutes.values()], "minutes": [way[1] for way in minutes.values()]},
        index=list(minutes),
    ).astype({"facility_id": "str"})


TO_COURT = ways(F0=("F2", 12.0), F1=("F2", 45.0), F4=(None, np.inf))
TO_PRISON = ways(F2=("F3", 5.0), F5=("F7", 90.0), F10=("F7", 0.0))


def test_who_serves_and_where() -> None:
    found = serving()
    # The court of C moved to an unknown place: it serves nowhere. Periodic ones count, as configured.
    assert found.index.tolist() == ["F0", "F1", "F10", "F2", "F3", "F4", "F5", "F7"]
    assert found.loc["F5"].tolist() == ["justice", "jpce", "B"]
    strict = {
        service: standard.model_copy(update={"statuses": STATUSES[:1]}) for service, standard in STANDARDS.items()
    }
    assert set(serving_facilities(world(), strict)["cercle_pcode"]) == {"A", "B", "D"}
    assert "F10" not in serving_facilities(world(), strict).index
    later = world().assign(since=pd.Timestamp("2022-01-01"))
    assert serving_facilities(later, STANDARDS, as_of=date(2021, 6, 30)).empty


def test_chain_by_hand() -> None:
    table = chain_table(serving(), TO_COURT, TO_PRISON, pcodes=("D", "C", "B", "A"))
    assert list(table.columns) == list(CHAIN_COLUMNS)
    assert table.index.tolist() == ["A", "B", "C", "D"]
    assert table["complete"].tolist() == [True, False, False, False]
    assert table[["security", "justice", "prison"]].to_numpy().tolist() == [[2, 1, 1], [1, 1, 0], [0, 0, 0], [0, 1, 1]]
    # The nearest of A's two; B has no path; C and D have no police to start from.
    assert table["security_justice_min"].tolist() == pytest.approx([12, np.inf, np.nan, np.nan], nan_ok=True)
    assert table["justice_prison_min"].tolist() == pytest.approx([5, 90, np.nan, 0], nan_ok=True)
    assert table.loc["B", ["prison_id", "prison_pcode"]].tolist() == ["F7", "D"]
    assert table["n_commissariat"].tolist() == [1, 0, 0, 0]
    assert table["n_jpce"].tolist() == [0, 1, 0, 1]
    assert table["n_tgi"].sum() == 0


def test_links_follow_a_case() -> None:
    found = links(serving(), TO_COURT, TO_PRISON)
    assert found.index.tolist() == ["F0", "F1", "F4"]
    assert found.loc["F1", ["court_id", "court_min", "prison_id", "prison_min", "total_min"]].tolist() == [
        "F2",
        45,
        "F3",
        5,
        50,
    ]
    assert np.isinf(found.loc["F4", "total_min"])
    assert pd.isna(found.loc["F4", "prison_id"])


def test_a_country_without_prisons_has_a_missing_link_not_a_long_way() -> None:
    here = serving()
    table = chain_table(here[here["service"] != "prison"], TO_COURT, TO_PRISON.iloc[:0], pcodes=("A", "B"))
    assert table["justice_prison_min"].isna().all()
    assert not table["complete"].any()


def test_nothing_serves() -> None:
    here = serving().iloc[:0]
    table = chain_table(here, TO_COURT.iloc[:0], TO_PRISON.iloc[:0], pcodes=("A",))
    assert table.loc["A", ["security", "n_epes"]].tolist() == [0, 0]
    assert np.isnan(table.loc["A", "security_justice_min"])
    assert links(here, TO_COURT, TO_PRISON).empty


def test_next_link_reads_the_search_already_made() -> None:
    minutes = np.array([[0.0, 7.0], [np.inf, 3.0]])
    source = np.array([[1, 0], [-1, 0]])
    found = next_link(
        ["a", "b", "c", "d"], np.array([0, 0, 1, OUTSIDE]), np.array([0, 1, 0, OUTSIDE]), (minutes, source), ["x", "y"]
    )
    assert found["minutes"].tolist() == [0, 7, np.inf, np.inf]
    assert found["facility_id"].iloc[:2].tolist() == ["y", "x"]
    assert found["facility_id"].iloc[2:].isna().all()
    assert Service.SECURITY not in found
