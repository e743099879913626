"""What another program gets: the answers of the commands, as frames."""

import io
import json
import re
from datetime import date

import pandas as pd
import pytest

from prosmed_gis import Study
from prosmed_gis.errors import ConfigError, InfeasibleError

FEW = ("targeting.firmness.draws=200", "targeting.firmness.event_replicates=20", "meaning.enabled=false")


@pytest.fixture(scope="module")
def small(root):
    return Study.load(root / "config" / "prosmed.yaml", *FEW, today=date(2026, 1, 1))


def test_it_answers_as_the_commands_do(small, invoke, study):
    answer = json.loads(invoke("select", *study, "--json").stdout)
    frame = small.select()
    assert frame.loc[frame["selected"], "pcode"].tolist() == answer["selected"]
    works = json.loads(invoke("place", *study, "--json").stdout)["works"]
    assert small.place()["work_id"].tolist() == [work["work_id"] for work in works]
    states = json.loads(invoke("track", *study, "--json").stdout)["states"]
    assert small.track()["state"].tolist() == [state["state"] for state in states]
    told = pd.read_csv(io.StringIO(small.check().to_csv(index=False)))
    assert len(told) == len(json.loads(invoke("check", *study, "--json").stdout)["problems"])


def test_it_writes_what_run_writes_and_replaces_nothing_unasked(small, tmp_path):
    folder = small.write(tmp_path / "out")
    assert {"carte.html", "selection.csv", "run.json"} <= {path.name for path in folder.iterdir()}
    assert Study(small.run).run.default_folder.name == "latest"


def test_errors_are_the_houses_own(root, tmp_path):
    with pytest.raises(ConfigError):
        Study.load(tmp_path / "none.yaml")
    rules = ("selection.regions.by_region.ML01.min=7", "selection.n=7")
    with pytest.raises((ConfigError, InfeasibleError)):
        Study.load(root / "config" / "prosmed.yaml", *FEW, *rules).select()


def test_the_readmes_lines_run(root, monkeypatch):
    lines = re.search(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
    monkeypatch.chdir(root)
    # All but what plans and writes: that is tried above.
    exec("\n".join(line for line in lines.splitlines() if ".place(" not in line and ".write(" not in line), {})  # noqa: S102
