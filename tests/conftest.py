"""What several rooms' tests share: the embedded study run once, the one browser, and where the real files are."""

import copy
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

# Speed is shown by benchmarks, never by timed tests: a busy machine must not fail one. The suite tries the same examples
# everywhere and always; with PROSMED_LONG=1 they are drawn anew each time, and what then fails is pinned by @example.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.register_profile("long", deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("PROSMED_LONG") == "1" else "suite")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def stages_kept(tmp_path_factory):
    """What one command has computed serves the next, in all processes of this run of the suite and in no other."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "stages"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROSMED_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def shared():
    """The folder of real files, or a skip that says how to get it."""
    folder = Path(os.environ.get("PROSMED_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no real files at {folder}: set PROSMED_SHARED")
    return folder.resolve()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a process (Playwright's plain interface cannot run twice in one), or a skip."""
    api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def invoke():
    """Call the program as a user does; the answer has exit_code, stdout and stderr."""
    from prosmed_gis.cli import main

    def call(*words, env=None):
        return CliRunner().invoke(main, [str(word) for word in words], env=env, catch_exceptions=False)

    return call


@pytest.fixture(scope="session")
def study():
    """The embedded study with few draws, and without what the plan means: it takes the longest."""
    firmness = ("targeting.firmness.draws=200", "targeting.firmness.event_replicates=20")
    fewer = (*firmness, "meaning.enabled=false")
    return ["--config", ROOT / "config" / "prosmed.yaml", "-q", *(word for key in fewer for word in ("--set", key))]


@pytest.fixture(scope="session")
def whole_study(study):
    """The same with what the plan means, in as few scenarios as are allowed."""
    return [*study, "--set", "meaning.enabled=true", "--set", "meaning.both_scenarios=5"]


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory, invoke, whole_study):
    """A whole run of the embedded study through the command line: what it knows, and its folder."""
    from prosmed_gis.pipeline import writing

    out = tmp_path_factory.mktemp("run") / "out"
    runs, write = [], writing.write_run

    def watched(run, *args, **kwargs):
        runs.append(run)
        return write(run, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "write_run", watched)
        result = invoke("run", *whole_study, "--out", out)
    assert result.exit_code == 0, result.stderr
    return runs[0], out


@pytest.fixture(scope="session")
def products(whole_run):
    """The folder of a whole run of the embedded study."""
    return whole_run[1]


@pytest.fixture(scope="session")
def public_run(whole_run, tmp_path_factory):
    """The same run, its places moved a little, written for the public: what it knows, and its folder."""
    from canaries import moved

    from prosmed_gis.domain.vocabulary import Audience
    from prosmed_gis.pipeline.writing import write_run

    run, out = copy.copy(whole_run[0]), tmp_path_factory.mktemp("public") / "out"
    public = {"audience": Audience.PUBLIC}
    run.config = run.config.model_copy(update={"study": run.config.study.model_copy(update=public)})
    run.loaded = replace(run.loaded, config=run.config)
    vars(run)["products"] = replace(moved(run.products), label=replace(run.products.label, **public))
    return run, write_run(run, out, overwrite=False)
