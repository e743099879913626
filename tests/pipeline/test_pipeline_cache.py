"""Kept results are whole or not there, whatever dies, and depend on all that a stage looks at."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.errors import ProsmedError
from prosmed_gis.pipeline.cache import PARTIAL, DiskCache, Results, content_of, own_files
from prosmed_gis.pipeline.run import Run
from prosmed_gis.pipeline.stages import BY_NAME, STAGES, Part

ROOT = Path(__file__).parents[2]


def run_of(*settings, results=None, path=ROOT / "config" / "prosmed.yaml"):
    loaded = load(Request(path, settings=settings))
    return Run(loaded, today=date(2026, 1, 1), notify=lambda _: None, warn=list, results=results)


def test_a_kept_result_is_not_made_again_and_another_key_is(tmp_path):
    made = []

    def make():
        made.append(1)
        return np.arange(3)

    for _ in range(2):
        assert DiskCache(tmp_path / "kept").get("one", make).tolist() == [0, 1, 2]
    assert len(made) == 1
    DiskCache(tmp_path / "kept").get("two", make)
    assert len(made) == 2
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("harm", [b"", b"not a result", None])
def test_a_damaged_result_is_made_again(tmp_path, harm):
    cache = DiskCache(tmp_path)
    cache.get("one", lambda: list(range(1000)))
    path = cache.path("one")
    path.write_bytes(path.read_bytes()[:-7] if harm is None else harm)
    assert cache.get("one", lambda: "anew") == "anew"
    assert cache.get("one", lambda: "never") == "anew"


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    cache = DiskCache(tmp_path, limit_bytes=25_000)
    for number, key in enumerate(("old", "used", "new")):
        cache.get(key, lambda: b"x" * 10_000)
        os.utime(cache.path(key), (number, number))
    cache.get("used", lambda: None)
    cache.get("last", lambda: b"x" * 10_000)
    assert {key for key in ("old", "used", "new", "last") if cache.path(key).exists()} == {"used", "last"}


def test_clearing_leaves_what_is_not_ours(tmp_path):
    cache = DiskCache(tmp_path)
    cache.get("one", lambda: 1)
    (tmp_path / "mine.txt").write_text("mine")
    assert cache.clear().results == 1
    assert cache.info().results == 0
    assert (tmp_path / "mine.txt").exists()


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path):
    (tmp_path / "file").write_text("")
    assert DiskCache(tmp_path / "file" / "under").get("one", lambda: 7) == 7


WRITER = """
    import sys
    from pathlib import Path
    import numpy as np
    from prosmed_gis.pipeline.cache import DiskCache
    cache = DiskCache(Path(sys.argv[1]))
    print("ready", flush=True)
    for number in range(1000):
        cache.get(f"key{number % 3}", lambda: np.full(200_000, 7))
        cache.path(f"key{number % 3}").unlink(missing_ok=True)
"""


def test_processes_killed_at_any_moment_leave_whole_results_or_none(tmp_path):
    folder = tmp_path / "kept"
    for moment in (0.0, 0.01, 0.03, 0.05, 0.08):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(WRITER), str(folder)], stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        for writer in writers:
            writer.stdout.readline()
        time.sleep(moment)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            writer.stdout.close()
        cache = DiskCache(folder)
        for number in range(3):
            assert (cache.get(f"key{number}", lambda: np.full(200_000, 7)) == 7).all()
    for path in folder.glob(f"*{PARTIAL}"):
        os.utime(path, (0, 0))
    DiskCache(folder).tidy()
    assert not list(folder.glob(f"*{PARTIAL}"))


def test_a_stage_cannot_read_what_it_did_not_say():
    config = load(Request(ROOT / "config" / "prosmed.yaml")).config
    part = Part(config, ("study.as_of", "access"))
    assert part.study.as_of == config.study.as_of
    assert part.access is config.access
    for read in (lambda: part.siting, lambda: part.study.language):
        with pytest.raises(ProsmedError, match="does not say so"):
            read()


def test_a_key_follows_what_its_stage_looks_at_and_nothing_else():
    plain, heavier, richer, weighed = (
        run_of(*settings)
        for settings in (
            (),
            ("targeting.min_coverage=0.41",),
            ("siting.carry_over=false",),
            ("targeting.weighting.shares.violence=30", "targeting.weighting.shares.conflict=10"),
        )
    )
    names = [stage.name for stage in STAGES]
    moved = {name for name in names if plain.key(name) != heavier.key(name)}
    after_score = {"score", "select", "communes", "defend", "place", "reach", "worth", "track"}
    assert moved == after_score
    assert {name for name in names if plain.key(name) != weighed.key(name)} == after_score
    assert {name for name in names if plain.key(name) != richer.key(name)} == {"place", "reach", "worth", "track"}


@pytest.mark.parametrize(
    ("setting", "moves"),
    [
        ("targeting.ceiling.threshold=11", False),
        ("targeting.firmness.concentration=20", False),
        ("targeting.ceiling.window_months=13", True),
        ("targeting.firmness.seed=5", True),
        ("targeting.firmness.event_replicates=7", True),
        ("targeting.points.region_share=0.3", True),
    ],
)
def test_event_worlds_hang_on_what_is_measured_alone(setting, moves):
    assert (run_of().key("worlds") != run_of(setting).key("worlds")) is moves


def test_a_key_follows_the_order_of_what_is_measured():
    plain = run_of()
    targeting = plain.config.targeting
    turned = targeting.model_copy(update={"groups": dict(reversed(targeting.groups.items()))})
    config = plain.config.model_copy(update={"targeting": turned})
    stage = BY_NAME["worlds"]
    assert stage.settings(config) != stage.settings(plain.config)


def test_what_is_compiled_in_use_is_no_part_of_the_tool(tmp_path):
    compiled = tmp_path / "search" / "__pycache__"
    compiled.mkdir(parents=True)
    for path in (tmp_path / "search" / "a.py", tmp_path / "names.csv", compiled / "a.nearest.nbi", compiled / "a.pyc"):
        path.write_text("x")
    assert own_files(tmp_path) == [tmp_path / "names.csv", tmp_path / "search" / "a.py"]


def test_a_file_counts_with_those_that_stand_beside_it_under_its_name(tmp_path):
    (tmp_path / "roads.shp").write_bytes(b"lines")
    (tmp_path / "roads_old.shp").write_bytes(b"other")
    first = content_of(tmp_path / "roads.shp")
    (tmp_path / "roads_old.shp").write_bytes(b"changed")
    assert content_of(tmp_path / "roads.shp") == first
    (tmp_path / "roads.dbf").write_bytes(b"codes")
    assert content_of(tmp_path / "roads.shp") != first
    assert content_of(tmp_path / "nothing.csv") == content_of(tmp_path / "nowhere.csv")


CHANGES = (
    ("targeting.weighting.shares.violence=30", "targeting.weighting.shares.conflict=10"),
    ("selection.n=18",),
    ("study.as_of=2021-12-31",),
    ("selection.variant='17'",),
    ("access.standards.security.minutes=90",),
    ("study.language=en",),
)


def test_answers_are_the_same_with_and_without_what_was_kept(tmp_path):
    few = ("targeting.firmness.draws=20", "targeting.firmness.event_replicates=10")
    store = DiskCache(tmp_path)
    run_of(*few, results=Results(store)).of("select")
    for change in CHANGES:
        kept = run_of(*few, *change, results=Results(store)).chosen.selection
        # A second reader takes from disk what the first has made.
        again = run_of(*few, *change, results=Results(store)).chosen.selection
        anew = run_of(*few, *change).chosen.selection
        assert kept.equals(anew)
        assert again.equals(anew)
