"""Run alone (`python same_answers.py FOLDER CONFIG ANSWER...`): write what a study answers into a folder, in one process.

Answers: select, calibrate, robustness, place, and the products whose digits are not cut by a format: gpkg, xlsx.
"""

import json
import sys
from datetime import date
from pathlib import Path

from prosmed_gis.config.loading import Request, load
from prosmed_gis.domain.digits import filed
from prosmed_gis.pipeline import Run
from prosmed_gis.pipeline.calibrating import calibration
from prosmed_gis.pipeline.placing import answer, placed
from prosmed_gis.pipeline.writing import write_one, write_robustness, write_selection

FEW = (
    "targeting.firmness.draws=20",
    "targeting.firmness.event_replicates=5",
    "targeting.firmness.sensitivity_draws=16",
    "meaning.enabled=false",
    "study.as_of=2021-06-30",
)


def _calibrated(run, folder):
    found, cercles = calibration(run, "groups")
    (folder / "calibrate.json").write_text(json.dumps(filed(found)), encoding="utf-8")
    (folder / "calibrate.csv").write_text(filed(cercles).to_csv(), encoding="utf-8")


def _placed(run, folder):
    (folder / "place.json").write_text(json.dumps(filed(answer(placed(run), None)), default=str), encoding="utf-8")


ANSWERS = {
    "select": lambda run, folder: write_selection(run, folder / "selection.csv", overwrite=False),
    "calibrate": _calibrated,
    "robustness": lambda run, folder: write_robustness(run, folder, overwrite=False),
    "place": _placed,
    "gpkg": lambda run, folder: write_one(run, "gpkg", folder / "prosmed.gpkg", overwrite=False),
    "xlsx": lambda run, folder: write_one(run, "xlsx", folder / "classeur.xlsx", overwrite=False),
}


def main():
    folder, config, *names = sys.argv[1:]
    run = Run(load(Request(Path(config), settings=FEW)), today=date(2026, 1, 1), notify=lambda _: None, warn=list)
    for name in names:
        ANSWERS[name](run, Path(folder))


if __name__ == "__main__":
    main()
