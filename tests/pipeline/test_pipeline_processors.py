"""The same answers on every processor: the kernels of older ones, which libraries can be told to use, stand for them.

OPENBLAS_CORETYPE names the kernels of linear algebra, NPY_DISABLE_CPU_FEATURES those of numpy's own loops; glibc's
functions and compiled loops are told likewise. A kernel that this processor has not cannot be tried here.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="kernels of x86-64 are tried")

PLAIN = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ",
    "NUMBA_CPU_NAME": "generic",
}
"""A processor without the wide registers of later ones."""
KERNELS = {
    "oldest": {"OPENBLAS_CORETYPE": "Prescott", **PLAIN},
    "older": {"OPENBLAS_CORETYPE": "Nehalem", **PLAIN},
    "this one": {},
}


def started(root, folder, config, *answers, **env):
    """Start a process that writes answers into a folder."""
    folder.mkdir()
    script = Path(__file__).with_name("same_answers.py")
    words = [sys.executable, script, folder, root / "config" / config, *answers]
    known = {name: value for name, value in os.environ.items() if name not in KERNELS["oldest"]}
    paths = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        list(map(str, words)), env={**known, "PYTHONPATH": paths, **env}, stderr=subprocess.PIPE, text=True
    )


def ended(process):
    _, told = process.communicate(timeout=1200)
    assert process.returncode == 0, told


def test_an_answer_is_the_same_under_the_kernels_of_other_processors(root, tmp_path):
    answers = ("select", "calibrate", "robustness", "place", "gpkg", "xlsx")
    folders = {name: tmp_path / name for name in KERNELS}
    processes = [started(root, folder, "prosmed.yaml", *answers, **KERNELS[name]) for name, folder in folders.items()]
    for process in processes:
        ended(process)
    first, *others = folders.values()
    names = sorted(path.name for path in first.iterdir())
    assert {"selection.csv", "calibrate.json", "weight_changes.csv", "place.json"} <= set(names)
    for other in others:
        assert sorted(path.name for path in other.iterdir()) == names
        differ = [name for name in names if (first / name).read_bytes() != (other / name).read_bytes()]
        assert differ == []


@pytest.mark.real
def test_on_real_layers_a_larger_part_is_found_and_proved_under_other_kernels_too(
    invoke, root, shared, tmp_path, monkeypatch
):
    monkeypatch.setenv("PROSMED_DATA", str(shared / "data"))
    process = started(root, tmp_path / "oldest", "mali-cod.yaml", "calibrate", **KERNELS["oldest"])
    words = ["--config", root / "config" / "mali-cod.yaml", "--as-of", "2021-06-30", "-q", "--json"]
    found = json.loads(invoke("calibrate", *words).stdout)
    ended(process)
    found.pop("set_aside")
    assert found == json.loads((tmp_path / "oldest" / "calibrate.json").read_text(encoding="utf-8"))
    # The same groups are known of all who compete, in both tracks: nothing is left between ratios.
    assert (found["how"], found["status"]) == ("exact", "optimal")
    assert (found["configured"]["hits"], found["calibrated"]["hits"], found["most_hits"]) == (12, 17, 17)
    assert found["whole_list_margin_points"] < 0
    assert all(row["why_fr"] and row["why_en"] for row in found["not_explained"])
