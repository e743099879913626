"""Write a run's GeoPackage and project, and ask PyQGIS what it makes of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from prosmed_gis.outputs.geopackage import write_geopackage
from prosmed_gis.outputs.qgis.project import write_project


def environment(folder):
    """Return an environment without the virtual one: PyQGIS brings libraries of its own."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8"),
        "QT_QPA_PLATFORM": "offscreen",
    }


def write(products, folder):
    write_geopackage(products, folder / "prosmed.gpkg")
    write_project(products, folder / "prosmed.qgz", "prosmed.gpkg")
    return folder


def look(python, folder, *, pages):
    """Return what PyQGIS says of the project and the GeoPackage in a folder."""
    script = Path(__file__).with_name("pyqgis_look.py")
    command = [python, script, folder / "prosmed.qgz", folder / "prosmed.gpkg", folder, "pages" if pages else "quick"]
    folder.chmod(0o700)
    done = subprocess.run(command, env=environment(folder), capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)
