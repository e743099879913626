"""Write the illustrative study below `layers/demo`: same inputs and seed, same bytes.

Facts (towns, national outline, the programme's works) are read from the repository; geometry, events,
people and observations are generated and say so. Usage: `python scripts/make_demo_layers.py [--out FOLDER]`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from demo import admin, events, files, inputs, lines, mesh, people, places, progress, state

LAYERS = Path(__file__).resolve().parent.parent / "layers"


def make(layers: Path, out: Path) -> list[Path]:
    """Generate every layer into `out` and return the paths written.

    Parameters
    ----------
    layers
        The repository's `layers` folder, where facts, assumptions and programme tables are read.
    out
        Folder to write in, made where missing; files of the same names are replaced.
    """
    out.mkdir(parents=True, exist_ok=True)
    study = inputs.read_inputs(layers)
    units = admin.units(study, mesh.build(study))
    settlements = places.settlements(study, units["communes"])
    water = lines.rivers(study)
    files.write_boundaries(units, out / "admin.gpkg")
    tables = {
        "settlements": settlements,
        "events_acled_layout": events.events(study, settlements),
        "conflicts": state.conflicts(study, units["communes"]),
        "redeployment": state.redeployment(study),
        "facilities": state.facilities(study, settlements),
        "population": people.table(study),
        "progress": progress.progress(study),
    }
    for name, table in tables.items():
        files.write_table(table, out / f"{name}.csv")
    files.write_lines(water, out / "rivers.geojson")
    files.write_lines(lines.roads(study, settlements), out / "roads.geojson")
    files.write_grid(*people.grid(study, units["cercles"], settlements, water), out / "population.tif")
    names = ["admin.gpkg", *(f"{name}.csv" for name in tables), "rivers.geojson", "roads.geojson", "population.tif"]
    return [out / name for name in names]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=LAYERS / "demo", help="folder to write in")
    written = make(LAYERS, parser.parse_args().out)
    for path in written:
        print(f"{path.name}\t{path.stat().st_size}")


if __name__ == "__main__":
    main()
