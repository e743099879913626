"""The GeoPackage and the project of a made-up run, and what QGIS makes of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import qgis_world
from qgis_opening import environment, look, write

from prosmed_gis.domain.vocabulary import Audience, Language

SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="session")
def pyqgis(tmp_path_factory):
    if not SYSTEM_PYTHON.exists():
        pytest.skip("no system Python at /usr/bin/python3, so no python3-qgis")
    folder = tmp_path_factory.mktemp("pyqgis")
    command = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    found = subprocess.run(command, env=environment(folder), capture_output=True, check=False)
    if found.returncode:
        pytest.skip("python3-qgis is not installed for the system's Python: apt-get install python3-qgis")
    return SYSTEM_PYTHON


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a maker of products written to a folder of their own, once for each audience and language."""
    kept = {}

    def make(audience=Audience.PARTNERS, language=Language.FR):
        if (audience, language) not in kept:
            folder = tmp_path_factory.mktemp(f"{audience}-{language}")
            kept[audience, language] = write(qgis_world.products(audience, language), folder)
        return kept[audience, language]

    return make


@pytest.fixture(scope="session")
def seen(made, pyqgis):
    """Return a maker of what QGIS sees, once for each audience and language; pages only for partners in French."""
    kept = {}

    def make(audience=Audience.PARTNERS, language=Language.FR):
        if (audience, language) not in kept:
            pages = (audience, language) == (Audience.PARTNERS, Language.FR)
            kept[audience, language] = look(pyqgis, made(audience, language), pages=pages)
        return kept[audience, language]

    return make
