"""`python -m prosmed_gis` is the command `prosmed-gis`, for where it is not on the path."""

from prosmed_gis.cli import main

main(prog_name="prosmed-gis")
