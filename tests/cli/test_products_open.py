"""What a run made opens: the map in Chromium with the network off, the project in QGIS."""

import os
import subprocess

import pytest


@pytest.mark.browser
def test_the_map_of_a_run_opens_with_no_network(products, browser):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto((products / "carte.html").as_uri())
    page.wait_for_timeout(1500)
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert "Ségou" in page.content()
    assert page.locator("html").get_attribute("lang") == "fr"
    context.close()


@pytest.mark.qgis
def test_the_project_of_a_run_has_only_valid_layers(products, tmp_path):
    script = tmp_path / "open.py"
    script.write_text(
        "import sys\n"
        "from qgis.core import QgsApplication, QgsProject\n"
        "app = QgsApplication([], False); app.initQgis()\n"
        "project = QgsProject.instance()\n"
        "assert project.read(sys.argv[1])\n"
        "layers = project.mapLayers().values()\n"
        "print(len(layers), sum(layer.isValid() for layer in layers), len(project.mapThemeCollection().mapThemes()))\n",
        encoding="utf-8",
    )
    if subprocess.run(["/usr/bin/python3", "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        pytest.skip("no python3-qgis on this machine")
    keep = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        ["/usr/bin/python3", script, products / "prosmed.qgz"],
        env={**keep, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    total, valid, themes = (int(word) for word in done.stdout.split()[-3:])
    assert total == valid > 10
    assert themes >= 4
